import Graph
import Kernel
import Model
import Store
import Testing

/// Random edits in two layers, committed or not, compared with dictionaries after each round.
@Test(arguments: 1...6) func randomEdits_showWhatDictionariesShow(seed: Int) async throws {
    try await GraphFixture.with { fixture in
        var generator = SplitMix(state: UInt64(seed))
        let sessions = [fixture.session([GraphFixture.fork, GraphFixture.base]), fixture.session()]
        var view = PlainView(layers: [[:], [:]])
        for round in 0..<40 {
            let layer = Int.random(in: 0...1, using: &generator)
            let session = sessions[layer]
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let edits = RandomEdits.next(&generator)
                view.apply(edits, layer: layer)
                if let node = try session.node(edits.node.form, edits.node.value) {
                    try session.record(edits.edits, on: node)
                } else {
                    _ = try session.record(new: edits.node, edits.edits)
                }
            }
            // The session that edited sees its pending edits; the other one only sees what is committed.
            if layer == 0 { try compareNodes(session, view, "pending \(round)") }
            try session.flush()
            try compareNodes(sessions[0], view, "committed \(round)")
            try compareLifts(sessions[0], view, "fork \(round)")
            try compareLifts(sessions[1], PlainView(layers: [view.layers[1]]), "base \(round)")
            if round % 10 == 9 { #expect(try fixture.findings() == []) }
        }
    }
}

private func compareNodes(_ session: GraphSession, _ view: PlainView, _ comment: String) throws {
    for number in 0..<RandomEdits.nodes {
        let name = RandomEdits.name(number)
        let found = try session.node(name.form, name.value)
        #expect((found != nil) == view.isVisible(name), "\(comment) \(name)")
        guard let node = found else { continue }
        let properties = view.merged(name, \.properties)
        #expect(Dictionary(uniqueKeysWithValues: try node.properties()) == properties, "\(comment) \(name)")
        #expect(try node.property("asn") == properties["asn"], "\(comment)")
        let tags = view.merged(name, \.tags)
        #expect(Dictionary(uniqueKeysWithValues: try node.tags()) == tags, "\(comment) \(name)")
        #expect(try node.tag("a") == tags["a"], "\(comment)")
        let tagProperties = view.merged(name, \.tagProperties)
        #expect(try node.tagProperty(tag: "a", name: "risk") == tagProperties["a:risk"], "\(comment)")
        #expect(Set(try node.tagProperties().map(\.tag)) == Set(tagProperties.keys.map { String($0.dropLast(5)) }), "\(comment)")
        let data = view.merged(name, \.data)
        #expect(try node.dataNames().sorted() == data.keys.sorted(), "\(comment) \(name)")
        for key in data.keys { #expect(try node.data(key) == data[key], "\(comment)") }
    }
}

private func compareLifts(_ session: GraphSession, _ view: PlainView, _ comment: String) throws {
    let names = view.names
    func check(_ source: Lift.Source, _ expected: [NodeName], _ what: String) throws {
        let sorted = expected.map { $0.form + "\($0.value)" }.sorted()
        for isReversed in [false, true] {
            var found: [String] = []
            let cursor = try session.lift(Lift(source, isReversed: isReversed))
            while case let batch = try cursor.next(3), !batch.isEmpty { found += batch.map { $0.form.name + "\($0.value)" } }
            #expect(found.sorted() == sorted, "\(comment) \(what)")
        }
        #expect(try session.count(source) == expected.count, "\(comment) \(what) counted")
    }
    for form in ["inet:ipv4", "it:prod:soft"] {
        try check(.form(try GraphFixture.form(form)), names.filter { $0.form == form }, form)
    }
    let asn = try GraphFixture.property("inet:ipv4:asn")
    try check(.property(asn), names.filter { view.merged($0, \.properties)["asn"] != nil }, "asn")
    let two = try asn.type.lift("=", 2, in: session.model)
    try check(.propertyBy(asn, two), names.filter { view.merged($0, \.properties)["asn"] == 2 }, "asn=2")
    let items = try GraphFixture.property("it:prod:soft:names")
    let x = try #require(try items.type.elementType(in: session.model)).lift("=", "x", in: session.model)
    try check(.propertyItems(items, x), names.filter { view.merged($0, \.properties)["names"]?.list?.contains("x") == true }, "names*[=x]")
    try check(.tag("a", form: nil), names.filter { view.merged($0, \.tags)["a"] != nil }, "#a")
    let tagged = names.filter { view.merged($0, \.tagProperties)["a:risk"] != nil }
    try check(.tagProperty(tag: "a", name: "risk", form: nil, nil), tagged, "#a:risk")
    try check(.data("d1"), names.filter { view.merged($0, \.data)["d1"] != nil }, "data")
    try check(.edge(verb: "refs"), names.filter { view.all($0).contains { $0.edges.contains { $0.verb == "refs" } } }, "edge")
    for name in names {
        let node = try #require(try session.node(name.form, name.value))
        #expect(try node.edgesOut().count == Set(view.all(name).flatMap(\.edges)).count, "\(comment) edges of \(name)")
    }
}
