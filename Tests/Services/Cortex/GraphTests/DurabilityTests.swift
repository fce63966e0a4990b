import Foundation
import Graph
import Kernel
import MessagePack
import Model
import Store
import TestSupport
import Testing

/// A sink that applies edits and then loses them, as when the disk is full.
private struct LosingSink: EditSink {
    let graph: GraphStore

    func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges] {
        try graph.store.write { transaction throws(Fault) in
            _ = try graph.apply(edits, model: GraphFixture.model, in: transaction)
            throw Fault(.noSpace, "the disk is full")
        }
    }
}

@Test func failedCommit_changesNothingAndForgetsThePending() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try session.add("inet:ipv4", 1, [.setProperty("asn", 1), .setTag("a", .none)])
        try session.flush()
        let losing = GraphSession(
            fixture.graph, layers: [GraphFixture.base], sink: LosingSink(graph: fixture.graph), model: GraphFixture.model)
        let one = try #require(try losing.node("inet:ipv4", 1))
        try losing.record([.setProperty("asn", 2), .deleteTag("a")], on: one)
        #expect(throws: Fault.self) {
            for number in 2..<100 { try losing.add("inet:ipv4", .int(Int64(number)), [.setTag("b", .none)]) }
            try losing.flush()
        }
        #expect(!losing.hasPending)
        #expect(try one.property("asn") == 1)
        #expect(try losing.node("inet:ipv4", 5) == nil)
        #expect(try fixture.findings() == [])
        // The numbers that were given out in vain are given out again.
        let two = try session.add("inet:ipv4", 2)
        try session.flush()
        #expect(two.id == NodeID(2))
    }
}

@Test func unknownForm_failsTheWholeCommit() async throws {
    try await GraphFixture.with { fixture in
        let edits = LayerEdits(
            layer: GraphFixture.base,
            nodes: [
                NodeEdits(node: NodeName(form: "inet:ipv4", value: 1), edits: [.addNode]),
                NodeEdits(node: NodeName(form: "no:form", value: 1), edits: [.addNode]),
            ])
        #expect(throws: Fault.self) { try fixture.session().sink.commit([edits], listsChanges: true) }
        let left = try fixture.session().node("inet:ipv4", 1)
        #expect(left == nil)
    }
}

@Test func processKilledInACommit_leavesTheCommitBefore() async throws {
    try await withTemporaryDirectory { copy in
        try await GraphFixture.with { fixture in
            let session = fixture.session()
            for number in 0..<200 { try session.add("inet:ipv4", .int(Int64(number)), [.setProperty("asn", 1)]) }
            try session.flush()
            // What a process that is killed now leaves: the file as it is while a transaction is open.
            let transaction = try fixture.graph.store.beginWrite()
            defer { transaction.abort() }
            let nodes = (0..<300).map {
                NodeEdits(node: NodeName(form: "inet:ipv4", value: .int(Int64($0))), edits: [.addNode, .setProperty("asn", 2)])
            }
            _ = try fixture.graph.apply([LayerEdits(layer: GraphFixture.base, nodes: nodes)], model: GraphFixture.model, in: transaction)
            try FileManager.default.copyItem(atPath: "\(fixture.directory)/data.mdb", toPath: "\(copy)/data.mdb")
        }
        let store = try StoreEnvironment.open(directory: copy, options: StoreOptions(mapBytesMax: 1 << 30))
        let left = GraphFixture(graph: try GraphStore(store), directory: copy)
        #expect(try left.findings() == [])
        #expect(try left.session().count(.form(try GraphFixture.form("inet:ipv4"))) == 200)
        #expect(try left.session().node("inet:ipv4", 7)?.property("asn") == 1)
        store.close()
    }
}

@Test func sameEdits_giveTheSameTablesOnAnotherServer() async throws {
    try await GraphFixture.with { leader in try compareMirror(leader) }
}

private func compareMirror(_ leader: GraphFixture) throws {
    let directory = try makeTemporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let store = try StoreEnvironment.open(directory: directory, options: StoreOptions(mapBytesMax: 1 << 30))
    let mirror = try GraphStore(store)
    var generator = SplitMix(state: 3)
    for _ in 0..<20 {
        let edits = LayerEdits(layer: GraphFixture.base, nodes: (0..<50).map { _ in RandomEdits.next(&generator) })
        let received = try LayerEdits(packed: edits.packed)
        let one = try leader.graph.store.write { transaction throws(Fault) in
            try leader.graph.apply([edits], model: GraphFixture.model, in: transaction)
        }
        let other = try store.write { transaction throws(Fault) in
            try mirror.apply([received], model: GraphFixture.model, in: transaction)
        }
        #expect(one == other)
    }
    #expect(try rows(leader.graph.store) == rows(store))
    store.close()
}

private func rows(_ store: StoreEnvironment) throws -> [String: [Row]] {
    var all: [String: [Row]] = [:]
    for name in try store.tableNames() {
        let kind: TableKind =
            switch name {
            case "graph.names", "graph.index", "graph.edges.out", "graph.edges.in": .fixedDuplicates(bytes: 8)
            case "graph.identities": .fixedDuplicates(bytes: 14)
            default: .plain
            }
        let table = try store.table(name, kind)
        try store.read { transaction throws(Fault) in
            try transaction.forEach(table) { key, value in
                all[name, default: []].append(Row(key: key.copied, value: value.copied))
                return true
            }
        }
    }
    return all
}

@Test func checker_findsWhatWasDamaged() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        for number in 0..<20 {
            try session.add(
                "inet:ipv4", .int(Int64(number)),
                [
                    .setProperty("asn", 1), .setTag("a", .none), .setData("d", 1),
                    .addEdge(verb: "refs", to: NodeName(form: "inet:ipv4", value: 0)),
                ])
        }
        try session.flush()
        let store = fixture.graph.store
        let damages: [(String, TableKind)] = [
            ("graph.names", .fixedDuplicates(bytes: 8)), ("graph.index", .fixedDuplicates(bytes: 8)),
            ("graph.edges.in", .fixedDuplicates(bytes: 8)), ("graph.edges.out", .fixedDuplicates(bytes: 8)),
            ("graph.counts", .plain), ("graph.data", .plain),
            ("graph.identities.recent", .plain), ("graph.nodes", .plain),
        ]
        for (name, kind) in damages {
            let table = try store.table(name, kind)
            let row = try #require(try store.read { transaction throws(Fault) in try transaction.lastRow(table) })
            try store.write { transaction throws(Fault) in
                if kind == .plain {
                    try transaction.delete(table, row.key)
                } else {
                    try transaction.delete(table, row.key, value: row.value)
                }
            }
            #expect(try !fixture.findings().isEmpty, "nothing was found in \(name)")
            try store.write { transaction throws(Fault) in _ = try transaction.put(table, row.key, row.value) }
            #expect(try fixture.findings() == [])
        }
    }
}
