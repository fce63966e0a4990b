import Foundation
import Graph
import Kernel
import Model
import Store
import TestSupport
import Testing

/// Hands edits to a writer, as the service's sink does.
private struct WriterSink: EditSink {
    let fixture: GraphFixture
    let writer: GraphWriter

    func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges] {
        try submit(edits, listsChanges: listsChanges).wait()
    }

    func submit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> any SubmittedEdits {
        try writer.submit(edits, model: GraphFixture.model, listsChanges: listsChanges)
    }
}

extension GraphFixture {
    fileprivate func session(_ writer: GraphWriter) -> GraphSession {
        GraphSession(
            graph, layers: [Self.base], sink: WriterSink(fixture: self, writer: writer), model: Self.model)
    }
}

extension GraphWriter {
    /// Hands over edits of one node.
    fileprivate func submit(_ form: String, _ value: Int, _ edits: [NodeEdit] = [.addNode]) throws -> any SubmittedEdits {
        let node = NodeEdits(node: NodeName(form: form, value: .int(Int64(value))), edits: edits)
        return try submit([LayerEdits(layer: GraphFixture.base, nodes: [node])], model: GraphFixture.model, listsChanges: true)
    }
}

@Test func submittedEdits_areAppliedInOrder() async throws {
    try await GraphFixture.with { fixture in
        let writer = GraphWriter(fixture.graph)
        let submitted = try (0..<200).map { number in
            try writer.submit("inet:ipv4", 1, [.addNode, .setProperty("asn", .int(Int64(number)))])
        }
        let changes = try submitted.map { try $0.wait() }
        #expect(submitted.count { $0.isSettled } == 200)
        #expect(changes[0][0].nodes[0].changes == [NodeChange(.addNode), NodeChange(.setProperty("asn", 0))])
        for number in 1..<200 {
            let (value, old) = (ModelValue.int(Int64(number)), ModelValue.int(Int64(number - 1)))
            #expect(changes[number][0].nodes[0].changes == [NodeChange(.setProperty("asn", value), old: old)])
        }
        #expect(try fixture.session().node("inet:ipv4", 1)?.property("asn") == 199)
    }
}

/// One that cannot be applied takes none of those with it that share its transaction.
@Test func editsThatCannotBeApplied_failAlone() async throws {
    try await GraphFixture.with { fixture in
        let writer = GraphWriter(fixture.graph)
        let submitted = try (0..<60).map { number in
            let form = number % 10 == 7 ? "no:form" : "inet:ipv4"
            return try writer.submit(form, number)
        }
        for (number, one) in submitted.enumerated() {
            if number % 10 == 7 {
                #expect(throws: Fault.self) { try one.wait() }
            } else {
                #expect(try one.wait().first?.nodes.count == 1)
            }
        }
        #expect(try fixture.session().count(.form(try GraphFixture.form("inet:ipv4"))) == 54)
    }
}

/// Edits that nobody waits for keep no other writer of the store waiting.
@Test func anotherWriter_isNotKeptWaiting() async throws {
    try await GraphFixture.with { fixture in
        let writer = GraphWriter(fixture.graph)
        let table = try fixture.graph.store.table("other", .plain)
        for number in 0..<100 {
            _ = try writer.submit("inet:ipv4", number)
            try fixture.graph.store.write { transaction throws(Fault) in
                _ = try transaction.put(table, StoreKey.bigEndian(UInt64(number)), StoreKey.bigEndian(1))
            }
        }
        _ = try writer.submit("inet:ipv4", 100).wait()
        #expect(try fixture.session().count(.form(try GraphFixture.form("inet:ipv4"))) == 101)
    }
}

@Test func writerThatIsLetGo_commitsWhatItTook() async throws {
    try await GraphFixture.with { fixture in
        var writer: GraphWriter? = GraphWriter(fixture.graph)
        let submitted = try writer?.submit("inet:ipv4", 1)
        writer = nil
        #expect(try submitted?.wait().first?.nodes.count == 1)
        #expect(try fixture.session().node("inet:ipv4", 1) != nil)
    }
}

@Test func sessionThatIsLetGo_leavesWhatItHandedOver() async throws {
    try await GraphFixture.with { fixture in
        let writer = GraphWriter(fixture.graph)
        do {
            let session = fixture.session(writer)
            for number in 0..<200 { try session.add("inet:ipv4", .int(Int64(number))) }
        }
        _ = try writer.submit("inet:ipv4", 1_000).wait()
        #expect(try fixture.session().node("inet:ipv4", 0) != nil)
    }
}

/// A fault of a batch ends the pending edits of its session, and is told by the next flush.
@Test func faultOfABatch_isToldByTheFlush() async throws {
    try await GraphFixture.with { fixture in
        let writer = GraphWriter(fixture.graph)
        let broken = try GraphFixture.model.applying([.addTagProperty(PropertyDeclaration(name: "novel", type: "int"))])
        let session = GraphSession(
            fixture.graph, layers: [GraphFixture.base], sink: WriterSink(fixture: fixture, writer: writer), model: broken)
        for number in 0..<300 {
            // The writer's model lacks what the session's has.
            let edits: [NodeEdit] = number == 200 ? [.setTagProperty(tag: "a", name: "novel", 1)] : []
            try session.add("inet:ipv4", .int(Int64(number)), edits)
        }
        #expect(throws: Fault.self) { try session.flush() }
        #expect(!session.hasPending)
        #expect(try session.node("inet:ipv4", 0) != nil)
        #expect(try session.node("inet:ipv4", 200) == nil)
        // The batches behind it are applied when the flush ends.
        #expect(try session.node("inet:ipv4", 299) != nil)
    }
}

/// What a session shows and what becomes durable is the same, however its edits travel.
@Test(arguments: 0..<6) func edits_handedOver_giveWhatTheyGiveOneByOne(seed: UInt64) async throws {
    try await GraphFixture.with { plain in
        let directory = try makeTemporaryDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let store = try StoreEnvironment.open(directory: directory, options: StoreOptions(mapBytesMax: 1 << 30))
        let piped = GraphFixture(graph: try GraphStore(store), directory: directory)
        do {
            let writer = GraphWriter(piped.graph)
            let (one, other) = (plain.session(), piped.session(writer))
            // Few nodes, so that most edits are of nodes whose last ones are on their way.
            (one.batchNodes, other.batchNodes, other.pendingMax) = (3, 3, 10)
            var generator = SplitMix(state: seed)
            for step in 0..<2_000 {
                let edits = RandomEdits.next(&generator)
                let nodes = try [one, other].map { try $0.record(new: edits.node, edits.edits) }
                let texts = try nodes.map(text)
                #expect(texts[0] == texts[1], "step \(step)")
                let name = RandomEdits.name(Int.random(in: 0..<RandomEdits.nodes, using: &generator))
                let seen = try [one, other].map { try $0.node(name.form, name.value).map(text) }
                #expect(seen[0] == seen[1], "step \(step)")
                if step % 97 == 0 {
                    let counts = (try one.count(.tag("a", form: nil)), try other.count(.tag("a", form: nil)))
                    #expect(counts.0 == counts.1)
                }
            }
            try one.flush()
            try other.flush()
        }
        #expect(try plain.findings() == [])
        #expect(try piped.findings() == [])
        for number in 0..<RandomEdits.nodes {
            let name = RandomEdits.name(number)
            let left = try [plain, piped].map { try $0.session().node(name.form, name.value).map(text) }
            #expect(left[0] == left[1])
        }
        store.close()
    }
}

/// All that is to be seen of a node but its number.
private func text(_ node: Node) throws -> String {
    guard try node.isVisible() else { return "gone" }
    let edges = try node.edgesOut().count
    return try "\(node.properties()) \(node.tags()) \(node.tagProperties()) \(node.dataNames().sorted()) \(edges)"
}
