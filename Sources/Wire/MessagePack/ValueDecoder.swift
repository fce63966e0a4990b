import Kernel

/// Makes what is `Decodable` from a ``Value``. Fields that the type does not know are skipped; faults name the place.
enum ValueDecoder {
    /// - Throws: `BadDataValu` with the path of the field in its message and in the field `field`.
    static func decode<Subject: Decodable>(_ type: Subject.Type, from value: Value) throws(Fault) -> Subject {
        do {
            return try decode(type, value, path: [])
        } catch let fault as Fault {
            throw fault
        } catch let error as DecodingError {
            throw fault(error)
        } catch {
            throw Fault(.badData, "\(Subject.self) refuses the value: \(error)")
        }
    }

    static func decode<Subject: Decodable>(_ type: Subject.Type, _ value: Value, path: [any CodingKey]) throws -> Subject {
        guard path.count < CodingPath.depthMax else { throw CodingPath.fault(path, "values nest deeper than \(CodingPath.depthMax)") }
        if type == [UInt8].self, case .bytes(let bytes) = value, let bytes = bytes as? Subject { return bytes }
        return try Subject(from: PlaceDecoder(value: value, codingPath: path))
    }

    /// What a type's own `init(from:)` threw.
    private static func fault(_ error: DecodingError) -> Fault {
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            CodingPath.fault(context.codingPath, context.debugDescription)
        case .keyNotFound(let key, let context): CodingPath.fault(context.codingPath + [key], "the field is missing")
        @unknown default: Fault(.badData, "the value cannot be decoded: \(error)")
        }
    }
}

private struct PlaceDecoder: Decoder {
    let value: Value
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .map(let entries) = value else { throw mismatch("a mapping") }
        var fields: [String: Value] = [:]
        for entry in entries {
            if case .string(let name) = entry.key { fields[name] = entry.value }
        }
        return KeyedDecodingContainer(FieldsDecoder<Key>(fields: fields, codingPath: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let items) = value else { throw mismatch("a list") }
        return ListDecoder(items: items, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { SingleDecoder(value: value, codingPath: codingPath) }

    private func mismatch(_ expected: String) -> Fault { CodingPath.fault(codingPath, "expected \(expected), found \(value.kind)") }
}

private struct FieldsDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let fields: [String: Value]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { fields.keys.sorted().compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { fields[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try field(key) == .null }

    func decode<Subject: Decodable>(_ type: Subject.Type, forKey key: Key) throws -> Subject {
        try ValueDecoder.decode(type, try field(key), path: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try nested(key).unkeyedContainer() }

    func superDecoder() throws -> any Decoder { PlaceDecoder(value: fields["super"] ?? .null, codingPath: codingPath) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

    private func nested(_ key: Key) throws -> PlaceDecoder { PlaceDecoder(value: try field(key), codingPath: codingPath + [key]) }

    private func field(_ key: Key) throws -> Value {
        guard let value = fields[key.stringValue] else { throw CodingPath.fault(codingPath + [key], "the field is missing") }
        return value
    }
}

private struct ListDecoder: UnkeyedDecodingContainer {
    let items: [Value]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(items: [Value], codingPath: [any CodingKey]) {
        self.items = items
        self.codingPath = codingPath
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex == items.count }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex] == .null else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Subject: Decodable>(_ type: Subject.Type) throws -> Subject {
        let place = try next()
        return try ValueDecoder.decode(type, place.value, path: place.codingPath)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> PlaceDecoder {
        let path = codingPath + [PositionKey(currentIndex)]
        guard !isAtEnd else { throw CodingPath.fault(path, "the list ends before it") }
        currentIndex += 1
        return PlaceDecoder(value: items[currentIndex - 1], codingPath: path)
    }
}

private struct SingleDecoder: SingleValueDecodingContainer {
    let value: Value
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { value == .null }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = value else { throw mismatch("a boolean") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let text) = value else { throw mismatch("a string") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double {
        switch value {
        case .float(let number): return number
        case .int(let number): return Double(number)
        case .uint(let number): return Double(number)
        default: throw mismatch("a number")
        }
    }

    func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    func decode<Subject: Decodable>(_ type: Subject.Type) throws -> Subject { try ValueDecoder.decode(type, value, path: codingPath) }

    private func integer<Number: FixedWidthInteger>() throws -> Number {
        let number: Number?
        switch value {
        case .int(let wide): number = Number(exactly: wide)
        case .uint(let wide): number = Number(exactly: wide)
        default: throw mismatch("an integer")
        }
        guard let number else { throw CodingPath.fault(codingPath, "the integer \(value.json) does not fit into \(Number.self)") }
        return number
    }

    private func mismatch(_ expected: String) -> Fault { CodingPath.fault(codingPath, "expected \(expected), found \(value.kind)") }
}
