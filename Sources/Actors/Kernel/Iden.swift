/// A 128-bit identifier, written as 32 hexadecimal digits: of a service, a run of it, a request, a user, a task.
public struct Iden: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The first eight bytes, big-endian.
    public let high: UInt64
    /// The last eight bytes, big-endian.
    public let low: UInt64

    /// The first and the last eight bytes, big-endian.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The identifier with these sixteen bytes; nil for any other count.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The identifier written as 32 hexadecimal digits; nil for any other text.
    public init?(_ text: some StringProtocol) {
        guard let bytes = Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// A new identifier drawn from `generator`.
    public static func random(using generator: inout some RandomNumberGenerator) -> Iden {
        Iden(high: generator.next(), low: generator.next())
    }

    /// The sixteen bytes, big-endian.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 16)
        for position in 0..<8 {
            let shift = UInt64(56 - position * 8)
            bytes[position] = UInt8(truncatingIfNeeded: high >> shift)
            bytes[position + 8] = UInt8(truncatingIfNeeded: low >> shift)
        }
        return bytes
    }

    public var description: String { Hex.encode(bytes) }

    public static func < (left: Iden, right: Iden) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
