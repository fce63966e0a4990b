import Kernel
import Model

extension StormValue {
    // MARK: Truth

    /// What a condition makes of it.
    public var isTrue: Bool {
        switch self {
        case .null, .undefined: false
        case .bool(let flag): flag
        case .int(let number): number != 0
        case .big: true
        case .float(let number): number != 0
        case .string(let text): !text.isEmpty
        case .bytes(let bytes): !bytes.isEmpty
        case .list(let list): !list.items.isEmpty
        case .dict(let dict): !dict.isEmpty
        case .object(let object): object.isTrue
        }
    }

    // MARK: Primitives

    /// How deep values may nest that are stored, sent or returned.
    static let nestingMax = 128

    /// As a value that can be stored, sent and returned. Items of lists and dictionaries that have none are left out, as in the reference.
    /// Throws `NoSuchType` for an object without one.
    public func primitive() throws -> ModelValue { try primitive(depth: 0) }

    private func primitive(depth: Int) throws -> ModelValue {
        guard depth < Self.nestingMax else { throw StormFaults.recursion(nil) }
        switch self {
        case .null: return .null
        case .undefined: throw Fault(.noSuchType, "Unable to convert object to Storm primitive.")
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .big(let number): return .big(number)
        case .float(let number): return .float(number)
        case .string(let text): return .string(text)
        case .bytes(let bytes): return .bytes(bytes)
        case .list(let list):
            if let given = list.given { return .list(given) }
            var items: [ModelValue] = []
            items.reserveCapacity(list.items.count)
            for item in list.items { if let value = try item.primitiveOrNil(depth + 1) { items.append(value) } }
            return .list(items)
        case .dict(let dict):
            var entries: [ModelValue.Entry] = []
            for (key, value) in dict.pairs {
                if let value = try value.primitiveOrNil(depth + 1) { entries.append(.init(key.text, value)) }
            }
            return .dict(entries)
        case .object(let object): return try object.primitive()
        }
    }

    private func primitiveOrNil(_ depth: Int) throws -> ModelValue? {
        do {
            return try primitive(depth: depth)
        } catch let fault as Fault where fault.code == .noSuchType {
            return nil
        }
    }

    /// As the caller of a query gets it: as ``primitive()``, but sets stay sets.
    func returned() throws -> StormValue { try returned(depth: 0) }

    private func returned(depth: Int) throws -> StormValue {
        guard depth < Self.nestingMax else { throw StormFaults.recursion(nil) }
        switch self {
        case .list(let list):
            return .list(StormList(try list.items.compactMap { try $0.returnedOrNil(depth + 1) }, isTuple: list.isTuple))
        case .dict(let dict):
            let copy = StormDict()
            for (key, value) in dict.pairs { copy[key] = try value.returnedOrNil(depth + 1) }
            return .dict(copy)
        case .object(let object):
            if object is SetObject || object is StormGenerator { return self }
            return StormValue(try object.primitive())
        case .undefined: return StormValue(try primitive())
        default: return self
        }
    }

    private func returnedOrNil(_ depth: Int) throws -> StormValue? {
        do {
            return try returned(depth: depth)
        } catch let fault as Fault where fault.code == .noSuchType {
            return nil
        }
    }

    // MARK: Casts

    /// As text, as the reference's `tostr`. Throws `BadCast`.
    public func toText(_ runtime: StormRuntime) throws -> String {
        switch self {
        case .string(let text): return text
        case .bytes(let bytes):
            guard let text = String(validating: bytes, as: UTF8.self) else { throw badCast("string") }
            return text
        case .null: return "None"
        case .bool(let flag): return flag ? "true" : "false"
        case .undefined: throw badCast("string")
        case .object(let object): return try object.text(runtime)
        default: return quoted
        }
    }

    /// As an integer of any size, as the reference's `toint`. Throws `BadCast`.
    public func toInteger() throws -> BigInteger {
        switch self {
        case .int(let number): return BigInteger(number)
        case .big(let number): return number
        case .bool(let flag): return BigInteger(flag ? 1 as Int64 : 0)
        case .float(let number):
            guard let integer = BigInteger(truncating: number) else { throw badCast("integer") }
            return integer
        case .string(let text):
            if let number = PythonNumber.integer(text) { return number }
            throw badCast("integer")
        case .bytes(let bytes):
            if let number = PythonNumber.integer(String(decoding: bytes, as: UTF8.self)) { return number }
            throw badCast("integer")
        case .object(let object):
            let value = try object.primitive()
            return try StormValue(value).toInteger()
        default: throw badCast("integer")
        }
    }

    /// As an integer of 64 bits. Throws `BadCast`.
    public func toInt() throws -> Int {
        if case .int(let number) = self { return Int(number) }
        guard let number = try toInteger().int64 else { throw badCast("integer") }
        return Int(number)
    }

    /// As a floating point number. Throws `BadCast`.
    public func toFloat() throws -> Double {
        switch self {
        case .float(let number): return number
        case .int(let number): return Double(number)
        case .big(let number): return number.double
        case .bool(let flag): return flag ? 1 : 0
        case .string(let text):
            if let number = PythonNumber.float(text) { return number }
            throw badCast("float")
        case .object(let object): return try StormValue(try object.primitive()).toFloat()
        default: throw badCast("float")
        }
    }

    /// As a truth value, as the reference's `tobool`: text is true unless empty. Throws `BadCast`.
    public func toBool() throws -> Bool { isTrue }

    /// The fault of a value that cannot become a `kind`.
    func badCast(_ kind: String) -> Fault {
        let article = kind.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        return Fault(.badCast, "Failed to make \(article) \(kind) from \(quoted).")
    }

    // MARK: Going through

    /// Calls `body` with every item: of a list, the characters of a text, the pairs of a dictionary, what an object gives.
    /// Throws `StormRuntimeError` for a value without items.
    public func forEach(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws {
        switch self {
        case .list(let list):
            var position = 0
            // The list may grow or shrink meanwhile.
            while position < list.items.count {
                try runtime.check()
                try body(list.items[position])
                position += 1
            }
        case .dict(let dict):
            for (key, value) in dict.pairs {
                try runtime.check()
                try body(.tuple([key.value, value]))
            }
        case .string(let text):
            for scalar in text.unicodeScalars {
                try runtime.check()
                try body(.string(String(scalar)))
            }
        case .bytes(let bytes):
            for byte in bytes { try body(.int(Int64(byte))) }
        case .object(let object):
            guard try object.iterate(runtime, body) else { throw notIterable }
        default: throw notIterable
        }
    }

    private var notIterable: Fault { Fault(.stormRuntime, "'\(typeName)' object is not iterable: \(quoted)") }

    /// Every item, see ``forEach(_:_:)``. Bounded by ``StormList/countMax``.
    public func items(_ runtime: StormRuntime) throws -> [StormValue] {
        if case .list(let list) = self { return list.items }
        var items: [StormValue] = []
        try forEach(runtime) { item in
            guard items.count < StormList.countMax else { throw StormFaults.listTooLong }
            items.append(item)
        }
        return items
    }

    // MARK: Equality

    /// `=` of the language: numbers by value, lists and dictionaries by their items, never across kinds.
    public func isEqual(to other: StormValue) -> Bool {
        switch (self, other) {
        case (.null, .null), (.undefined, .undefined): return true
        case (.string(let one), .string(let other)): return one.utf8.elementsEqual(other.utf8)
        case (.bytes(let one), .bytes(let other)): return one == other
        case (.list(let one), .list(let other)):
            return one === other
                || (one.items.count == other.items.count && zip(one.items, other.items).allSatisfy { $0.isEqual(to: $1) })
        case (.dict(let one), .dict(let other)):
            return one === other
                || (one.count == other.count
                    && one.pairs.allSatisfy { pair in other[pair.key].map { pair.value.isEqual(to: $0) } ?? false })
        case (.object(let object), _): return object.isEqual(to: other)
        case (_, .object(let object)): return object.isEqual(to: self)
        default:
            guard let one = StormNumber(self), let other = StormNumber(other) else { return false }
            return one == other
        }
    }
}

extension StormKey {
    /// As the key of a dictionary that is stored: always text.
    var text: String {
        if case .string(let text) = self { return text }
        return value.quoted
    }
}

extension StormFaults {
    static let listTooLong = Fault(
        .limit, "a list of a query may have at most \(StormList.countMax) items", advice: "Go through the values without keeping them all")
}
