/// A SHA-256 digest: the name of a blob, the running hash of a log, the fingerprint of a certificate. Written as 64 hexadecimal digits.
public struct Digest: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Bytes in a digest.
    public static let byteCount = 32

    /// The digest of nothing yet: where the running hash of an empty log starts.
    public static let zero = Digest(words: (0, 0, 0, 0))

    private let word0: UInt64
    private let word1: UInt64
    private let word2: UInt64
    private let word3: UInt64

    /// The digest of these four groups of eight bytes, each big-endian.
    public init(words: (UInt64, UInt64, UInt64, UInt64)) {
        (word0, word1, word2, word3) = words
    }

    /// The bytes in four groups of eight, each big-endian.
    public var words: (UInt64, UInt64, UInt64, UInt64) { (word0, word1, word2, word3) }

    /// The digest with these 32 bytes; nil for any other count.
    // Inlinable, so that callers get it for their own collection: unspecialised, every byte costs calls through witness tables.
    @inlinable
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var position = 0
        for byte in bytes {
            switch position >> 3 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
            position += 1
        }
        self.init(words: words)
    }

    /// The digest written as 64 hexadecimal digits; nil for any other text.
    public init?(_ text: some StringProtocol) {
        guard let bytes = Hex.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.byteCount)
        for position in 0..<8 {
            let shift = UInt64(56 - position * 8)
            bytes[position] = UInt8(truncatingIfNeeded: word0 >> shift)
            bytes[position + 8] = UInt8(truncatingIfNeeded: word1 >> shift)
            bytes[position + 16] = UInt8(truncatingIfNeeded: word2 >> shift)
            bytes[position + 24] = UInt8(truncatingIfNeeded: word3 >> shift)
        }
        return bytes
    }

    public var description: String { Hex.encode(bytes) }

    public static func < (left: Digest, right: Digest) -> Bool {
        (left.word0, left.word1, left.word2, left.word3) < (right.word0, right.word1, right.word2, right.word3)
    }
}
