import Kernel
import Model
import Testing

private let numbers: [ModelValue] = [
    .null, true, 0, -1, .int(.min), .int(.max), .big(BigInteger(UInt64.max)), .float(.nan), .float(.infinity), .float(-0.0), 1e308,
]

private let texts: [ModelValue] = [
    "", " ", "\u{0}", "?", "*", "-", "+", "+-", ".", "..", ":", "::", "/", "//", "://", "\\\\", "@", "=", "#", ",",
    "(", "[", "]", "<", ">", "~",
    "%", "%zz", "{}", "0x", "1e", "1e999", "-9223372036854775808", "99999999999999999999999999", "0/0", "0-0", "1.2.3.4/", "::/129", "[::1",
    "tcp://[", "http://@:", "a@", "@a", "cpe:/", "cpe:2.3:", "AV:", "now-", "now+1", "+1",
    "2020-01-01+99999999999999days", "00000101", "xn--",
    "é", "\u{202e}abc", "\u{1F600}.com", "a\u{301}", "file://", "file:///",
]

private let longTexts: [ModelValue] = ["a", "ä", "9", ".", ":"].map { .string(String(repeating: $0, count: 6000)) }

private let structures: [ModelValue] = [
    .bytes([]), .bytes([0, 255]), [], [nil], ["", ""], [1, 2, 3], [[], []], [["a", "b"], "c"], ["inet:fqdn", [:]],
    [.int(.min), .int(.max)], [:], ["a": 1], ["$props": 1], [nil, nil],
]

private let hostile = numbers + texts + structures

private let derived = [
    "inet:server", "geo:altitude", "mass", "transport:direction", "inet:dns:query", "econ:pay:instrument", "geo:bbox",
    "ou:org", "inet:net6",
]

@Test func hostileValues_anyType_areFaultsOrFixedPointsAndNeverTraps() throws {
    let model = ModelFixture.model
    for type in model.types.values where type.base == "base" || derived.contains(type.name) {
        for value in hostile + longTexts {
            guard let normal = try? type.norm(value, in: model).value else { continue }
            _ = try? type.repr(normal, in: model)
            #expect(type.index(normal, in: model).count <= 256, "\(type.name)")
            #expect((try? type.norm(normal, in: model).value) == normal || isNotANumber(normal), "\(type.name) \(value) \(normal)")
        }
    }
}

private func isNotANumber(_ value: ModelValue) -> Bool {
    switch value {
    case .float(let number): number.isNaN
    case .list(let items): items.contains(where: isNotANumber)
    default: false
    }
}

@Test func hostileValues_anyComparator_areFaultsOrPlans() throws {
    let model = ModelFixture.model
    for type in model.types.values where type.base == "base" {
        for comparator in type.liftComparators + ["!=", "bogus"] {
            for value in hostile {
                _ = try? type.lift(comparator, value, in: model)
                guard let test = try? type.predicate(comparator, value, in: model) else { continue }
                for stored in [ModelValue.null, 1, "x", [1, 2]] { _ = try? test(stored) }
            }
        }
    }
}
