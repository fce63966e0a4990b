import Graph
import Kernel
import Model
import Store
import Testing

private let view = [GraphFixture.fork, GraphFixture.base]

@Test func fork_showsItsOwnValueOverThatBelow() async throws {
    try await GraphFixture.with { fixture in
        let base = fixture.session()
        for number in 1...4 { try base.add("inet:ipv4", .int(Int64(number)), [.setProperty("asn", .int(Int64(number * 10)))]) }
        try base.flush()
        let fork = fixture.session(view)
        let one = try #require(try fork.node("inet:ipv4", 1))
        try fork.record([.setProperty("asn", 35), .setProperty("loc", "us")], on: one)
        try fork.add("inet:ipv4", 9, [.setProperty("asn", 5)])
        let two = try #require(try fork.node("inet:ipv4", 2))
        // The fork says the same as the base: still one node.
        try fork.record([.setProperty("asn", 20), .addNode], on: two)
        let (form, asn) = (try GraphFixture.form("inet:ipv4"), try GraphFixture.property("inet:ipv4:asn"))
        for batch in 1...3 {
            #expect(try fork.values(.form(form), batch: batch) == [1, 2, 3, 4, 9])
            #expect(try fork.values(.form(form), isReversed: true, batch: batch) == [9, 4, 3, 2, 1])
            #expect(try fork.values(.property(asn), batch: batch) == [9, 2, 3, 1, 4])
            #expect(try fork.values(.property(asn), isReversed: true, batch: batch) == [4, 1, 3, 2, 9])
        }
        #expect(try fork.count(.form(form)) == 5)
        #expect(try fork.count(.property(asn)) == 5)
        let ten = try asn.type.lift("=", 10, in: fork.model)
        #expect(try fork.values(.propertyBy(asn, ten)) == [])
        #expect(try base.values(.propertyBy(asn, ten)) == [1])
        #expect(try one.property("asn") == 35)
        #expect(try one.layer(of: .property("asn")) == GraphFixture.fork)
        #expect(try one.layer(of: .primary) == GraphFixture.base)
        #expect(try one.properties().map(\.name) == ["asn", "loc"])
        #expect(try one.state(in: GraphFixture.base)?.property("asn") == 10)
        #expect(try one.state(in: GraphFixture.fork)?.isAdded == false)

        try fork.record([.deleteProperty("asn")], on: one)
        #expect(try one.property("asn") == 10)
        try fork.flush()
        #expect(try one.property("asn") == 10)
        #expect(try fork.values(.propertyBy(asn, ten)) == [1])
        #expect(try fork.values(.touched(GraphFixture.fork)).count == 3)
    }
}

@Test func deleteInFork_leavesTheBase() async throws {
    try await GraphFixture.with { fixture in
        let base = fixture.session()
        try base.add("inet:ipv4", 1, [.setProperty("asn", 10), .setTag("a", TagTimes(first: 1, last: 2)), .setData("d", 1)])
        try base.flush()
        let fork = fixture.session(view)
        let node = try #require(try fork.node("inet:ipv4", 1))
        try fork.record(
            [.setTag("a", TagTimes(first: 5, last: 6)), .setTag("b", .none), .setData("d", 2), .setTagProperty(tag: "a", name: "risk", 1)],
            on: node)
        for isCommitted in [false, true] {
            if isCommitted { try fork.flush() }
            #expect(try node.tag("a") == TagTimes(first: 5, last: 6))
            #expect(try node.tags().count == 2)
            #expect(try node.data("d") == 2)
            #expect(try node.dataNames() == ["d"])
        }
        #expect(try fork.values(.tag("a", form: nil)) == [1])
        #expect(try fork.values(.data("d")) == [1])
        #expect(try fork.count(.data("d")) == 1)
        try fork.record([.deleteNode], on: node)
        for isCommitted in [false, true] {
            if isCommitted { try fork.flush() }
            #expect(try node.isVisible())
            #expect(try node.tag("a") == TagTimes(first: 1, last: 2))
            #expect(try node.tag("b") == nil)
            #expect(try node.data("d") == 1)
            #expect(try node.tagProperties().isEmpty)
        }
        try base.record([.deleteNode], on: try #require(try base.node("inet:ipv4", 1)))
        try base.flush()
        #expect(try fork.node("inet:ipv4", 1) == nil)
    }
}

@Test func editsOfANodeThatTheBaseLost_areHidden() async throws {
    try await GraphFixture.with { fixture in
        let base = fixture.session()
        let original = try base.add("inet:ipv4", 1)
        try base.flush()
        let fork = fixture.session(view)
        try fork.record(
            [.setProperty("asn", 7), .setTag("x", .none), .setData("d", 1)], on: try #require(try fork.node("inet:ipv4", 1)))
        try fork.flush()
        try base.record([.deleteNode], on: original)
        try base.flush()
        let asn = try GraphFixture.property("inet:ipv4:asn")
        #expect(try fork.values(.property(asn)) == [])
        #expect(try fork.count(.property(asn)) == 0)
        #expect(try fork.count(.tag("x", form: nil)) == 0)
        #expect(try fork.count(.data("d")) == 0)
        #expect(try fork.values(.touched(GraphFixture.fork)) == [1])
        // Added again, it shows what the fork says.
        try base.add("inet:ipv4", 1)
        try base.flush()
        #expect(try fork.values(.property(asn)) == [1])
    }
}

@Test func edgesOfTwoLayers_areUnited() async throws {
    try await GraphFixture.with { fixture in
        let base = fixture.session()
        let names = (1...3).map { NodeName(form: "inet:ipv4", value: .int(Int64($0))) }
        for name in names { _ = try base.record(new: name, [.addNode]) }
        try base.record([.addEdge(verb: "refs", to: names[1])], on: try #require(try base.node("inet:ipv4", 1)))
        try base.flush()
        let fork = fixture.session(view)
        let one = try #require(try fork.node("inet:ipv4", 1))
        try fork.record([.addEdge(verb: "refs", to: names[1]), .addEdge(verb: "refs", to: names[2])], on: one)
        #expect(try one.edgesOut().count == 2)
        #expect(try one.edgesOut(in: GraphFixture.base).count == 1)
        #expect(try one.edgesOut(in: GraphFixture.fork).count == 2)
        #expect(try fork.count(.edge(verb: "refs")) == 1)
    }
}

@Test func copyAndDeleteLayer_leaveTheTablesWhole() async throws {
    try await GraphFixture.with { fixture in
        let base = fixture.session()
        for number in 0..<300 {
            try base.add(
                "inet:ipv4", .int(Int64(number)),
                [
                    .setProperty("asn", .int(Int64(number % 7))), .setTag("a.b", .none), .setData("d", .int(Int64(number))),
                    .addEdge(verb: "refs", to: NodeName(form: "inet:fqdn", value: "a.com")),
                ])
        }
        try base.flush()
        let copy = Iden(high: 9, low: 9)
        try fixture.graph.store.write { transaction throws(Fault) in
            try fixture.graph.copyLayer(from: GraphFixture.base, to: copy, in: transaction)
        }
        #expect(try fixture.findings() == [])
        #expect(throws: Fault.self) {
            try fixture.graph.store.write { transaction throws(Fault) in
                try fixture.graph.copyLayer(from: GraphFixture.base, to: copy, in: transaction)
            }
        }
        let counts = try fixture.graph.store.read { transaction throws(Fault) in
            try fixture.graph.formCounts(copy, in: transaction)
        }
        #expect(counts == ["inet:ipv4": 300])
        let deleted = try fixture.graph.store.write { transaction throws(Fault) in
            try fixture.graph.deleteLayer(GraphFixture.base, model: GraphFixture.model, in: transaction)
        }
        #expect(deleted == 300)
        #expect(try fixture.findings() == [])
        let session = fixture.session([copy])
        #expect(try session.count(.form(try GraphFixture.form("inet:ipv4"))) == 300)
        #expect(try session.node("inet:ipv4", 7)?.edgesOut().count == 1)
        #expect(try session.node("inet:ipv4", 7)?.data("d") == 7)
        #expect(try fixture.session().count(.form(try GraphFixture.form("inet:ipv4"))) == 0)
        try fixture.graph.store.write { transaction throws(Fault) in
            _ = try fixture.graph.deleteLayer(copy, model: GraphFixture.model, in: transaction)
        }
        let left = try session.node(NodeID(1))
        #expect(left == nil)
    }
}

@Test func counts_followTheEdits() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        for number in 0..<10 {
            try session.add(
                "inet:ipv4", .int(Int64(number)),
                [.setProperty("asn", 1), .setTag("a", .none), .setTagProperty(tag: "a", name: "risk", 1)])
        }
        try session.add("inet:fqdn", "a.com", [.setTag("a", .none)])
        try session.flush()
        try session.record([.deleteTag("a"), .deleteProperty("asn")], on: try #require(try session.node("inet:ipv4", 1)))
        try session.flush()
        let (graph, layer) = (fixture.graph, GraphFixture.base)
        try graph.store.read { transaction throws(Fault) in
            #expect(try graph.nodeCount(layer, in: transaction) == 11)
            #expect(try graph.formCounts(layer, in: transaction) == ["inet:ipv4": 10, "inet:fqdn": 1])
            #expect(try graph.formCount("inet:ipv4", layer, in: transaction) == 10)
            #expect(try graph.propertyCount(form: "inet:ipv4", "asn", layer, in: transaction) == 9)
            #expect(try graph.propertyCount(form: nil, "asn", layer, in: transaction) == 9)
            #expect(try graph.tagCount("a", form: nil, layer, in: transaction) == 10)
            #expect(try graph.tagCount("a", form: "inet:ipv4", layer, in: transaction) == 9)
            #expect(try graph.tagCounts(layer, in: transaction) == ["a": 10])
            #expect(try graph.tagPropertyCount(tag: nil, "risk", form: nil, layer, in: transaction) == 9)
            #expect(try graph.tagPropertyCount(tag: "b", "risk", form: nil, layer, in: transaction) == 0)
        }
    }
}
