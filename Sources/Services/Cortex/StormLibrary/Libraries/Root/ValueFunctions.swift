import Kernel
import Model
import Storm

/// What `$lib` makes of values: len, list, set, text, min, max, range, sorted, copy.
enum ValueFunctions {
    static let all: [StormFunction] = [
        StormFunction(
            "len", ["item"], help: "How many items, characters or bytes a value has.",
            examples: [StormExample("return($lib.len(abc))", returns: 3)], length),
        StormFunction(
            "list", [.rest("vals")], help: "A new list of the arguments.",
            examples: [StormExample("$l=$lib.list(a) $l.append(b) return($l)", returns: ["a", "b"])]
        ) { call in .list(call.rest) },
        StormFunction(
            "set", [.rest("vals")], help: "A new set of the arguments, or of the items of the only one.",
            examples: [StormExample("return($lib.len($lib.set(a, b, a)))", returns: 2)]
        ) { call in .object(try SetObject(call.rest, call.runtime)) },
        StormFunction(
            "text", [.rest("args")], help: "A text that is put together step by step.",
            examples: [StormExample("$t=$lib.text(a, b) $t.add(c) return($t.str())", returns: "abc")]
        ) { call in
            let text = TextObject()
            for part in call.rest { try text.append(part.text(call.runtime), call.runtime) }
            return .object(text)
        },
        StormFunction(
            "min", [.rest("args")], help: "The smallest of integers, given one by one or as lists.",
            examples: [StormExample("return($lib.min(3, 1, 2))", returns: 1)]
        ) { call in try extreme(call, "min") { $0 < $1 } },
        StormFunction(
            "max", [.rest("args")], help: "The largest of integers, given one by one or as lists.",
            examples: [StormExample("return($lib.max(3, (7, 2)))", returns: 7)]
        ) { call in try extreme(call, "max") { $0 > $1 } },
        StormFunction(
            "range", ["stop", .optional("start", nil), .optional("step", nil)],
            help: "Integers from start up to stop, which is not among them.",
            examples: [StormExample("$n=(0) for $i in $lib.range(4) { $n=($n + $i) } return($n)", returns: 6)], range),
        StormFunction(
            "sorted", ["valu", .optional("reverse", false)], help: "The items of a value in order.",
            examples: [StormExample("$l=([]) for $i in $lib.sorted((c, a, b)) { $l.append($i) } return($l)", returns: ["a", "b", "c"])]
        ) { call in
            let items = try ValueOrder.sorted(call.items(0))
            let isReversed = try call.bool(1)
            return .object(StormGenerator { runtime, body in
                for item in isReversed ? items.reversed() : items {
                    try runtime.check()
                    try body(item)
                }
            })
        },
        StormFunction(
            "copy", ["item"], help: "A copy of a value, lists and dictionaries inside of it included.",
            examples: [StormExample("$a=([1]) $b=$lib.copy($a) $b.append(2) return($a)", returns: [1])]
        ) { call in
            do {
                return StormValue(try call.primitive(0))
            } catch let fault as Fault where fault.code == .noSuchType {
                throw Fault(.badArgument, "Nested type does not support being copied!")
            }
        },
    ]

    @Sendable private static func length(_ call: Call) throws -> StormValue {
        switch call.value(0) {
        case .string(let text): return .int(Int64(text.unicodeScalars.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .list(let list): return .int(Int64(list.items.count))
        case .dict(let dict): return .int(Int64(dict.count))
        case .object(let set as SetObject): return .int(Int64(set.count))
        case .object(let generator as StormGenerator):
            var count: Int64 = 0
            _ = try generator.iterate(call.runtime) { _ in count += 1 }
            return .int(count)
        case .object(let object as any CountedObject): return .int(Int64(object.count))
        case let other: throw Fault(.stormRuntime, "Object builtins.\(other.pythonTypeName) does not have a length.")
        }
    }

    private static func extreme(_ call: Call, _ name: String, _ isBetter: (Int, Int) -> Bool) throws -> StormValue {
        var best: Int?
        func consider(_ value: StormValue) throws {
            let number = try value.toInt()
            if best.map({ isBetter(number, $0) }) ?? true { best = number }
        }
        for value in call.rest {
            if case .list(let list) = value { for item in list.items { try consider(item) } } else { try consider(value) }
        }
        guard let best else { throw Fault(.stormRuntime, "$lib.\(name)() must have at least one argument") }
        return .int(Int64(best))
    }

    @Sendable private static func range(_ call: Call) throws -> StormValue {
        let stop = try call.int(0)
        let start = try call.optionalInt(1) ?? 0
        let step = try call.optionalInt(2) ?? 1
        guard step != 0 else { throw Fault(.badArgument, "$lib.range() arg 3 must not be zero") }
        return .object(StormGenerator { runtime, body in
            var number = start
            while step > 0 ? number < stop : number > stop {
                try runtime.check()
                try body(.int(Int64(number)))
                let (next, overflow) = number.addingReportingOverflow(step)
                if overflow { return }
                number = next
            }
        })
    }
}

/// An object of the libraries that knows how many items it has.
protocol CountedObject: StormObject {
    var count: Int { get }
}

/// The order of values in sorted lists: numbers by value, text by its characters, lists item by item.
enum ValueOrder {
    static func sorted(_ items: [StormValue]) throws -> [StormValue] { try items.sorted(by: precedes) }

    static func precedes(_ one: StormValue, _ other: StormValue) throws -> Bool {
        switch (one, other) {
        case (.string(let one), .string(let other)): return one.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
        case (.bytes(let one), .bytes(let other)): return one.lexicographicallyPrecedes(other)
        case (.list(let one), .list(let other)):
            for (left, right) in zip(one.items, other.items) where !left.isEqual(to: right) { return try precedes(left, right) }
            return one.items.count < other.items.count
        default:
            guard let left = number(one), let right = number(other) else {
                throw Fault(
                    .stormRuntime,
                    "Error sorting: '<' not supported between instances of '\(one.pythonTypeName)' and '\(other.pythonTypeName)'")
            }
            if case .big(let left) = left, case .big(let right) = right { return left < right }
            return left.double < right.double
        }
    }

    private enum Number {
        case big(BigInteger)
        case float(Double)

        var double: Double {
            switch self {
            case .big(let number): number.double
            case .float(let number): number
            }
        }
    }

    private static func number(_ value: StormValue) -> Number? {
        switch value {
        case .int(let number): .big(BigInteger(number))
        case .big(let number): .big(number)
        case .bool(let flag): .big(BigInteger(Int64(flag ? 1 : 0)))
        case .float(let number): .float(number)
        case .object(let number as DecimalObject): (try? StormValue.object(number).toFloat()).map { .float($0) }
        default: nil
        }
    }
}
