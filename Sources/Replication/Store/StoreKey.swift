import Kernel

/// The bytes of a key, built without allocation while they are few.
///
/// Numbers are appended big-endian, so that byte order is number order. Text is its UTF-8 bytes; where another part follows it, end it
/// with ``terminated(_:)`` so that no two different keys have equal bytes.
public struct StoreKey: Lendable, Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// Keys up to this many bytes live in the value itself: two digests, or four numbers and an iden.
    public static let inlineMax = 64
    /// LMDB's own limit on keys, and on values in tables with duplicates.
    public static let byteCountMax = 511

    /// How many bytes the key has. More than ``byteCountMax`` can be built, but not stored.
    public private(set) var byteCount = 0
    @usableFromInline var inline = InlineArray<64, UInt8>(repeating: 0)
    /// All the bytes, once there are more than `inlineMax`.
    @usableFromInline var spilled: [UInt8] = []

    /// The empty key, to be appended to. A table cannot hold it.
    public init() {}

    /// The key with these bytes.
    public init(_ bytes: some Collection<UInt8>) {
        append(bytes)
    }

    public init(stringLiteral text: String) { append(text.utf8) }
    public init(arrayLiteral bytes: UInt8...) { append(bytes) }

    /// A copy of lent bytes.
    public init(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// The key of an ``TableKind/integerKeys`` table: 8 bytes in the order of the processor.
    public static func native(_ number: UInt64) -> StoreKey {
        var key = StoreKey()
        key.append(word: number)
        return key
    }

    /// A key of one part, in the order of ``with(_:)``: numbers and texts sort as their values do.
    public static func bigEndian(_ number: UInt64) -> StoreKey { StoreKey().with(number) }
    public static func iden(_ iden: Iden) -> StoreKey { StoreKey().with(iden) }
    public static func digest(_ digest: Digest) -> StoreKey { StoreKey().with(digest) }
    public static func string(_ text: String) -> StoreKey { StoreKey().with(text) }

    /// This key and the 8 bytes of `number`, big-endian.
    public func with(_ number: UInt64) -> StoreKey {
        var key = self
        key.append(word: number.bigEndian)
        return key
    }

    /// This key and one byte.
    public func with(byte: UInt8) -> StoreKey {
        var key = self
        key.append(CollectionOfOne(byte))
        return key
    }

    /// This key and the 16 bytes of `iden`.
    public func with(_ iden: Iden) -> StoreKey {
        var key = self
        key.append(word: iden.high.bigEndian)
        key.append(word: iden.low.bigEndian)
        return key
    }

    /// This key and the 32 bytes of `digest`.
    public func with(_ digest: Digest) -> StoreKey {
        var key = self
        let words = digest.words
        key.append(word: words.0.bigEndian)
        key.append(word: words.1.bigEndian)
        key.append(word: words.2.bigEndian)
        key.append(word: words.3.bigEndian)
        return key
    }

    /// This key and the UTF-8 bytes of `text`. Only for the last part of a key; see ``terminated(_:)``.
    public func with(_ text: String) -> StoreKey { with(bytes: text.utf8) }

    /// This key, the UTF-8 bytes of `text` and a zero byte. A zero byte inside the text becomes 0x00 0xff, so order and uniqueness stay.
    public func terminated(_ text: String) -> StoreKey {
        var key = self
        for byte in text.utf8 {
            key.append(CollectionOfOne(byte))
            if byte == 0 { key.append(CollectionOfOne(0xff)) }
        }
        key.append(CollectionOfOne(0))
        return key
    }

    /// This key and more bytes.
    public func with(bytes: some Collection<UInt8>) -> StoreKey {
        var key = self
        key.append(bytes)
        return key
    }

    /// Appends the bytes of `word` as they lie in memory. Almost every key of a busy table is made of these.
    private mutating func append(word: UInt64) {
        guard byteCount <= Self.inlineMax - 8 else { return withUnsafeBytes(of: word) { append($0) } }
        // SAFETY: the eight bytes from `byteCount` lie inside the inline array, as checked above.
        withUnsafeMutableBytes(of: &inline) { $0.storeBytes(of: word, toByteOffset: byteCount, as: UInt64.self) }
        byteCount += 8
    }

    /// Appends bytes in place.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        let count = bytes.count
        if count <= Self.inlineMax - byteCount {
            let isCopied: Void? = bytes.withContiguousStorageIfAvailable { source in
                // SAFETY: the bytes from `byteCount` on that are written lie inside the inline array, as checked above.
                withUnsafeMutableBytes(of: &inline) { room in
                    let free = UnsafeMutableRawBufferPointer(rebasing: room[byteCount..<byteCount + count])
                    free.copyMemory(from: UnsafeRawBufferPointer(source))
                }
            }
            if isCopied != nil {
                byteCount += count
                return
            }
        }
        for byte in bytes {
            if byteCount < Self.inlineMax {
                inline[byteCount] = byte
            } else {
                if byteCount == Self.inlineMax {
                    spilled.reserveCapacity(Self.byteCountMax)
                    for position in 0..<Self.inlineMax { spilled.append(inline[position]) }
                }
                spilled.append(byte)
            }
            byteCount += 1
        }
    }

    /// The bytes as an array.
    public var bytes: [UInt8] {
        byteCount > Self.inlineMax ? spilled : (0..<byteCount).map { inline[$0] }
    }

    /// The smallest key after every key that starts with this one; nil when there is none, because every byte is 0xff.
    var prefixEnd: StoreKey? {
        var end = bytes
        while let last = end.popLast() {
            if last < 0xff { return StoreKey(end + [last + 1]) }
        }
        return nil
    }

    /// Lends the key's bytes, which lie inside the value.
    @inlinable
    public borrowing func lend<R: ~Copyable>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R {
        if byteCount <= inline.count { return try body(inline.span.bytes.extracting(0..<byteCount)) }
        return try body(spilled.span.bytes)
    }

    public static func == (left: StoreKey, right: StoreKey) -> Bool { left.bytes == right.bytes }

    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}
