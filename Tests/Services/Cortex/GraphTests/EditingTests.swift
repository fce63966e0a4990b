import Graph
import Kernel
import Model
import Testing

/// Edits by their rules, on a graph of its own.
private func withEditor(_ body: (GraphEditor) throws -> Void) async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try body(GraphEditor(session))
        try session.flush()
    }
}

extension GraphEditor {
    fileprivate func add(_ form: String, _ value: ModelValue) throws -> Node { try add(try GraphFixture.form(form), value) }

    fileprivate func set(_ name: String, _ value: ModelValue, on node: Node) throws -> Bool {
        try set(try GraphFixture.property(node.form.name + (name.hasPrefix(".") ? name : ":" + name)), value, on: node)
    }
}

extension Node {
    fileprivate func plain() throws -> [String: ModelValue] {
        Dictionary(uniqueKeysWithValues: try properties().filter { $0.name != ".created" }.map { ($0.name, $0.value) })
    }
}

/// The code and message of the fault that `body` throws.
private func refusal(_ body: () throws -> Void) -> String {
    do {
        try body()
        return ""
    } catch let fault as Fault {
        return "\(fault.code): \(fault.message)"
    } catch {
        return "\(error)"
    }
}

// MARK: Nodes

@Test func editing_newNode_hasWhatFollowsFromItsValue() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        #expect(node.value == 16_909_060)
        #expect(try node.plain() == ["type": "unicast"])
        #expect(try node.property(".created") == 1_700_000_000_000)
        #expect(try editor.add("inet:ipv4", 16_909_060).name == node.name)
        let banner = try editor.add("inet:banner", ["tcp://1.2.3.4:22", "SSH-2.0"])
        #expect(try banner.property("server:ipv4") == 16_909_060)
        #expect(try banner.property("server:port") == 22)
        #expect(try editor.session.node("inet:server", "tcp://1.2.3.4:22") != nil)
    }
}

@Test func editing_mentionedNodes_areMadeOnceWithTheirOwnProperties() async throws {
    try await withEditor { editor in
        _ = try editor.add("inet:email", "x@y.com")
        #expect(try editor.session.node("inet:user", "x") != nil)
        #expect(try editor.session.node("inet:fqdn", "y.com")?.plain() == [
            "host": "y", "domain": "com", "issuffix": 0, "iszone": 1, "zone": "y.com",
        ])
        #expect(try editor.session.count(.form(GraphFixture.form("inet:fqdn"))) == 2)
        let organization = try editor.add("ou:org", ["o", "1"])
        #expect(try editor.set("names", ["b", "a", "b"], on: organization))
        #expect(try organization.property("names") == ["a", "b"])
        #expect(try editor.session.node("ou:name", "b") != nil)
    }
}

@Test func editing_networks_standForTheirAddresses() async throws {
    try await withEditor { editor in
        let form = try GraphFixture.form("inet:ipv4")
        #expect(try editor.values(of: "1.2.3.4-1.2.3.6", for: form) == [16_909_060, 16_909_061, 16_909_062])
        #expect(try editor.values(of: "1.2.3.4", for: form) == ["1.2.3.4"])
        #expect(refusal { _ = try editor.values(of: "0.0.0.0/0", for: form) } != "")
    }
}

@Test func editing_labelsWithoutEnd_areRefused() async throws {
    try await withEditor { editor in
        let endless = String(repeating: "a.", count: 5_000) + "com"
        #expect(refusal { _ = try editor.add("inet:fqdn", .string(endless)) }.hasPrefix("HitLimit"))
        let node = try editor.add("inet:asn", 1)
        let tag = String(repeating: "a.", count: 5_000) + "b"
        #expect(refusal { _ = try editor.addTag(tag, .none, on: node) }.hasPrefix("HitLimit"))
        editor.session.discard()
    }
}

// MARK: Properties

@Test func editing_properties_areNormalisedMergedAndGuarded() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        #expect(try editor.set("asn", "0x0a", on: node))
        #expect(try !editor.set("asn", 10, on: node))
        #expect(try editor.session.node("inet:asn", 10) != nil)
        #expect(try editor.set(".seen", ["2020", "2021"], on: node))
        #expect(try editor.set(".seen", ["2019", "2020-06-01"], on: node))
        #expect(try node.property(".seen") == [1_546_300_800_000, 1_609_459_200_000])
        #expect(refusal { _ = try editor.set("asn", "bogus", on: node) }
            == "BadTypeValu: Bad prop value inet:ipv4:asn='bogus' : invalid literal for int() with base 0: 'bogus'")
        let pair = refusal { _ = try editor.set("asn", ["1", "2"], on: node) }
        #expect(pair.hasPrefix("BadTypeValu: Bad prop value inet:ipv4:asn=('1', '2')"))
        #expect(refusal { _ = try editor.set(".created", "2020", on: node) } == "ReadOnlyProp: Property is read only: inet:ipv4.created.")
        #expect(try editor.delete(try GraphFixture.property("inet:ipv4:asn"), from: node))
        #expect(try !editor.delete(try GraphFixture.property("inet:ipv4:asn"), from: node))
        #expect(try node.property("asn") == nil)
    }
}

@Test func editing_arrays_changeByItems() async throws {
    try await withEditor { editor in
        let node = try editor.add("ou:org", ["o", "1"])
        let names = try GraphFixture.property("ou:org:names")
        #expect(try editor.change(names, .addEach, of: ["zed", "Acme"], on: node))
        #expect(try editor.change(names, .add, of: ["mid"], on: node))
        #expect(try node.property("names") == ["acme", "mid", "zed"])
        #expect(try editor.change(names, .removeEach, of: ["mid", "none"], on: node))
        #expect(try node.property("names") == ["acme", "zed"])
        #expect(refusal { _ = try editor.change(names, .add, of: [["a", "b"]], on: node) }
            == "BadTypeValu: Bad prop value ou:org:names=['acme', 'zed', ('a', 'b')] : no norm for type: <class 'tuple'>.")
        #expect(try editor.change(names, .remove, of: ["acme"], on: node))
        #expect(try editor.change(names, .remove, of: ["zed"], on: node))
        #expect(try node.property("names") == [])
    }
}

@Test func editing_deprecatedProperties_warnOnceSetByTheUser() async throws {
    try await withEditor { editor in
        let name = "it:prod:softver:software:name"
        let node = try editor.add("it:prod:softver", ["s", "1"])
        #expect(editor.takeWarnings().isEmpty)
        _ = try editor.set("software:name", "one", on: node)
        #expect(editor.takeWarnings() == [
            "The property \(name) is deprecated or using a deprecated type and will be removed in 3.0.0",
        ])
        editor.session.model = try GraphFixture.model.applying([.setLock(name, true)])
        #expect(refusal { _ = try editor.set("software:name", "two", on: node) }
            == "IsDeprLocked: Prop \(name) is locked due to deprecation.")
    }
}

// MARK: Domains

@Test func editing_domains_knowTheirZones() async throws {
    try await withEditor { editor in
        let deep = try editor.add("inet:fqdn", "a.b.site.org")
        #expect(try deep.property("zone") == "site.org")
        let top = try #require(try editor.session.node("inet:fqdn", "org"))
        #expect(try top.plain() == ["host": "org", "issuffix": 1, "iszone": 0])
        let site = try #require(try editor.session.node("inet:fqdn", "site.org"))
        _ = try editor.set("issuffix", true, on: site)
        #expect(try editor.session.node("inet:fqdn", "b.site.org")?.property("zone") == "b.site.org")
        #expect(try deep.property("zone") == "b.site.org")
        _ = try editor.set("iszone", false, on: site)
        #expect(try site.property("zone") == nil)
    }
}

@Test func editing_versionsAndTexts_haveTheirOtherForms() async throws {
    try await withEditor { editor in
        let version = try editor.add("it:prod:softver", ["sv", "1"])
        _ = try editor.set("vers", "1.2.3", on: version)
        #expect(try version.plain() == [
            "vers": "1.2.3", "vers:norm": "1.2.3", "semver": 1_099_513_724_931, "semver:major": 1, "semver:minor": 2, "semver:patch": 3,
        ])
        #expect(editor.takeWarnings().isEmpty)
        _ = try editor.add("it:dev:mutex", "Global\\Foo")
        #expect(try editor.session.node("it:dev:str", "Global\\Foo")?.property("norm") == "global\\foo")
        #expect(try editor.add("inet:passwd", "hunter2").property("md5") != nil)
    }
}

// MARK: Tags

@Test func editing_tags_comeWithThoseAboveAndTheirNodes() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        #expect(try editor.addTag(try editor.tagName("#Foo.BAR.b z"), .none, on: node) == "foo.bar.b_z")
        #expect(try node.tags().map(\.name) == ["foo", "foo.bar", "foo.bar.b_z"])
        #expect(try editor.session.node("syn:tag", "foo.bar")?.plain() == ["up": "foo", "base": "bar", "depth": 1])
        _ = try editor.addTag("foo.bar", try editor.tagTimes(["2018", "2019"]), on: node)
        _ = try editor.addTag("foo.bar", try editor.tagTimes("2022"), on: node)
        _ = try editor.addTag("foo.bar", .none, on: node)
        #expect(try node.tag("foo.bar") == TagTimes(first: 1_514_764_800_000, last: 1_640_995_200_001))
        #expect(try editor.deleteTag("foo.bar", from: node))
        #expect(try node.tags().map(\.name) == ["foo"])
        #expect(try !editor.deleteTag("foo.bar", from: node))
        #expect(refusal { _ = try editor.tagName("") } == "BadTypeValu: Each tag part must be non-zero length.")
    }
}

@Test func editing_tagsThatMoved_leadToTheirNewName() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        _ = try editor.add("syn:tag", "new.home")
        let old = try editor.add("syn:tag", "old")
        _ = try editor.set("isnow", "new.home", on: old)
        #expect(try editor.addTag("old", .none, on: node) == "new.home")
        #expect(try editor.addTag("old.room", .none, on: node) == "new.home.room")
        #expect(try node.tags().map(\.name) == ["new", "new.home", "new.home.room"])
        let circle = try #require(try editor.session.node("syn:tag", "new.home"))
        _ = try editor.set("isnow", "old", on: circle)
        _ = try editor.addTag("old", .none, on: node)
    }
}

private struct PruningModels: TagModelSource {
    func tagPatterns(_ tag: String) -> [String?] { [] }
    func tagPruning(_ tag: String) -> Int? { ["one": 1, "two": 2][tag] }
}

@Test func editing_deletedTags_takeThoseAboveAlongAsTheirModelSays() async throws {
    try await withEditor { editor in
        editor.tagModels = PruningModels()
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        for tag in ["one.a", "two.a.b", "two.a.b.c"] { _ = try editor.addTag(tag, .none, on: node) }
        _ = try editor.deleteTag("one.a", from: node)
        #expect(try node.tag("one") == nil)
        _ = try editor.deleteTag("two.a.b.c", from: node)
        #expect(try node.tag("two.a.b") != nil)
        _ = try editor.deleteTag("two.a.b", from: node)
        #expect(try node.tags().isEmpty)
    }
}

@Test func editing_tagProperties_bringTheirTag() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        try editor.setTagProperty("x.y", "risk", "0x10", on: node)
        #expect(try node.tagProperty(tag: "x.y", name: "risk") == 16)
        #expect(try node.tag("x") == TagTimes.none)
        #expect(refusal { try editor.setTagProperty("x", "nosuch", 1, on: node) }
            == "NoSuchTagProp: Tagprop nosuch does not exist in this Cortex.")
        #expect(try editor.deleteTagProperty("x.y", "risk", from: node))
        #expect(try !editor.deleteTagProperty("x.y", "risk", from: node))
        #expect(refusal { _ = try editor.deleteTagProperty("x", "nosuch", from: node) }.hasPrefix("NoSuchTagProp"))
    }
}

// MARK: Guids

@Test func editing_describedNodes_areFoundByWhatTheyHave() async throws {
    try await withEditor { editor in
        let acme = try editor.add("ou:org", ["name": "Acme"])
        #expect(try acme.plain() == ["name": "acme"])
        #expect(try editor.add("ou:org", ["name": "acme", "$props": ["url": "http://acme.com"]]).name == acme.name)
        #expect(try acme.property("url") == "http://acme.com")
        let other = try editor.add("ou:org", ["x", "1"])
        _ = try editor.set("name", "zed", on: other)
        _ = try editor.set("names", ["zed co", "ac"], on: other)
        #expect(try editor.add("ou:org", ["name": "ac"]).name == other.name)
        #expect(try editor.add("ou:org", ["name": "ac", "url": "http://ac.com"]).name != other.name)
        let form = try GraphFixture.form("ou:org")
        #expect(try editor.find(form, describedBy: [.init("name", "zed co")])?.name == other.name)
        #expect(try editor.find(form, describedBy: [.init("name", "nobody")]) == nil)
    }
}

@Test func editing_describedNodesInside_areMadeToo() async throws {
    try await withEditor { editor in
        let contact = try editor.add("ps:contact", ["name": "kim", "org": ["name": "acme"]])
        let organization = try editor.add("ou:org", ["name": "acme"])
        #expect(try contact.property("org") == organization.value)
        let other = try editor.add("ps:contact", ["kim", "1"])
        _ = try editor.set("org", ["name": "acme"], on: other)
        #expect(try other.property("org") == organization.value)
        #expect(refusal { _ = try editor.add("ou:org", ["name": "a", "$props": ["founded": "bogus"]]) }
            == "BadTypeValu: Bad value for prop ou:org:founded: Unknown time format for bogus")
        #expect(try editor.add("ou:org", ["name": "a", "$try": true, "$props": ["founded": "bogus"]]).plain() == ["name": "a"])
        #expect(refusal { _ = try editor.add("ou:org", ["nope": "a"]) } == "NoSuchProp: No property named ou:org:nope.")
        #expect(refusal { _ = try editor.add("inet:fqdn", ["host": "a"]) } == "BadTypeValu: no norm for type: <class 'dict'>.")
    }
}

// MARK: Removal

@Test func editing_nodesInUse_areNotDeleted() async throws {
    try await withEditor { editor in
        let node = try editor.add("inet:ipv4", "1.2.3.4")
        _ = try editor.set("asn", 10, on: node)
        let asn = try #require(try editor.session.node("inet:asn", 10))
        #expect(refusal { try editor.delete(asn) } == "CantDelNode: Other nodes still refer to this node.")
        let organization = try editor.add("ou:org", ["o", "1"])
        _ = try editor.set("names", ["acme"], on: organization)
        let name = try #require(try editor.session.node("ou:name", "acme"))
        #expect(refusal { try editor.delete(name) } == "CantDelNode: Other nodes still refer to this node.")
        _ = try editor.addTag("foo", .none, on: node)
        let tag = try #require(try editor.session.node("syn:tag", "foo"))
        #expect(refusal { try editor.delete(tag) } == "CantDelNode: Nodes still have this tag.")
        try editor.addEdge("refs", from: organization, to: node)
        #expect(refusal { try editor.delete(node) } == "CantDelNode: Other nodes still have light edges to this node.")
        try editor.deleteEdge("refs", from: organization, to: node)
        try editor.delete(node)
        #expect(try editor.session.node("inet:ipv4", 16_909_060) == nil)
        try editor.delete(name, isForced: true)
        #expect(try editor.session.node("ou:name", "acme") == nil)
        // What was known to exist is looked for again.
        let again = try editor.add("ou:org", ["o", "2"])
        _ = try editor.set("names", ["acme"], on: again)
        #expect(try editor.session.node("ou:name", "acme") != nil)
    }
}

@Test func editing_nodesMadeByTheQuery_areNotEdited() async throws {
    try await withEditor { editor in
        let node = Node(runtime: try GraphFixture.form("syn:form"), value: "inet:ipv4", properties: [])
        let stored = try editor.add("inet:asn", 1)
        #expect(refusal { try editor.delete(node) } == "IsRuntForm: Cannot delete runt nodes")
        #expect(refusal { _ = try editor.addTag("a", .none, on: node) }.hasPrefix("IsRuntForm"))
        let edge = refusal { try editor.addEdge("refs", from: stored, to: node) }
        #expect(edge == "IsRuntForm: Edges cannot be used with runt nodes: syn:form")
        #expect(refusal { _ = try editor.add("syn:form", "x") } == "IsRuntForm: Cannot make runt nodes: syn:form.")
        #expect(refusal { _ = try editor.set("type", "x", on: node) }.hasPrefix("IsRuntForm"))
    }
}

// MARK: Bulk

@Test func editing_packedNodes_areAddedAsFarAsTheyFit() async throws {
    try await withEditor { editor in
        let packed = try PackedNode([
            ["inet:ipv4", "1.2.3.4"],
            [
                "props": ["asn": 10, "loc": "us", "bogus": 1, ".created": 5, "latlong": "nowhere"],
                "tags": ["a.b": ["2020", "2021"], "c": [nil, nil], "d": "bogus"],
                "tagprops": ["a.b": ["risk": 7, "none": 1]],
                "nodedata": ["k": ["v": 1]],
                "edges": [["refs", ["inet:fqdn", "x.com"]]],
            ],
        ])
        let node = try #require(try editor.add(packed))
        #expect(try node.plain() == ["type": "unicast", "asn": 10, "loc": "us"])
        #expect(try node.tag("a.b") == TagTimes(first: 1_577_836_800_000, last: 1_609_459_200_000))
        #expect(try node.tag("c") == TagTimes.none)
        #expect(try node.tagProperty(tag: "a.b", name: "risk") == 7)
        #expect(try node.data("k") == ["v": 1])
        #expect(try node.edgesOut().map(\.verb) == ["refs"])
        #expect(editor.takeWarnings().count == 3)
        #expect(try editor.add(try PackedNode([["inet:ipv4", "bogus"], [:]])) == nil)
        #expect(try editor.add(try PackedNode([["no:form", "x"], [:]])) == nil)
        #expect(editor.takeWarnings().count == 2)
        #expect(throws: Fault.self) { try PackedNode(["inet:ipv4"]) }
    }
}

/// A new node takes its properties in one step with itself; one that is there has them set one by one. Both come to the same.
@Test(arguments: [
    ["asn": 10, "loc": "US . ca", "type": "private", "bogus": 1],
    [".seen": ["2020", "2021"], "asn": "x", "dns:rev": "Host.Example.com"],
] as [ModelValue])
func editing_packedNode_newOrThere_getsTheSamePropertiesAndWarnings(_ properties: ModelValue) async throws {
    try await withEditor { editor in
        _ = try editor.add("inet:ipv4", "1.2.3.4")
        let there = try #require(try editor.add(try PackedNode([["inet:ipv4", "1.2.3.4"], ["props": properties]])))
        let onThere = editor.takeWarnings()
        let new = try #require(try editor.add(try PackedNode([["inet:ipv4", "1.2.3.5"], ["props": properties]])))
        #expect(editor.takeWarnings() == onThere)
        #expect(try new.plain() == there.plain())
        #expect(try new.property(".seen") == there.property(".seen"))
    }
    try await withEditor { editor in
        let flow: ModelValue = ["dst": "tcp://1.2.3.4:80", "dst:port": 81, "src": "nonsense", "time": "2020"]
        _ = try editor.add("inet:flow", "00000000000000000000000000000001")
        let there = try #require(try editor.add(try PackedNode([["inet:flow", "00000000000000000000000000000001"], ["props": flow]])))
        let onThere = editor.takeWarnings()
        let new = try #require(try editor.add(try PackedNode([["inet:flow", "00000000000000000000000000000002"], ["props": flow]])))
        #expect(editor.takeWarnings() == onThere)
        #expect(try new.plain() == there.plain())
        #expect(try new.plain()["dst:ipv4"] == 0x0102_0304)
        #expect(try editor.session.node("inet:server", "tcp://1.2.3.4:80") != nil)
    }
}
