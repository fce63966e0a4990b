import CortexCore
import Kernel
import Model
import Testing

@Suite struct ViewTests {
    @Test func fork_seesTheLayersOfItsParents_andGuardsThem() async throws {
        try await withCortex { core in
            let base = try core.makeView()
            let fork = try core.fork(base, creator: core.rootUser)
            #expect(try core.layers(of: fork.iden).count == 2)
            #expect(core.children(of: base).map(\.iden) == [fork.iden])
            #expect(fault { try core.deleteView(base) } == FaultCode("SynErr"))
            #expect(fault { try core.deleteLayer(fork.layers[0]) } == FaultCode("LayerInUse"))
            #expect(fault { try core.deleteView(core.defaultView) } == FaultCode("SynErr"))
            try core.deleteView(fork.iden)
            try core.deleteLayer(fork.layers[0])
            #expect(core.layer(fork.layers[0]) == nil)
        }
    }

    @Test func merge_ofWhatIsNoFork_isRefused() async throws {
        try await withCortex { core in
            #expect(fault { _ = try core.requireMergeable(core.defaultView, force: false) } == FaultCode("CantMergeView"))
            let base = try core.makeView()
            let fork = try core.fork(base, creator: core.rootUser)
            _ = try core.fork(fork.iden, creator: core.rootUser)
            #expect(fault { _ = try core.requireMergeable(fork.iden, force: false) } == FaultCode("CantMergeView"))
        }
    }

    @Test func view_isReadOnlyByThoseWhoMay() async throws {
        try await withCortex { core in
            let user = try core.addUser("alice").iden
            let open = try core.makeView()
            _ = try core.session(view: open, user: user)
            let closed = try core.addView(layers: [core.addLayer(creator: core.rootUser).iden], creator: core.rootUser).iden
            #expect(fault { _ = try core.session(view: closed, user: user) } == .denied)
        }
    }

    @Test func layer_thatIsReadOnly_takesNoEdits() async throws {
        try await withCortex { core in
            let layer = try core.addLayer(creator: core.rootUser).iden
            try core.requireWritable(layer: layer)
            try core.setLayer(layer, "readonly", true)
            #expect(fault { try core.requireWritable(layer: layer) } == .isReadOnly)
            #expect(fault { try core.wipeLayer(layer) } == .isReadOnly)
        }
    }
}
