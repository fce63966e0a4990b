import Kernel

/// Something that can show its bytes for the length of a call: what keys and values are given as.
///
/// Arrays and slices of bytes, `RawSpan` and ``StoreKey`` conform, so a key costs no allocation and a value no copy.
public protocol Lendable: ~Copyable, ~Escapable {
    /// Calls `body` with the bytes, which are valid only until it returns.
    borrowing func lend<R: ~Copyable>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R
}

extension RawSpan: Lendable {
    /// Lends the span itself.
    @inlinable
    public borrowing func lend<R: ~Copyable>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R { try body(self) }
}

extension Array: Lendable where Element == UInt8 {
    /// Lends the array's own bytes, without a copy.
    @inlinable
    public borrowing func lend<R: ~Copyable>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R { try body(span.bytes) }
}

extension ArraySlice: Lendable where Element == UInt8 {
    /// Lends the slice's own bytes, without a copy.
    @inlinable
    public borrowing func lend<R: ~Copyable>(_ body: (RawSpan) throws(Fault) -> R) throws(Fault) -> R { try body(span.bytes) }
}

extension RawSpan {
    /// A copy of the bytes.
    public var copied: [UInt8] {
        withUnsafeBytes { bytes in [UInt8](bytes) }
    }

    /// The first byte; nil when there is none.
    public var first: UInt8? {
        // SAFETY: the span has at least the byte that is loaded.
        byteCount > 0 ? unsafeLoad(as: UInt8.self) : nil
    }

    /// The 8 bytes at `offset` as a big-endian number; nil when fewer than 8 bytes are there.
    public func bigEndian(at offset: Int = 0) -> UInt64? {
        guard offset >= 0, byteCount >= 8, offset <= byteCount - 8 else { return nil }
        // SAFETY: the eight bytes from `offset` lie inside the span, as checked above.
        return UInt64(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The key of a row in an ``TableKind/integerKeys`` table, or an 8-byte number put there by ``StoreKey/native(_:)``; nil for another
    /// length.
    public var native: UInt64? {
        guard byteCount == 8 else { return nil }
        // SAFETY: the span has exactly the eight bytes that are loaded.
        return unsafeLoadUnaligned(as: UInt64.self)
    }

    /// Whether both spans hold the same bytes.
    public func equals(_ other: RawSpan) -> Bool {
        withUnsafeBytes { left in other.withUnsafeBytes { right in left.elementsEqual(right) } }
    }
}
