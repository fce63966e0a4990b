import Kernel
import Model
import Testing

private func lift(_ type: String, _ stored: [ModelValue], _ comparator: String, _ value: ModelValue) -> [ModelValue]? {
    try? lifted(type, stored, comparator, value)
}

@Test func lift_integers_inOrderOfTheirValues() {
    let stored: [ModelValue] = [42, -3, 1000, 0, 7]
    #expect(lift("int", stored, ">", 7) == [42, 1000])
    #expect(lift("int", stored, ">=", 7) == [7, 42, 1000])
    #expect(lift("int", stored, "<=", 0) == [-3, 0])
    #expect(lift("int", stored, "<", 0) == [-3])
    #expect(lift("int", stored, "range=", [5, 10]) == [7])
    #expect(lift("int", stored, "range=", [42, 0]) == [])
    #expect(lift("int", stored, "in=", [42, 7, 42]) == [42, 7, 42])
    #expect(lift("int", stored, "?=", "bogus") == [])
    #expect(lift("int", stored, "~=", "4") == [])
}

@Test func lift_text_byPrefixAndPattern() {
    let stored: [ModelValue] = ["Alpha", "alpha", "alpha beta", "beta", "gamma"]
    #expect(lift("it:dev:str", stored, "^=", "al") == ["alpha", "alpha beta"])
    #expect(lift("it:dev:str", stored, "^=", "alpha ") == ["alpha beta"])
    #expect(lift("ou:name", stored, "^=", "AL") == ["alpha", "alpha", "alpha beta"])
    #expect(lift("it:dev:str", stored, "~=", "a$") == ["Alpha", "alpha", "alpha beta", "beta", "gamma"])
    #expect(lift("it:dev:str", ["", "10", "9", "B", "a", "b", "z", "é"], "~=", ".*") == ["", "10", "9", "B", "a", "b", "z", "é"])
}

@Test func lift_longText_isFoundByValueNotByItsCutForm() {
    let long = String(repeating: "x", count: 400)
    let stored: [ModelValue] = [.string(long + "a"), .string(long + "b")]
    #expect(lift("str", stored, "=", .string(long + "b")) == [.string(long + "b")])
    #expect(lift("str", stored, "^=", .string(long)) == lift("str", stored, "~=", "x"))
}

@Test func lift_domainNames_byZoneAndBackwards() {
    let stored: [ModelValue] = ["www.kestrel.net", "kestrel.net", "org", "plover.org", "mail.kestrel.net", "notkestrel.net"]
    #expect(lift("inet:fqdn", stored, "=", "*.kestrel.net") == ["mail.kestrel.net", "www.kestrel.net"])
    #expect(lift("inet:fqdn", stored, "=", "*kestrel.net") == ["kestrel.net", "mail.kestrel.net", "www.kestrel.net", "notkestrel.net"])
    #expect(throws: Fault.self) { try lifted("inet:fqdn", stored, "=", "www.*.net") }
}

@Test func lift_places_byWholeLabels() {
    let stored: [ModelValue] = ["us", "us.ca", "us.ny", "usx", "de.be"]
    #expect(lift("loc", stored, "^=", "us") == ["us", "us.ca", "us.ny"])
    #expect(lift("loc", stored, "^=", "us.c") == [])
    #expect(lift("loc", stored, "=", "us.*") == ["us", "us.ca", "us.ny"])
    #expect(lift("loc", stored, "=", "us") == ["us"])
}

@Test func lift_addresses_byNetworkRangeAndOrder() {
    let stored: [ModelValue] = ["198.51.100.7", "198.51.100.8", "203.0.113.20", "192.0.2.33"]
    #expect(lift("inet:ipv4", stored, "=", "198.51.100.0/29") == [.int(3_325_256_711)])
    #expect(lift("inet:ipv4", stored, "=", "198.51.100.0-198.51.100.255") == [.int(3_325_256_711), .int(3_325_256_712)])
    #expect(lift("inet:ipv4", stored, ">", "198.51.100.7") == [.int(3_325_256_712), .int(3_405_803_796)])
    #expect(lift("inet:ipv6", ["2001:db8::1", "::5", "fe80::1"], ">", "::1") == ["::5", "2001:db8::1", "fe80::1"])
    #expect(lift("inet:ipv6", ["2001:db8::1", "::5"], "=", "2001:db8::/64") == ["2001:db8::1"])
}

@Test func lift_times_byWildcardWindowAndRange() {
    let march = norm("time", "2021-03-04") ?? .null
    let stored: [ModelValue] = ["2021-03-04", "2022-09-10T08:00:00Z"]
    #expect(lift("time", stored, "=", "2021-03*") == [march])
    #expect(lift("time", stored, "<", "2022") == [march])
    #expect(lift("time", stored, "@=", ["2021", "2022"]) == [march])
    #expect(lift("time", stored, "@=", "2021") == [])
    #expect(lift("time", stored, "range=", ["2021", "2022"]) == [march])
    #expect(lift("time", stored, "range=", ["2021-03-04", "+1 day"]) == [march])
}

@Test func lift_intervals_thatOverlap() {
    let stored: [ModelValue] = [["2020-01-05", "2020-03-01"], ["2020-02-01", "2020-06-15"], ["2021-07-01", "2021-08-01"]]
    #expect(lift("ival", stored, "@=", ["2020-05-01", "2021-12-31"])?.count == 2)
    #expect(lift("ival", stored, "@=", ["2018", "2019"]) == [])
    #expect(lift("ival", stored, "@=", ["2020-03-01", "2020-03-02"])?.count == 1)
    #expect(lift("ival", stored, "@=", ["2020-06-15", "2020-06-16"]) == [])
}

@Test func lift_points_nearAnother() throws {
    let stored: [ModelValue] = ["40.0, -75.0", "40.001,-75.0", "10,10"]
    #expect(lift("geo:latlong", stored, "near=", [["40.0", "-75.0"], "10m"]) == [[40.0, -75.0]])
    #expect(lift("geo:latlong", stored, "near=", [["40.0", "-75.0"], "500m"])?.count == 2)
    #expect(lift("geo:latlong", stored, "near=", [[0, 0], "3000km"]) == [[10.0, 10.0]])
    #expect(try matches("geo:latlong", "40.001,-75.0", "near=", ["40.0,-75.0", "500m"]))
}

@Test func lift_decimals_inOrderOfTheirValues() {
    let stored: [ModelValue] = ["10", "9.5", "-3", "0.0001"]
    #expect(lift("hugenum", stored, "<", "10") == ["-3", "0.0001", "9.5"])
    #expect(lift("hugenum", stored, "range=", ["9", "10.0"]) == ["9.5", "10"])
    #expect(lift("mass", ["2kg", "3 g"], ">=", "0.5 kg") == ["2000"])
}

@Test func lift_guids_byPrefixOfDigits() {
    let stored: [ModelValue] = [.string(String(repeating: "a", count: 32)), .string("ab" + String(repeating: "0", count: 30))]
    #expect(lift("guid", stored, "^=", "aa")?.count == 1)
    #expect(lift("guid", stored, "^=", "a")?.count == 2)
    #expect(lift("guid", stored, "^=", "ab0")?.count == 1)
    #expect(lift("guid", stored, "^=", "zz") == [])
}

@Test func lift_unknownComparator_namesTypeAndComparator() {
    for (type, comparator, message) in [
        ("it:dev:int", "!=", "Type (it:dev:int) has no cmpr: \"!=\"."), ("str", ">", "Type (str) has no cmpr: \">\"."),
        ("inet:fqdn", "^=", "Type (inet:fqdn) has no cmpr: \"^=\"."), ("ival", ">", "Type (ival) has no cmpr: \">\"."),
    ] {
        do {
            _ = try lifted(type, [], comparator, "1")
            Issue.record("\(type) \(comparator) gave a plan")
        } catch { #expect((error as? Fault)?.message == message) }
    }
}

@Test func predicate_everyComparator_decidesLikeItsLift() throws {
    #expect(try matches("int", 64500, "!=", 64501))
    #expect(try !matches("int", 64500, "!=", 64500))
    #expect(try matches("str", "harbor hosting", "~=", "H.*ing"))
    #expect(try matches("int", 42, "^=", "4"))
    #expect(try matches("inet:ipv4", "198.51.100.7", "=", "198.51.100.0/24"))
    #expect(try !matches("inet:ipv4", "198.51.100.7", "=", "198.51.100.0/30"))
    #expect(try matches("inet:fqdn", "www.kestrel.net", "=", "*.kestrel.net"))
    #expect(try matches("loc", "us.ca", "^=", "us"))
    #expect(try !matches("loc", "usx", "^=", "us"))
    #expect(try matches("time", "1999", "@=", ["1990", "2010"]))
    #expect(try matches("int", 7, "in=", [7, 8]))
    #expect(try matches("int", 20480, "range=", [10, 30000]))
    #expect(try matches("it:semver", "1.0.0", ">", "0.9.9"))
    #expect(try !matches("it:semver", "1.0.0", "<", "0.9.9"))
}

@Test func index_everyType_sortsAsTheValuesDo() throws {
    let model = ModelFixture.model
    let ascending: [(String, [ModelValue])] = [
        ("int", [.int(.min), -100, -1, 0, 5, 6, 50, .int(.max)]),
        ("float", [.float(-.infinity), -1.5, -0.25, 0.0, 0.5, 3.0, 1e300, .float(.infinity)]),
        ("hugenum", ["-1000000", "-1.5", "-1.25", "0", "0.000000001", "1", "10.5", "200"]),
        ("time", ["1600", "1969-12-31", "1970", "2020", "?"]),
        ("duration", [0, 5, 60_000, "1D 00:00:00", "*", "?"]),
        ("ival", [["2019", "2020"], ["2020", "2021"], ["2020", "2022"]]),
        ("inet:ipv6", ["::1", "::5", "2001:db8::1", "fe80::1", "ffff::"]),
        ("it:semver", ["0.9.9", "1.0.0", "1.2.3", "2.10.1"]),
        ("inet:dns:a", [["a.com", "1.1.1.1"], ["a.com", "9.1.1.1"], ["b.com", "1.1.1.1"]]),
        ("taxonomy", ["a", "a.b", "a.b.c", "b"]),
        ("loc", ["us", "us.ca", "us.ca.la", "us.ny", "usa"]),
        ("bool", [false, true]),
        ("geo:latlong", ["3,-170", "3,2", "-10,5", "-10,6"]),
    ]
    for (name, values) in ascending {
        let type = try model.requireType(name)
        let forms = try values.map { type.index(try type.norm($0, in: model).value, in: model) }
        for (one, other) in zip(forms, forms.dropFirst()) { #expect(one.lexicographicallyPrecedes(other), "\(name)") }
    }
}
