import ActorTree
import TestSupport
import Testing

@Suite struct ActorPathTests {
    @Test func child_ofChild_isWrittenWithSlashes() {
        let path = ActorPath(root: "axon").child("nexus").child("mirror-feed").child("01.axon")
        #expect(path.description == "axon/nexus/mirror-feed/01.axon")
        #expect(path.name == "01.axon")
        #expect(path.parent?.description == "axon/nexus/mirror-feed")
        #expect(ActorPath(root: "axon").parent == nil)
    }

    @Test func text_roundTrips() {
        #expect(ActorPath("axon/nexus/01.axon")?.description == "axon/nexus/01.axon")
    }

    @Test(arguments: ["", "/", "axon/", "/axon", "axon//nexus", "axon/a b", "axon/é", "axon/" + String(repeating: "x", count: 65)])
    func text_malformed_isNil(_ text: String) {
        #expect(ActorPath(text) == nil)
    }

    @Test func child_withHostileName_isCleanedAndCut() {
        let root = ActorPath(root: "a")
        #expect(root.child("x/../y z\n").description == "a/x_.._y_z_")
        #expect(root.child("").description == "a/_")
        #expect(root.child(String(repeating: "x", count: 1000)).name.utf8.count == ActorPath.nameBytesMax)
    }

    @Test func contains_isTrueForDescendantsOnly() {
        let root = ActorPath(root: "axon")
        #expect(root.contains(root.child("nexus").child("feed")))
        #expect(!root.contains(root))
        #expect(!root.child("nexus").contains(root.child("nexus2")))
    }
}
