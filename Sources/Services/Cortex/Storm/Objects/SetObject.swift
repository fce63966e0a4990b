import Kernel
import Model

/// `$lib.set(...)`: different values in the order in which they came.
public final class SetObject: StormObject {
    /// The type `set` with its methods.
    public static let type = StormObjectType(
        "set", help: "A set of values that cannot change.",
        methods: [
            StormFunction("add", [.rest("items")], help: "Adds values.") { call in
                let set = try call.subject(as: SetObject.self)
                for item in call.rest { try set.insert(item, call.runtime) }
                return .null
            },
            StormFunction("adds", [.rest("items")], help: "Adds every item of the lists.") { call in
                let set = try call.subject(as: SetObject.self)
                for items in call.rest { try items.forEach(call.runtime) { try set.insert($0, call.runtime) } }
                return .null
            },
            StormFunction("has", ["item"], help: "Says whether the value is in the set.") { call in
                let set = try call.subject(as: SetObject.self)
                return .bool(set.contains(call.value(0)))
            },
            StormFunction("rem", [.rest("items")], help: "Removes values.") { call in
                let set = try call.subject(as: SetObject.self)
                for item in call.rest { set.remove(item) }
                return .null
            },
            StormFunction("rems", [.rest("items")], help: "Removes every item of the lists.") { call in
                let set = try call.subject(as: SetObject.self)
                for items in call.rest { try items.forEach(call.runtime) { set.remove($0) } }
                return .null
            },
            StormFunction("list", help: "Gives the values as a list.") { call in
                .list(StormList(try call.subject(as: SetObject.self).values))
            },
            StormFunction("size", help: "Gives how many values there are.") { call in
                .int(Int64(try call.subject(as: SetObject.self).members.count))
            },
        ])

    private let members = StormDict()

    public init() {}

    /// A set of `values`. Throws `StormRuntimeError` for one that can change.
    public convenience init(_ values: some Sequence<StormValue>, _ runtime: StormRuntime) throws {
        self.init()
        for value in values { try insert(value, runtime) }
    }

    /// The values in the order in which they came.
    public var values: [StormValue] { members.values }
    public var count: Int { members.count }

    /// Adds a value unless an equal one is there. Throws `StormRuntimeError` for one that can change, `HitLimit`
    /// where the set is full.
    public func insert(_ value: StormValue, _ runtime: StormRuntime) throws {
        guard !value.isMutable else {
            throw Fault(.stormRuntime, "\(value.reprText(runtime)) is mutable and cannot be used in a set.")
        }
        let key = value.setKey
        if members[key] == nil {
            guard members.count < StormDict.countMax else { throw StormFaults.listTooLong }
            members[key] = value
        }
    }

    /// Whether the value is in the set.
    public func contains(_ value: StormValue) -> Bool { members[value.setKey] != nil }

    /// Removes the value; nothing happens where it is not in the set.
    public func remove(_ value: StormValue) { members[value.setKey] = nil }

    /// Goes through the values as they are at the start, in order. Always true; throws what `body` throws.
    public func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for value in values { try body(value) }
        return true
    }

    /// A list of the values. Throws `NoSuchType` for a value that has no primitive.
    public func primitive() throws -> ModelValue { .list(try values.map { try $0.primitive() }) }
    /// Whether there are values.
    public var isTrue: Bool { members.count > 0 }
    /// The values in braces, separated by commas.
    public var quoted: String { "{" + values.map(\.quoted).joined(separator: ", ") + "}" }

    /// Whether the other is a set of the same values, in whatever order.
    public func isEqual(to other: StormValue) -> Bool {
        guard let other = other.object(as: SetObject.self), other.count == count else { return false }
        return values.allSatisfy { other.contains($0) }
    }
}

extension StormValue {
    /// What tells two members of a set apart.
    var setKey: StormKey {
        if let key = StormKey(self) { return key }
        // Objects are told apart by what they are, such as a node by its name.
        if case .object(let object) = self {
            if let node = object as? NodeObject, let value = StormKey(StormValue(stored: node.node.value)) {
                return .tuple([.null, .string(node.node.form.name), value])
            }
            if let number = object as? DecimalObject { return .float(number.number.double) }
            if let query = object as? QueryObject { return .tuple([.null, .string(query.text)]) }
            return .tuple([.null, .int(Int64(truncatingIfNeeded: ObjectIdentifier(object).hashValue))])
        }
        return .tuple([.null, .string(quoted)])
    }

    /// As messages show it, an object as its class.
    func reprText(_ runtime: StormRuntime) -> String { quoted }
}
