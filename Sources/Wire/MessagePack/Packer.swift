import Kernel

/// Writes MessagePack, each value in its shortest form, into bytes that grow.
///
/// The shortest form is part of the contract: identities and hashes are taken over packed bytes, so equal values must pack equally.
/// Source: the MessagePack specification, version 5.
public struct Packer: Sendable {
    /// What was packed so far.
    public private(set) var bytes: [UInt8] = []

    public init(capacity: Int = 64) { bytes.reserveCapacity(capacity) }

    /// Nil, one byte.
    public mutating func packNil() { bytes.append(0xc0) }

    public mutating func pack(_ flag: Bool) { bytes.append(flag ? 0xc3 : 0xc2) }

    public mutating func pack(_ number: UInt64) {
        switch number {
        case 0...0x7f: bytes.append(UInt8(truncatingIfNeeded: number))
        case 0x80...0xff: append(0xcc, UInt8(truncatingIfNeeded: number))
        case 0x100...0xffff: append(0xcd, UInt16(truncatingIfNeeded: number))
        case 0x1_0000...0xffff_ffff: append(0xce, UInt32(truncatingIfNeeded: number))
        default: append(0xcf, number)
        }
    }

    public mutating func pack(_ number: Int64) {
        switch number {
        case 0...: pack(UInt64(number))
        case -32 ..< 0: bytes.append(UInt8(bitPattern: Int8(truncatingIfNeeded: number)))
        case -0x80 ..< -32: append(0xd0, UInt8(bitPattern: Int8(truncatingIfNeeded: number)))
        case -0x8000 ..< -0x80: append(0xd1, UInt16(bitPattern: Int16(truncatingIfNeeded: number)))
        case -0x8000_0000 ..< -0x8000: append(0xd2, UInt32(bitPattern: Int32(truncatingIfNeeded: number)))
        default: append(0xd3, UInt64(bitPattern: number))
        }
    }

    public mutating func pack(_ number: Int) { pack(Int64(number)) }

    /// Always as float 64: a value never changes its width by accident.
    public mutating func pack(_ number: Double) { append(0xcb, number.bitPattern) }

    public mutating func pack(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            switch utf8.count {
            case 0...31: bytes.append(0xa0 | UInt8(truncatingIfNeeded: utf8.count))
            case 32...0xff: append(0xd9, UInt8(truncatingIfNeeded: utf8.count))
            case 0x100...0xffff: append(0xda, UInt16(truncatingIfNeeded: utf8.count))
            default: append(0xdb, Self.length32(utf8.count))
            }
            bytes.append(contentsOf: utf8)
        }
    }

    public mutating func pack(_ blob: some Collection<UInt8>) {
        switch blob.count {
        case 0...0xff: append(0xc4, UInt8(truncatingIfNeeded: blob.count))
        case 0x100...0xffff: append(0xc5, UInt16(truncatingIfNeeded: blob.count))
        default: append(0xc6, Self.length32(blob.count))
        }
        bytes.append(contentsOf: blob)
    }

    /// Starts an array; exactly `count` values must follow.
    public mutating func packArrayHeader(_ count: Int) {
        switch count {
        case 0...15: bytes.append(0x90 | UInt8(truncatingIfNeeded: count))
        case 16...0xffff: append(0xdc, UInt16(truncatingIfNeeded: count))
        default: append(0xdd, Self.length32(count))
        }
    }

    /// Starts a map; exactly `count` pairs of key and value must follow.
    public mutating func packMapHeader(_ count: Int) {
        switch count {
        case 0...15: bytes.append(0x80 | UInt8(truncatingIfNeeded: count))
        case 16...0xffff: append(0xde, UInt16(truncatingIfNeeded: count))
        default: append(0xdf, Self.length32(count))
        }
    }

    /// An application-defined extension: its type, which is negative for those of the specification, and its data.
    public mutating func packExtension(_ type: Int8, _ data: [UInt8]) {
        switch data.count {
        case 1: bytes.append(0xd4)
        case 2: bytes.append(0xd5)
        case 4: bytes.append(0xd6)
        case 8: bytes.append(0xd7)
        case 16: bytes.append(0xd8)
        case 0...0xff: append(0xc7, UInt8(truncatingIfNeeded: data.count))
        case 0x100...0xffff: append(0xc8, UInt16(truncatingIfNeeded: data.count))
        default: append(0xc9, Self.length32(data.count))
        }
        bytes.append(UInt8(bitPattern: type))
        bytes.append(contentsOf: data)
    }

    public mutating func pack(_ value: Value) {
        switch value {
        case .null: packNil()
        case .bool(let flag): pack(flag)
        case .int(let number): pack(number)
        case .uint(let number): pack(number)
        case .float(let number): pack(number)
        case .string(let text): pack(text)
        case .bytes(let blob): pack(blob)
        case .array(let items):
            packArrayHeader(items.count)
            for item in items { pack(item) }
        case .map(let entries):
            packMapHeader(entries.count)
            for entry in entries {
                pack(entry.key)
                pack(entry.value)
            }
        case .ext(let type, let data): packExtension(type, data)
        }
    }

    /// Bytes that are MessagePack already, packed before or received.
    public mutating func appendPacked(_ packed: some Collection<UInt8>) { bytes.append(contentsOf: packed) }

    /// One blob made of eight big-endian bytes for each word.
    mutating func packBlob(words: UInt64...) {
        append(0xc4, UInt8(truncatingIfNeeded: words.count * 8))
        for word in words { append(word) }
    }

    private mutating func append<Number: FixedWidthInteger>(_ marker: UInt8, _ number: Number) {
        bytes.append(marker)
        append(number)
    }

    private mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        var shift = Number.bitWidth - 8
        while shift >= 0 {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            shift -= 8
        }
    }

    private static func length32(_ count: Int) -> UInt32 {
        precondition(count <= Int(UInt32.max), "MessagePack has no form for more than 4 GiB in one value; callers bound what they pack")
        return UInt32(count)
    }
}
