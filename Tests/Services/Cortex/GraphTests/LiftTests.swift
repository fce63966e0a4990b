import Graph
import Kernel
import Model
import Store
import Testing

private func plan(_ property: String, _ comparator: String, _ value: ModelValue) throws -> LiftPlan {
    try GraphFixture.property(property).type.lift(comparator, value, in: GraphFixture.model)
}

private func seven(_ session: GraphSession) throws {
    for number in [5, 3, 6, 1, 4, 7, 2] as [Int64] {
        try session.add(
            "inet:ipv4", .int(number), [.setProperty("asn", .int(number % 3)), .setProperty(".created", .int(1_000 - number))])
    }
}

@Test func liftByForm_comesInOrderOfValues() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try seven(session)
        let form = try GraphFixture.form("inet:ipv4")
        for batch in 1...8 {
            #expect(try session.values(.form(form), batch: batch) == [1, 2, 3, 4, 5, 6, 7])
            #expect(try session.values(.form(form), isReversed: true, batch: batch) == [7, 6, 5, 4, 3, 2, 1])
        }
        #expect(try session.count(.form(form)) == 7)
        let range = try form.type.lift("range=", [3, 5], in: session.model)
        #expect(try session.values(.formBy(form, range)) == [3, 4, 5])
        #expect(try session.values(.formBy(form, range), isReversed: true) == [5, 4, 3])
        #expect(try session.count(.formBy(form, range)) == 3)
        let one = try form.type.lift("=", "0.0.0.4", in: session.model)
        #expect(try session.values(.formBy(form, one)) == [4])
        let network = try form.type.lift("=", "0.0.0.4/31", in: session.model)
        #expect(try session.values(.formBy(form, network)) == [4, 5])
        let several = try form.type.lift("in=", [7, 1, 9, 1], in: session.model)
        #expect(try session.values(.formBy(form, several)) == [7, 1, 1])
        #expect(try session.values(.form(try GraphFixture.form("inet:fqdn"))) == [])
    }
}

@Test func liftByProperty_manyNodesOfOneValue_goesOnAmongThem() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try seven(session)
        let asn = try GraphFixture.property("inet:ipv4:asn")
        for batch in 1...4 {
            #expect(try session.values(.property(asn), batch: batch) == [3, 6, 1, 4, 7, 5, 2])
            #expect(try session.values(.property(asn), isReversed: true, batch: batch) == [2, 5, 7, 4, 1, 6, 3])
        }
        #expect(try session.values(.propertyBy(asn, try plan("inet:ipv4:asn", "=", 1))) == [1, 4, 7])
        #expect(try session.values(.propertyBy(asn, try plan("inet:ipv4:asn", ">", 1))) == [5, 2])
        #expect(try session.values(.propertyBy(asn, try plan("inet:ipv4:asn", "<", 1))) == [3, 6])
        #expect(try session.count(.property(asn)) == 7)
        #expect(try session.count(.propertyBy(asn, try plan("inet:ipv4:asn", ">", 1))) == 2)
        let cursor = try session.lift(Lift(.property(asn)))
        _ = try cursor.next(3)
        #expect(try cursor.count() == 4)
        #expect(try cursor.next(3).isEmpty)
    }
}

@Test func liftByUniversalProperty_mergesTheForms() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try seven(session)
        try session.add("inet:fqdn", "a.com", [.setProperty(".created", 996)])
        let created = try #require(GraphFixture.model.universal(".created"))
        // Of equal values, the node that was added first comes first.
        #expect(try session.values(.property(created)) == [7, 6, 5, 4, "a.com", 3, 2, 1])
        #expect(try session.count(.property(created)) == 8)
        #expect(try session.count(.property(try GraphFixture.property("inet:ipv4.created"))) == 7)
    }
}

@Test func liftByPrefixAndText_findsLongValuesToo() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let long = String(repeating: "x", count: 300)
        for text in ["alpha", "alphabet", "beta", long + "1", long + "2", long] { try session.add("it:dev:str", .string(text)) }
        let form = try GraphFixture.form("it:dev:str")
        let prefix = try form.type.lift("^=", "alpha", in: session.model)
        #expect(try session.values(.formBy(form, prefix)) == ["alpha", "alphabet"])
        for text in [long, long + "1", long + "2"] {
            #expect(try session.values(.formBy(form, try form.type.lift("=", .string(text), in: session.model))) == [.string(text)])
            #expect(try session.node("it:dev:str", .string(text))?.value == .string(text))
        }
        #expect(try session.node("it:dev:str", .string(long + "3")) == nil)
    }
}

@Test func liftByTag_withAndWithoutTimes() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try session.add("inet:ipv4", 1, [.setTag("foo", .none)])
        try session.add("inet:ipv4", 2, [.setTag("foo", TagTimes(first: 100, last: 200))])
        try session.add("inet:fqdn", "a.com", [.setTag("foo", TagTimes(first: 50, last: 60)), .setTag("foo.bar", .none)])
        try session.add("inet:ipv4", 3)
        let (ipv4, ival) = (try GraphFixture.form("inet:ipv4"), try GraphFixture.model.requireType("ival"))
        #expect(try session.values(.tag("foo", form: nil)) == [1, "a.com", 2])
        #expect(try session.values(.tag("foo", form: nil), isReversed: true) == [2, "a.com", 1])
        #expect(try session.values(.tag("foo", form: ipv4)) == [1, 2])
        #expect(try session.values(.tag("foo.bar", form: nil)) == ["a.com"])
        #expect(try session.values(.tag("none", form: nil)) == [])
        let window = try ival.lift("@=", [150, 160], in: session.model)
        #expect(try session.values(.tagBy("foo", form: nil, window)) == [2])
        #expect(try session.values(.tagBy("foo", form: nil, LiftPlan([LiftPlan.Step(.all)]))) == ["a.com", 2])
        #expect(try session.count(.tag("foo", form: nil)) == 3)
        #expect(try session.count(.tagBy("foo", form: nil, LiftPlan([LiftPlan.Step(.all)]))) == 2)
    }
}

@Test func liftByTagProperty_byTagFormAndValue() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try session.add("inet:ipv4", 1, [.setTag("a", .none), .setTagProperty(tag: "a", name: "risk", 30)])
        try session.add("inet:ipv4", 2, [.setTag("b", .none), .setTagProperty(tag: "b", name: "risk", 20)])
        try session.add("inet:fqdn", "a.com", [.setTag("a", .none), .setTagProperty(tag: "a", name: "risk", 10)])
        let ipv4 = try GraphFixture.form("inet:ipv4")
        #expect(try session.values(.tagProperty(tag: nil, name: "risk", form: nil, nil)) == ["a.com", 2, 1])
        #expect(try session.values(.tagProperty(tag: "a", name: "risk", form: nil, nil)) == ["a.com", 1])
        #expect(try session.values(.tagProperty(tag: "a", name: "risk", form: ipv4, nil)) == [1])
        #expect(try session.values(.tagProperty(tag: nil, name: "risk", form: ipv4, nil)) == [2, 1])
        let type = try #require(GraphFixture.model.tagProperty("risk")).type
        let high = try type.lift(">", 15, in: session.model)
        #expect(try session.values(.tagProperty(tag: nil, name: "risk", form: nil, high)) == [2, 1])
    }
}

@Test func liftByItems_findsEachMatch() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        let (one, two): (ModelValue, ModelValue) = ("00000000000000000000000000000001", "00000000000000000000000000000002")
        let first = try session.add("it:prod:soft", one, [.setProperty("names", ["alpha", "beta"])])
        try session.add("it:prod:soft", two, [.setProperty("names", ["beta", "gamma"])])
        let names = try GraphFixture.property("it:prod:soft:names")
        let element = try #require(try names.type.elementType(in: session.model))
        #expect(try session.values(.propertyItems(names, try element.lift("=", "beta", in: session.model))) == [one, two])
        #expect(try session.values(.propertyItems(names, LiftPlan([LiftPlan.Step(.all)]))) == [one, one, two, two])
        let test = ValuePredicate { $0 == "gamma" }
        #expect(try session.values(.propertyItems(names, LiftPlan([LiftPlan.Step(.all, residual: test)]))) == [two])
        try session.record([.setProperty("names", ["gamma"])], on: first)
        #expect(try session.values(.propertyItems(names, try element.lift("=", "beta", in: session.model))) == [two])
        #expect(try session.values(.propertyItems(names, try element.lift("=", "gamma", in: session.model))) == [one, two])
        #expect(throws: Fault.self) {
            try session.lift(Lift(.propertyItems(try GraphFixture.property("inet:ipv4:asn"), LiftPlan([]))))
        }
    }
}

@Test func liftByDataAndTouched() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try session.add("inet:ipv4", 1, [.setData("note", "x")])
        try session.add("inet:ipv4", 2)
        #expect(try session.values(.data("note")) == [1])
        #expect(try session.values(.data("none")) == [])
        #expect(try session.values(.touched(GraphFixture.base)) == [1, 2])
        #expect(try session.values(.touched(GraphFixture.fork)) == [])
    }
}

@Test func editsDuringALift_doNotShowInItButInItsNodes() async throws {
    try await GraphFixture.with { fixture in
        let session = fixture.session()
        try seven(session)
        let form = try GraphFixture.form("inet:ipv4")
        let cursor = try session.lift(Lift(.form(form)))
        var seen: [ModelValue] = []
        while case let batch = try cursor.next(2), !batch.isEmpty {
            for node in batch {
                seen.append(node.value)
                let number = try #require(node.value.int)
                try session.add("inet:ipv4", .int(number + 100))
                try session.record([.setProperty("asn", 99)], on: node)
                #expect(try node.property("asn") == 99)
            }
            try session.flush()
            for node in batch { #expect(try node.property("asn") == 99) }
            if let next = try session.node("inet:ipv4", 7) { try session.record([.setProperty("loc", "us")], on: next) }
        }
        #expect(seen == [1, 2, 3, 4, 5, 6, 7])
        #expect(try session.count(.form(form)) == 14)
        #expect(try session.count(.propertyBy(try GraphFixture.property("inet:ipv4:asn"), try plan("inet:ipv4:asn", "=", 99))) == 7)
    }
}
