import Graph
import Kernel
import MessagePack
import Model
import Store
import Testing

@Test func record_newNode_isSeenBeforeAndAfterTheCommit() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let node = try session.add("inet:ipv4", 16_909_060, [.setProperty("asn", 20), .setTag("foo.bar", .none)])
        #expect(session.hasPending)
        #expect(node.id == nil)
        #expect(try node.property("asn") == 20)
        let seen = try #require(try session.node("inet:ipv4", 16_909_060))
        #expect(try seen.property("asn") == 20)
        #expect(try seen.tag("foo.bar") == TagTimes.none)
        try session.flush()
        #expect(!session.hasPending)
        #expect(node.id != nil)
        #expect(try node.property("asn") == 20)
        #expect(try seen.properties().map(\.name) == ["asn"])
        let again = try #require(try fixture.session().node("inet:ipv4", 16_909_060))
        #expect(again.id == node.id)
        #expect(try again.property("asn") == 20)
        #expect(try again.property("loc") == nil)
        #expect(try session.node("inet:ipv4", 1) == nil)
    }
}

@Test func nodeByIdentityAndNumber_findsTheNode() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        for number in 0..<100 { try session.add("inet:ipv4", .int(Int64(number))) }
        let node = try session.add("inet:fqdn", "vertex.link")
        let iden = try node.iden()
        #expect(try session.node(iden: iden)?.value == "vertex.link")
        #expect(try session.node(iden: Digest.zero) == nil)
        let id = try #require(node.id)
        #expect(try session.node(id)?.form.name == "inet:fqdn")
        #expect(try session.node(NodeID(4_711)) == nil)
        let five = try #require(try session.node("inet:ipv4", 5))
        #expect(try session.node(iden: try five.iden())?.id == five.id)
    }
}

/// A node that is reached by its number, as over an edge, has the edits that are not committed too.
@Test func nodeByNumber_withPendingEdits_showsThem() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let (node, gone) = (try session.add("inet:ipv4", 1, [.setProperty("asn", 20)]), try session.add("inet:ipv4", 2))
        try session.flush()
        let (id, goneID) = (try #require(node.id), try #require(gone.id))
        try session.record([.setProperty("asn", 30), .setTag("a", .none)], on: node)
        try session.record([.deleteNode], on: gone)
        #expect(session.hasPending)
        let found = try #require(try session.node(id))
        #expect(try found.property("asn") == 30)
        #expect(try found.tag("a") == TagTimes.none)
        #expect(try session.nodes([goneID, id]).map { $0 == nil } == [true, false])
        #expect(session.hasPending)
    }
}

@Test func edits_ofOneNode_changeEveryPart() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let node = try session.add(
            "inet:ipv4", 1,
            [
                .setProperty("asn", 20), .setProperty("loc", "us"), .setTag("a", TagTimes(first: 1, last: 5)), .setTag("b", .none),
                .setTagProperty(tag: "a", name: "risk", 7), .setData("note", ["x": 1]), .setData("other", "y"),
            ])
        #expect(try node.data("note") == ["x": 1])
        #expect(try node.dataNames() == ["note", "other"])
        try session.flush()
        #expect(try node.properties().map(\.name) == ["asn", "loc"])
        #expect(try node.tags().map(\.name) == ["a", "b"])
        #expect(try node.tagProperty(tag: "a", name: "risk") == 7)
        #expect(try node.tagProperties().first?.values.first?.value == 7)
        #expect(try node.data("note") == ["x": 1])

        try session.record(
            [
                .setProperty("asn", 30), .deleteProperty("loc"), .deleteTag("a"), .deleteData("note"),
                .setTag("b", TagTimes(first: 2, last: 3)),
            ],
            on: node)
        for isCommitted in [false, true] {
            if isCommitted { try session.flush() }
            #expect(try node.properties().map(\.value) == [30])
            #expect(try node.tag("a") == nil)
            #expect(try node.tag("b") == TagTimes(first: 2, last: 3))
            #expect(try node.tagProperty(tag: "a", name: "risk") == nil)
            #expect(try node.data("note") == nil)
            #expect(try node.dataNames() == ["other"])
        }
        try session.record([.deleteNode], on: node)
        #expect(try !node.isVisible())
        #expect(try session.node("inet:ipv4", 1) == nil)
        try session.flush()
        #expect(try session.node("inet:ipv4", 1) == nil)
        #expect(try session.count(.form(try GraphFixture.form("inet:ipv4"))) == 0)
        let counted = try fixture.graph.store.read { transaction throws(Fault) in
            try fixture.graph.nodeCount(GraphFixture.base, in: transaction)
        }
        #expect(counted == 0)
    }
}

@Test func deletedNode_addedAgainInTheSameCommit_isThere() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let node = try session.add("inet:ipv4", 1, [.setProperty("asn", 20)])
        try session.flush()
        try session.record([.deleteNode, .addNode, .setProperty("loc", "de")], on: node)
        try session.flush()
        #expect(try node.isVisible())
        #expect(try node.properties().map(\.name) == ["loc"])
        #expect(try session.count(.property(try GraphFixture.property("inet:ipv4:asn"))) == 0)
    }
}

@Test func changes_tellWhatReallyChanged() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        session.keepsChanges = { true }
        let node = try session.add("inet:ipv4", 1, [.setProperty("asn", 20), .setProperty("asn", 20)])
        try session.flush()
        var seen = session.takeChanges()
        #expect(seen.count == 1)
        #expect(seen[0].nodes[0].changes == [NodeChange(.addNode), NodeChange(.setProperty("asn", 20))])
        #expect(seen[0].nodes[0].id == node.id)
        try session.record([.setProperty("asn", 20), .addNode], on: node)
        try session.flush()
        #expect(session.takeChanges().isEmpty)
        try session.record([.setProperty("asn", 30), .setTag("x", .none), .deleteNode], on: node)
        try session.flush()
        seen = session.takeChanges()
        #expect(
            seen[0].nodes[0].changes == [
                NodeChange(.setProperty("asn", 30), old: 20), NodeChange(.setTag("x", .none)),
                NodeChange(.deleteTag("x"), oldTimes: TagTimes.none), NodeChange(.deleteProperty("asn"), old: 30), NodeChange(.deleteNode),
            ])
    }
}

@Test func record_whatTheModelLacks_isRefusedBeforeTheCommit() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let node = try session.add("inet:ipv4", 1)
        #expect(throws: Fault.self) { try session.record([.setProperty("nope", 1)], on: node) }
        #expect(throws: Fault.self) { try session.record([.setTagProperty(tag: "a", name: "nope", 1)], on: node) }
        #expect(throws: Fault.self) { try session.record(new: NodeName(form: "no:form", value: 1), [.addNode]) }
        #expect(throws: Fault.self) { try session.record([.setTag(String(repeating: "a", count: 600), .none)], on: node) }
        #expect(throws: Fault.self) { try session.record([.setData("a\u{0}b", 1)], on: node) }
        var deep: ModelValue = 1
        for _ in 0..<200 { deep = .list([deep]) }
        #expect(throws: Fault.self) { try session.record([.setData("deep", deep)], on: node) }
        let runtime = Node(runtime: try GraphFixture.form("syn:form"), value: "inet:ipv4", properties: [("doc", "x")])
        #expect(try runtime.property("doc") == "x")
        #expect(throws: Fault.self) { try session.record([.addNode], on: runtime) }
        try session.flush()
    }
}

@Test func pendingMax_commitsByItself() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        session.pendingMax = 10
        session.keepsChanges = { true }
        for number in 0..<35 { try session.add("inet:ipv4", .int(Int64(number))) }
        #expect(session.takeChanges().map(\.nodes.count) == [10, 10, 10])
        try session.flush()
        #expect(session.takeChanges().map(\.nodes.count) == [5])
    }
}

@Test func edges_areSeenFromBothEndsAndEndWithTheirStart() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let source = try session.add("meta:source", "00000000000000000000000000000001")
        let names = (0..<10).map { NodeName(form: "inet:ipv4", value: .int(Int64($0))) }
        for name in names { _ = try session.record(new: name, [.addNode]) }
        try session.record(names.map { .addEdge(verb: "seen", to: $0) }, on: source)
        try session.record([.addEdge(verb: "refs", to: names[0])], on: source)
        #expect(try source.edgesOut().count == 11)
        #expect(try source.edgesOut(verb: "seen").count == 10)
        #expect(try source.edgesOut(verb: "none") == [])
        let first = try #require(try session.node("inet:ipv4", 0))
        #expect(try first.edgesIn().map(\.verb).sorted() == ["refs", "seen"])
        #expect(try first.edgesIn(verb: "seen").map(\.other) == [source.id])
        let cursor = try source.edges(.out)
        var walked: [NodeEdge] = []
        while case let batch = try cursor.next(3), !batch.isEmpty { walked += batch }
        #expect(Set(walked).count == 11 && walked.count == 11)
        #expect(try session.values(.edge(verb: "seen")).count == 1)
        try session.record([.deleteEdge(verb: "seen", to: names[3])], on: source)
        #expect(try source.edgesOut(verb: "seen").count == 9)
        try session.record([.deleteNode], on: source)
        #expect(try first.edgesIn() == [])
        #expect(try session.count(.edge(verb: "seen")) == 0)
    }
}

@Test func edge_toANodeThatIsNotThere_keepsItsNameUntilTheEdgeGoes() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let ghost = NodeName(form: "inet:ipv4", value: 9)
        let source = try session.add("inet:ipv4", 1, [.addEdge(verb: "refs", to: ghost)])
        let edge = try #require(try source.edgesOut().first)
        #expect(try session.node(edge.other) == nil)
        try session.record([.deleteEdge(verb: "refs", to: ghost)], on: source)
        try session.flush()
        #expect(try source.edgesOut() == [])
    }
}

@Test func edits_packAndUnpack() throws {
    let name = NodeName(form: "inet:fqdn", value: "a.com")
    let edits = LayerEdits(
        layer: GraphFixture.base,
        nodes: [
            NodeEdits(
                node: NodeName(form: "inet:ipv4", value: .integer(BigInteger(UInt64.max))),
                edits: [
                    .addNode, .deleteNode, .setProperty("a", [1, "b", 2.5, nil, true]), .deleteProperty("a"),
                    .setTag("t", TagTimes(first: -1, last: nil)), .setTag("t", .none), .deleteTag("t"),
                    .setTagProperty(tag: "t", name: "r", .bytes([1, 2])), .deleteTagProperty(tag: "t", name: "r"),
                    .setData("d", ["k": ["x": 1]]), .deleteData("d"), .addEdge(verb: "v", to: name), .deleteEdge(verb: "v", to: name),
                ])
        ])
    #expect(try LayerEdits(packed: edits.packed) == edits)
    let changes = LayerChanges(
        layer: GraphFixture.base,
        nodes: [
            NodeChanges(
                node: name, id: NodeID(7),
                changes: [
                    NodeChange(.addNode), NodeChange(.setProperty("a", 1), old: 2), NodeChange(.setProperty("a", 1), old: .null),
                    NodeChange(.deleteTag("t"), oldTimes: TagTimes(first: 1, last: 2)),
                ])
        ])
    #expect(try LayerChanges(packed: changes.packed) == changes)
    #expect(throws: Fault.self) { try NodeEdit(packed: [0x91, 0x7f]) }
    let wide = ModelValue.integer(-(BigInteger(UInt64.max) * BigInteger(UInt64.max)))
    #expect(try ModelValue(packed: wide.packed) == wide)
}
