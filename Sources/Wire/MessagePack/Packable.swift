import Kernel

/// A value that packs and unpacks itself. Hot messages write the two by hand; what is `Codable` gets them from ``CodablePackable``.
public protocol Packable: Sendable {
    func pack(into packer: inout Packer)
    /// - Throws: `BadDataValu` where the bytes have another shape.
    init(unpacking unpacker: inout Unpacker) throws(Fault)
}

extension Packable {
    /// This value alone, packed.
    @inlinable
    public var packed: [UInt8] {
        var packer = Packer()
        pack(into: &packer)
        return packer.bytes
    }

    /// The value that `bytes` hold, and nothing else.
    @inlinable
    public init(packed bytes: [UInt8]) throws(Fault) {
        var unpacker = Unpacker(bytes)
        try self.init(unpacking: &unpacker)
        try unpacker.finish()
    }
}

extension Bool: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.bool() }
}

extension UInt64: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.uint() }
}

extension Int64: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.int() }
}

extension Int: Packable {
    public func pack(into packer: inout Packer) { packer.pack(Int64(self)) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = Int(try unpacker.int()) }
}

extension Double: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.double() }
}

extension String: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.string() }
}

extension Value: Packable {
    public func pack(into packer: inout Packer) { packer.pack(self) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self = try unpacker.value() }
}

/// Raw bytes as one MessagePack binary. `[UInt8]` itself packs as a list of numbers would, which nobody wants; this says it is a blob.
public struct Blob: Packable, Hashable {
    /// The bytes themselves.
    public let bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
    public func pack(into packer: inout Packer) { packer.pack(bytes) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { bytes = try unpacker.blob() }
}

extension Array: Packable where Element: Packable {
    @inlinable
    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(count)
        for element in self { element.pack(into: &packer) }
    }

    @inlinable
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        self.init()
        for _ in 0..<count { append(try Element(unpacking: &unpacker)) }
    }
}

extension Optional: Packable where Wrapped: Packable {
    @inlinable
    public func pack(into packer: inout Packer) {
        if let self { self.pack(into: &packer) } else { packer.packNil() }
    }

    @inlinable
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        self = unpacker.unpackNil() ? nil : try Wrapped(unpacking: &unpacker)
    }
}

extension Iden: Packable {
    public func pack(into packer: inout Packer) { packer.packBlob(words: high, low) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        try unpacker.blobHeader(16, "an identifier")
        let high = try unpacker.word()
        self.init(high: high, low: try unpacker.word())
    }
}

extension Digest: Packable {
    public func pack(into packer: inout Packer) {
        let words = words
        packer.packBlob(words: words.0, words.1, words.2, words.3)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        try unpacker.blobHeader(Digest.byteCount, "a digest")
        let first = (try unpacker.word(), try unpacker.word())
        self.init(words: (first.0, first.1, try unpacker.word(), try unpacker.word()))
    }
}

extension Term: Packable {
    public func pack(into packer: inout Packer) { packer.pack(number) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self.init(try unpacker.uint()) }
}

extension Index: Packable {
    public func pack(into packer: inout Packer) { packer.pack(number) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self.init(try unpacker.uint()) }
}

extension Timestamp: Packable {
    public func pack(into packer: inout Packer) { packer.pack(milliseconds) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { self.init(milliseconds: try unpacker.int()) }
}

extension Position: Packable {
    /// An array of term, index, hash.
    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(3)
        term.pack(into: &packer)
        index.pack(into: &packer)
        hash.pack(into: &packer)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        guard try unpacker.arrayHeader() == 3 else { throw unpacker.fault("a position has three parts") }
        let term = try Term(unpacking: &unpacker)
        let index = try Index(unpacking: &unpacker)
        self.init(term: term, index: index, hash: try Digest(unpacking: &unpacker))
    }
}

extension Fault: Packable {
    /// Causes beyond this many are dropped when a fault is unpacked.
    private static let causesMax = 8

    public func pack(into packer: inout Packer) {
        packer.packRecord(5)
        packer.pack("code", code.name)
        packer.pack("mesg", message)
        packer.pack("info", Value.map(fields.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), $0.value) }))
        packer.pack("advice", advice)
        packer.pack("cause", cause)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        try self.init(unpacking: &unpacker, depth: 0)
    }

    private init(unpacking unpacker: inout Unpacker, depth: Int) throws(Fault) {
        let record = try unpacker.record()
        var fields: [String: Value] = [:]
        if case .map(let entries)? = try record.optional("info", Value.self) {
            for entry in entries {
                if case .string(let name) = entry.key { fields[name] = entry.value }
            }
        }
        var cause: Fault?
        if depth < Self.causesMax, var nested = record.nested("cause"), !nested.unpackNil() {
            cause = try Fault(unpacking: &nested, depth: depth + 1)
        }
        self.init(
            FaultCode(try record.required("code", String.self)), try record.required("mesg", String.self), fields: fields,
            advice: try record.optional("advice", String.self), cause: cause)
    }
}
