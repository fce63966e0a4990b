import CortexCore
import Kernel
import Model
import Storm
import Store
import TestSupport
import Testing

@Suite struct DocumentTests {
    @Test func everything_isThereAfterTheStoreWasOpenedAgain() async throws {
        try await withTemporaryDirectory { directory in
            var root = Iden(high: 0, low: 0)
            do {
                let store = try StoreEnvironment.open(directory: directory + "/store")
                let core = try openCortex(store)
                root = core.rootUser
                try core.addUser("alice")
                try core.setVariable("big", .integer(BigInteger("123456789012345678901234567890") ?? BigInteger(Int64(0))), in: .global)
                try core.addProperty("_score", form: "inet:ipv4", type: "int", options: .dict([]), info: .dict([]))
                try core.addQueue("work", creator: root)
                try core.put(["a", 2], into: "work")
                store.close()
            }
            let store = try StoreEnvironment.open(directory: directory + "/store")
            defer { store.close() }
            let core = try openCortex(store)
            #expect(core.rootUser == root)
            #expect(core.user(named: "alice") != nil)
            #expect(core.variable("big", in: .global)?.bigInteger?.description == "123456789012345678901234567890")
            #expect(core.model().property("inet:ipv4:_score") != nil)
            #expect(try core.items(of: "work", from: 0, limit: 10).map(\.value) == ["a", 2])
        }
    }

    @Test func queue_keepsNumbersThatAreNeverUsedAgain() async throws {
        try await withCortex { core in
            try core.addQueue("work", creator: core.rootUser)
            #expect(fault { try core.addQueue("work", creator: core.rootUser) } == .duplicateName)
            #expect(try core.put(["a", "b", "c"], into: "work") == 3)
            try core.cull("work", through: 1)
            #expect(try core.pop("work")?.offset == 2)
            #expect(try core.pop("work") == nil)
            #expect(try core.put(["d"], into: "work") == 4)
            #expect(try core.requireQueue("work").count == 1)
            #expect(fault { _ = try core.items(of: "nosuch", from: 0, limit: 1) } == .noSuchName)
        }
    }

    @Test func bytes_longerThanAChunk_comeBackWhole() async throws {
        try await withCortex { core in
            let bytes = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let store = core.bytes
            let (digest, size) = try store.put(bytes)
            let part = try store.read(digest, offset: 262_100, count: 100)
            let whole = try store.readAll(digest, max: 1 << 20)
            #expect(size == bytes.count && whole == bytes && part == Array(bytes[262_100..<262_200]))
            let isDeleted = try store.delete(digest)
            let isDeletedAgain = try store.delete(digest)
            #expect(isDeleted && !isDeletedAgain)
        }
    }

    @Test func documents_areFoundByPathAndPart() async throws {
        try await withCortex { core in
            let documents = core.documents
            let isSet = try documents.set(["a", "b"], ["x": ["y": 1]], property: nil)
            let part = try documents.get(["a", "b"], property: ["x", "y"])
            let isPartSet = try documents.set(["a", "b"], 2, property: ["x", "y"])
            let isMissingSet = try documents.set(["a", "c"], 2, property: ["x"])
            #expect(isSet && isPartSet && !isMissingSet && part == 1)
            let below = try documents.documents(below: ["a"])
            #expect(below.map(\.path) == [["b"]] && below.map(\.value) == [["x": ["y": 2]]])
            let isDeleted = try documents.delete(["a", "b"], property: nil)
            let rest = try documents.get(["a", "b"], property: nil)
            #expect(isDeleted && rest == nil)
        }
    }

    @Test func package_withoutVersionOrWithABadQuery_isRefused() async throws {
        try await withCortex { core in
            let root = core.rootUser
            #expect(fault { try core.addPackage(["name": "kit"], user: root) } == FaultCode("SchemaViolation"))
            let bad: CoreDocument = ["name": "kit", "version": "1.0.0", "commands": [["name": "kit.x", "storm": "inet:ipv4="]]]
            #expect(fault { try core.addPackage(bad, user: root) } == .badSyntax)
            #expect(core.packages().isEmpty)
        }
    }

    @Test func modelExtension_thatDoesNotFit_changesNothing() async throws {
        try await withCortex { core in
            #expect(fault { try core.addForm("acme:x", base: "str", options: .dict([]), info: .dict([])) } == FaultCode("BadFormDef"))
            #expect(core.modelExtensions().isEmpty)
            try core.addForm("_acme:x", base: "str", options: .dict([]), info: .dict([]))
            #expect(fault { try core.addForm("_acme:x", base: "str", options: .dict([]), info: .dict([])) } == FaultCode("DupFormName"))
            try core.removeForm("_acme:x")
            #expect(core.model().form("_acme:x") == nil)
        }
    }
}
