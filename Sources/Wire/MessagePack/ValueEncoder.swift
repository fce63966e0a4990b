import Kernel

/// Turns what is `Encodable` into a ``Value``: keyed containers into maps with text keys, nil fields left out.
enum ValueEncoder {
    static func encode(_ subject: some Encodable) throws -> Value { try encode(subject, path: []) }

    static func encode(_ subject: some Encodable, path: [any CodingKey]) throws -> Value {
        guard path.count < CodingPath.depthMax else { throw CodingPath.fault(path, "values nest deeper than \(CodingPath.depthMax)") }
        // By type, not by cast: an empty list of anything can be cast to an empty list of bytes.
        if type(of: subject) == [UInt8].self, let bytes = subject as? [UInt8] { return .bytes(bytes) }
        let box = EncodingBox()
        try subject.encode(to: BoxEncoder(box: box, codingPath: path))
        return box.value
    }
}

/// Where one value is being built. Containers of one value share it, as `Encoder` demands.
private final class EncodingBox {
    private enum Content {
        case nothing
        case single(Value)
        case list([EncodingBox])
        case fields([(name: String, box: EncodingBox)])
    }

    private var content = Content.nothing

    init(_ value: Value? = nil) {
        if let value { content = .single(value) }
    }

    /// Nothing encoded is an empty record: what an empty struct is.
    var value: Value {
        switch content {
        case .nothing: .map([])
        case .single(let value): value
        case .list(let boxes): .array(boxes.map(\.value))
        case .fields(let fields): .map(fields.map { Value.Entry(.string($0.name), $0.box.value) })
        }
    }

    var count: Int { if case .list(let boxes) = content { boxes.count } else { 0 } }

    func set(_ value: Value) { content = .single(value) }

    func becomeList() { if case .nothing = content { content = .list([]) } }

    func becomeFields() { if case .nothing = content { content = .fields([]) } }

    func append(_ box: EncodingBox) {
        guard case .list(var boxes) = content else { return }
        content = .nothing
        boxes.append(box)
        content = .list(boxes)
    }

    func put(_ name: String, _ box: EncodingBox) {
        guard case .fields(var fields) = content else { return }
        content = .nothing
        if let place = fields.firstIndex(where: { $0.name == name }) { fields[place].box = box } else { fields.append((name, box)) }
        content = .fields(fields)
    }
}

private struct BoxEncoder: Encoder {
    let box: EncodingBox
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        box.becomeFields()
        return KeyedEncodingContainer(FieldsEncoder<Key>(box: box, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        box.becomeList()
        return ListEncoder(box: box, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { SingleEncoder(box: box, codingPath: codingPath) }
}

private struct FieldsEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let box: EncodingBox
    let codingPath: [any CodingKey]

    func encodeNil(forKey key: Key) { box.put(key.stringValue, EncodingBox(.null)) }

    func encode(_ subject: some Encodable, forKey key: Key) throws {
        box.put(key.stringValue, EncodingBox(try ValueEncoder.encode(subject, path: codingPath + [key])))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { nested(PositionKey(stringValue: "super")) }

    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: some CodingKey) -> BoxEncoder {
        let nested = EncodingBox()
        box.put(key.stringValue, nested)
        return BoxEncoder(box: nested, codingPath: codingPath + [key])
    }
}

private struct ListEncoder: UnkeyedEncodingContainer {
    let box: EncodingBox
    let codingPath: [any CodingKey]
    var count: Int { box.count }

    func encodeNil() { box.append(EncodingBox(.null)) }

    func encode(_ subject: some Encodable) throws {
        box.append(EncodingBox(try ValueEncoder.encode(subject, path: codingPath + [PositionKey(count)])))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        nested().container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

    func superEncoder() -> any Encoder { nested() }

    private func nested() -> BoxEncoder {
        let path = codingPath + [PositionKey(count)]
        let nested = EncodingBox()
        box.append(nested)
        return BoxEncoder(box: nested, codingPath: path)
    }
}

private struct SingleEncoder: SingleValueEncodingContainer {
    let box: EncodingBox
    let codingPath: [any CodingKey]

    func encodeNil() { box.set(.null) }
    func encode(_ flag: Bool) { box.set(.bool(flag)) }
    func encode(_ text: String) { box.set(.string(text)) }
    func encode(_ number: Double) { box.set(.float(number)) }
    func encode(_ number: Float) { box.set(.float(Double(number))) }
    func encode(_ number: Int) { box.set(.int(Int64(number))) }
    func encode(_ number: Int8) { box.set(.int(Int64(number))) }
    func encode(_ number: Int16) { box.set(.int(Int64(number))) }
    func encode(_ number: Int32) { box.set(.int(Int64(number))) }
    func encode(_ number: Int64) { box.set(.int(number)) }
    func encode(_ number: UInt) { box.set(.integer(UInt64(number))) }
    func encode(_ number: UInt8) { box.set(.integer(UInt64(number))) }
    func encode(_ number: UInt16) { box.set(.integer(UInt64(number))) }
    func encode(_ number: UInt32) { box.set(.integer(UInt64(number))) }
    func encode(_ number: UInt64) { box.set(.integer(number)) }

    func encode(_ subject: some Encodable) throws { box.set(try ValueEncoder.encode(subject, path: codingPath)) }
}
