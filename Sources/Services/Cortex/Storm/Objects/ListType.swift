import Kernel
import Model

extension PrimitiveTypes {
    /// A list.
    static let list = StormObjectType(
        "list", help: "A list of values.",
        methods: [
            StormFunction("append", ["valu"], help: "Adds a value at the end.") { call in
                let list = try call.subjectList()
                try list.append(call.value(0))
                return .null
            },
            StormFunction("extend", ["valu"], help: "Adds every item of another list.") { call in
                let list = try call.subjectList()
                for item in try call.items(0) { try list.append(item) }
                return .null
            },
            StormFunction("has", ["valu"], help: "Says whether an item is equal to the value.") { call in
                .bool(try call.subjectList().items.contains { $0.isEqual(to: call.value(0)) })
            },
            StormFunction("index", ["valu"], help: "Gives the item at a position.") { call in
                guard let item = try call.subjectList().item(try call.int(0)) else {
                    throw Fault(.stormRuntime, "list index out of range")
                }
                return item
            },
            StormFunction("length", help: "Gives how many items there are.") { call in .int(Int64(try call.subjectList().items.count)) },
            StormFunction("size", help: "Gives how many items there are.") { call in .int(Int64(try call.subjectList().items.count)) },
            StormFunction(
                "pop", [.optional("index", -1)], help: "Removes an item, the last unless another is named, and gives it."
            ) { call in
                let list = try call.subjectList()
                try list.requireChangeable()
                guard !list.items.isEmpty else { throw Fault(.stormRuntime, "pop from empty list") }
                let position = try call.int(0)
                guard let item = list.item(position) else { throw Fault(.stormRuntime, "pop index out of range") }
                try list.set(position, nil)
                return item
            },
            StormFunction("rem", ["item", .optional("all", false)], help: "Removes the first item, or all, equal to the value.") { call in
                let list = try call.subjectList()
                try list.requireChangeable()
                let count = list.items.count
                if try call.bool(1) {
                    list.items.removeAll { $0.isEqual(to: call.value(0)) }
                } else if let position = list.items.firstIndex(where: { $0.isEqual(to: call.value(0)) }) {
                    list.items.remove(at: position)
                }
                return .bool(list.items.count < count)
            },
            StormFunction("reverse", help: "Puts the items in reverse order.") { call in
                let list = try call.subjectList()
                try list.requireChangeable()
                list.items.reverse()
                return .null
            },
            StormFunction("slice", ["start", .optional("end", .null)], help: "Gives a part of the list.") { call in
                let items = try call.subjectList().items
                return .list(StormList(Array(items[PythonSlice.range(items.count, try call.int(0), try call.optionalInt(1))])))
            },
            StormFunction("sort", [.optional("reverse", false)], help: "Sorts the items.") { call in
                let list = try call.subjectList()
                try list.requireChangeable()
                list.items = try ListOrder.sorted(list.items, isReversed: try call.bool(0))
                return .null
            },
            StormFunction("unique", help: "Gives the items without those that are equal to one before.") { call in
                let set = StormDict()
                for item in try call.subjectList().items where set[item.setKey] == nil { set[item.setKey] = item }
                return .list(StormList(set.values))
            },
        ])
}

extension StormList {
    /// Adds an item. Throws for a tuple, and beyond ``countMax``.
    public func append(_ item: StormValue) throws {
        try requireChangeable()
        guard items.count < Self.countMax else { throw StormFaults.listTooLong }
        items.append(item)
    }
}

/// The order of values as Python sorts them.
public enum ListOrder {
    /// The items sorted; equal ones keep their order. Throws `StormRuntimeError` where two have no order.
    public static func sorted(_ items: [StormValue], isReversed: Bool) throws -> [StormValue] {
        do {
            // A stable reverse is not the reverse of a stable sort: equal items keep their order.
            return try items.enumerated().sorted { left, right in
                let (one, other) = isReversed ? (right.element, left.element) : (left.element, right.element)
                if try precedes(one, other) { return true }
                if try precedes(other, one) { return false }
                return left.offset < right.offset
            }.map(\.element)
        } catch let problem as Unordered {
            throw Fault(.stormRuntime, "Error sorting list: \(problem.words)")
        }
    }

    private struct Unordered: Error {
        let words: String
    }

    private static func precedes(_ left: StormValue, _ right: StormValue) throws -> Bool {
        switch (left, right) {
        case (.string(let one), .string(let other)):
            return one.unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
        case (.bytes(let one), .bytes(let other)): return one.lexicographicallyPrecedes(other)
        case (.list(let one), .list(let other)):
            for (item, otherItem) in zip(one.items, other.items) where !item.isEqual(to: otherItem) { return try precedes(item, otherItem) }
            return one.items.count < other.items.count
        default:
            if let one = StormNumber(left), let other = StormNumber(right) { return one < other }
            throw Unordered(
                words: "'<' not supported between instances of '\(left.pythonTypeName)' and '\(right.pythonTypeName)'")
        }
    }
}
