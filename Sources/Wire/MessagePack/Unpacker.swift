import Kernel

/// Reads MessagePack from bytes of unknown origin. Total: every input gives a value or a fault, in bounded time, stack and memory.
///
/// Source: the MessagePack specification, version 5.
public struct Unpacker: Sendable {
    /// How deep arrays and maps may nest: far above anything the system sends, far below what would exhaust a 512 KiB stack.
    public static let depthMax = 128

    let bytes: [UInt8]
    /// The offset of the next byte to read.
    public internal(set) var position: Int
    /// One past the last byte to read.
    public let end: Int

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        position = 0
        end = bytes.count
    }

    /// Reads only `range` of `bytes`.
    public init(_ bytes: [UInt8], in range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range lies outside of the bytes")
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    public var isAtEnd: Bool { position == end }

    /// Unpacks one value and requires that nothing follows it.
    public static func unpack(_ bytes: [UInt8]) throws(Fault) -> Value {
        var unpacker = Unpacker(bytes)
        let value = try unpacker.value()
        try unpacker.finish()
        return value
    }

    /// Requires that every byte was read.
    public func finish() throws(Fault) {
        guard isAtEnd else { throw fault("\(end - position) bytes follow the value") }
    }

    // MARK: Single values

    /// Consumes a nil if one is next.
    public mutating func unpackNil() -> Bool {
        guard position < end, bytes[position] == 0xc0 else { return false }
        position += 1
        return true
    }

    /// A boolean.
    public mutating func bool() throws(Fault) -> Bool {
        let marker = try byte()
        switch marker {
        case 0xc2: return false
        case 0xc3: return true
        default: throw mismatch("a boolean", marker)
        }
    }

    /// An integer of any form; faults where it needs more than 64 signed bits.
    public mutating func int() throws(Fault) -> Int64 {
        let marker = try byte()
        if marker < 0x80 { return Int64(marker) }
        let integer = try integer(marker)
        guard !integer.isAboveInt64 else { throw fault("the integer does not fit in 64 signed bits") }
        return integer.signed
    }

    /// An integer of any form; faults where it is negative.
    public mutating func uint() throws(Fault) -> UInt64 {
        let marker = try byte()
        if marker < 0x80 { return UInt64(marker) }
        let integer = try integer(marker)
        guard !integer.isNegative else { throw fault("the integer is negative") }
        return integer.bits
    }

    /// A float of either width, or an integer.
    public mutating func double() throws(Fault) -> Double {
        let marker = try byte()
        switch marker {
        case 0xca: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: try number(4))))
        case 0xcb: return Double(bitPattern: try number(8))
        default:
            let integer = try integer(marker)
            return integer.isNegative ? Double(integer.signed) : Double(integer.bits)
        }
    }

    /// Text; faults where the bytes are no valid UTF-8.
    public mutating func string() throws(Fault) -> String {
        let marker = try byte()
        guard let count = try stringLength(marker) else { throw mismatch("a string", marker) }
        return try text(count)
    }

    /// Bytes.
    public mutating func blob() throws(Fault) -> [UInt8] {
        let range = try blobRange()
        return Array(bytes[range])
    }

    /// How many values the array that starts here has; each takes at least a byte, so a count beyond the input is refused at once.
    public mutating func arrayHeader() throws(Fault) -> Int {
        let marker = try byte()
        guard let count = try arrayLength(marker) else { throw mismatch("an array", marker) }
        guard count <= end - position else { throw fault("the array claims \(count) values, more than the bytes that follow") }
        return count
    }

    /// How many pairs the map that starts here has.
    public mutating func mapHeader() throws(Fault) -> Int {
        let marker = try byte()
        guard let count = try mapLength(marker) else { throw mismatch("a map", marker) }
        guard count <= (end - position) / 2 else { throw fault("the map claims \(count) pairs, more than the bytes that follow") }
        return count
    }

    // MARK: Any value

    /// Whatever value is next.
    public mutating func value() throws(Fault) -> Value { try value(depth: 0) }

    /// Steps over whatever value is next, without building it, and returns where it lies.
    @discardableResult
    public mutating func skip() throws(Fault) -> Range<Int> {
        let start = position
        var pending = 1
        while pending > 0 {
            pending -= 1
            pending += try skipOne()
            guard pending <= end - position else { throw fault("a container claims more values than the bytes that follow") }
        }
        return start..<position
    }

    /// The bytes of the value that is next, still packed.
    public mutating func packedValue() throws(Fault) -> [UInt8] {
        let range = try skip()
        return Array(bytes[range])
    }

    private mutating func value(depth: Int) throws(Fault) -> Value {
        guard depth < Self.depthMax else { throw fault("values nest deeper than \(Self.depthMax)") }
        let marker = try byte()
        switch marker {
        case 0xc0: return .null
        case 0xc1: throw fault("0xc1 is no MessagePack marker")
        case 0xc2: return .bool(false)
        case 0xc3: return .bool(true)
        case 0xca, 0xcb:
            position -= 1
            return .float(try double())
        default: break
        }
        if let count = try stringLength(marker) { return .string(try text(count)) }
        if let count = try blobLength(marker) { return .bytes(Array(bytes[try take(count)])) }
        if let count = try extensionLength(marker) {
            let type = Int8(bitPattern: try byte())
            return .ext(type, Array(bytes[try take(count)]))
        }
        if let count = try arrayLength(marker) { return .array(try items(count, depth: depth)) }
        if let count = try mapLength(marker) { return .map(try entries(count, depth: depth)) }
        let integer = try integer(marker)
        return integer.isNegative ? .int(integer.signed) : .integer(integer.bits)
    }

    private mutating func items(_ count: Int, depth: Int) throws(Fault) -> [Value] {
        guard count <= end - position else { throw fault("the array claims \(count) values, more than the bytes that follow") }
        var items: [Value] = []
        items.reserveCapacity(min(count, Self.reserveMax))
        for _ in 0..<count { items.append(try value(depth: depth + 1)) }
        return items
    }

    private mutating func entries(_ count: Int, depth: Int) throws(Fault) -> [Value.Entry] {
        guard count <= (end - position) / 2 else { throw fault("the map claims \(count) pairs, more than the bytes that follow") }
        var entries: [Value.Entry] = []
        entries.reserveCapacity(min(count, Self.reserveMax))
        for _ in 0..<count {
            let key = try value(depth: depth + 1)
            entries.append(Value.Entry(key, try value(depth: depth + 1)))
        }
        return entries
    }

    /// Memory taken before the items were seen is bounded by this many, whatever a header claims.
    private static let reserveMax = 1024
}

// MARK: - Markers and lengths

extension Unpacker {
    mutating func byte() throws(Fault) -> UInt8 {
        guard position < end else { throw fault("the bytes end inside a value") }
        position += 1
        return bytes[position - 1]
    }

    private mutating func take(_ count: Int) throws(Fault) -> Range<Int> {
        guard count <= end - position else { throw short(count) }
        position += count
        return (position - count)..<position
    }

    private mutating func number(_ width: Int) throws(Fault) -> UInt64 {
        guard width <= end - position else { throw short(width) }
        var number: UInt64 = 0
        var offset = position
        position += width
        while offset < position {
            number = number << 8 | UInt64(bytes[offset])
            offset += 1
        }
        return number
    }

    private mutating func length(_ width: Int) throws(Fault) -> Int { Int(try number(width)) }

    private mutating func text(_ count: Int) throws(Fault) -> String {
        let range = try take(count)
        do {
            return String(copying: try UTF8Span(validating: bytes.span.extracting(range)))
        } catch {
            throw fault("a string is not valid UTF-8")
        }
    }

    /// Requires that a blob of exactly `count` bytes is next, and steps to its first byte.
    mutating func blobHeader(_ count: Int, _ what: String) throws(Fault) {
        let marker = try byte()
        guard let found = try blobLength(marker) else { throw mismatch("bytes", marker) }
        guard found == count, count <= end - position else { throw fault("\(what) has \(count) bytes") }
    }

    /// The next eight bytes as one big-endian number.
    mutating func word() throws(Fault) -> UInt64 { try number(8) }

    /// Where the bytes of the blob that is next lie.
    mutating func blobRange() throws(Fault) -> Range<Int> {
        let marker = try byte()
        guard let count = try blobLength(marker) else { throw mismatch("bytes", marker) }
        return try take(count)
    }

    /// Where the UTF-8 of the string that is next lies.
    mutating func stringRange() throws(Fault) -> Range<Int> {
        let marker = try byte()
        guard let count = try stringLength(marker) else { throw mismatch("a string", marker) }
        return try take(count)
    }

    /// An integer of any form in 64 bits, which say it in two's complement when it is negative.
    private struct Integer {
        let bits: UInt64
        let isNegative: Bool

        init(_ bits: UInt64) {
            self.bits = bits
            isNegative = false
        }

        init(signed: Int64) {
            bits = UInt64(bitPattern: signed)
            isNegative = signed < 0
        }

        var signed: Int64 { Int64(bitPattern: bits) }
        var isAboveInt64: Bool { !isNegative && bits > UInt64(Int64.max) }
    }

    private mutating func integer(_ marker: UInt8) throws(Fault) -> Integer {
        switch marker {
        case 0x00...0x7f: return Integer(UInt64(marker))
        case 0xe0...0xff: return Integer(signed: Int64(Int8(bitPattern: marker)))
        case 0xcc: return Integer(try number(1))
        case 0xcd: return Integer(try number(2))
        case 0xce: return Integer(try number(4))
        case 0xcf: return Integer(try number(8))
        case 0xd0: return Integer(signed: Int64(Int8(truncatingIfNeeded: try number(1))))
        case 0xd1: return Integer(signed: Int64(Int16(truncatingIfNeeded: try number(2))))
        case 0xd2: return Integer(signed: Int64(Int32(truncatingIfNeeded: try number(4))))
        case 0xd3: return Integer(signed: Int64(bitPattern: try number(8)))
        default: throw mismatch("an integer", marker)
        }
    }

    private mutating func stringLength(_ marker: UInt8) throws(Fault) -> Int? {
        switch marker {
        case 0xa0...0xbf: return Int(marker & 0x1f)
        case 0xd9: return try length(1)
        case 0xda: return try length(2)
        case 0xdb: return try length(4)
        default: return nil
        }
    }

    private mutating func blobLength(_ marker: UInt8) throws(Fault) -> Int? {
        switch marker {
        case 0xc4: return try length(1)
        case 0xc5: return try length(2)
        case 0xc6: return try length(4)
        default: return nil
        }
    }

    private mutating func extensionLength(_ marker: UInt8) throws(Fault) -> Int? {
        switch marker {
        case 0xd4: return 1
        case 0xd5: return 2
        case 0xd6: return 4
        case 0xd7: return 8
        case 0xd8: return 16
        case 0xc7: return try length(1)
        case 0xc8: return try length(2)
        case 0xc9: return try length(4)
        default: return nil
        }
    }

    private mutating func arrayLength(_ marker: UInt8) throws(Fault) -> Int? {
        switch marker {
        case 0x90...0x9f: return Int(marker & 0x0f)
        case 0xdc: return try length(2)
        case 0xdd: return try length(4)
        default: return nil
        }
    }

    private mutating func mapLength(_ marker: UInt8) throws(Fault) -> Int? {
        switch marker {
        case 0x80...0x8f: return Int(marker & 0x0f)
        case 0xde: return try length(2)
        case 0xdf: return try length(4)
        default: return nil
        }
    }

    /// Steps over one marker and its own bytes; returns how many values it contains.
    private mutating func skipOne() throws(Fault) -> Int {
        let marker = try byte()
        switch marker {
        case 0x00...0x7f, 0xe0...0xff, 0xc0, 0xc2, 0xc3: return 0
        case 0xc1: throw fault("0xc1 is no MessagePack marker")
        case 0xcc, 0xd0: _ = try take(1)
        case 0xcd, 0xd1: _ = try take(2)
        case 0xce, 0xd2, 0xca: _ = try take(4)
        case 0xcf, 0xd3, 0xcb: _ = try take(8)
        default:
            if let count = try arrayLength(marker) { return count }
            if let count = try mapLength(marker) {
                guard count <= end - position else { throw fault("the map claims \(count) pairs, more than the bytes that follow") }
                return count * 2
            }
            if let count = try extensionLength(marker) {
                _ = try take(count + 1)
            } else if let count = try stringLength(marker) {
                _ = try take(count)
            } else if let count = try blobLength(marker) {
                _ = try take(count)
            }
        }
        return 0
    }

    @inline(never)
    private func short(_ count: Int) -> Fault { fault("a value claims \(count) bytes, \(end - position) follow") }

    @inline(never)
    func fault(_ message: String) -> Fault {
        Fault(.badData, "malformed MessagePack at byte \(position): \(message)", fields: ["offset": .int(Int64(position))])
    }

    @inline(never)
    private func mismatch(_ expected: String, _ marker: UInt8) -> Fault {
        fault("expected \(expected), found marker 0x\(Hex.encode([marker]))")
    }
}
