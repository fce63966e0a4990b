import Model

extension BigInteger {
    /// The whole part of `number`; nil for what is not finite.
    init?(truncating number: Double) {
        guard number.isFinite else { return nil }
        let whole = number.rounded(.towardZero)
        if let small = Int64(exactly: whole) {
            self.init(small)
            return
        }
        // Beyond 64 bits a floating point number is its significand times a power of two.
        let significand = UInt64(whole.significandBitPattern) | 1 << 52
        var bytes = shifted(significand, by: Int(whole.exponent) - 52)
        while bytes.first == 0 { bytes.removeFirst() }
        let magnitude = BigInteger(bigEndian: bytes)
        self = whole < 0 ? -magnitude : magnitude
    }
}

/// The big-endian bytes of `number` times two to the power of `count`.
private func shifted(_ number: UInt64, by count: Int) -> [UInt8] {
    let (whole, part) = count.quotientAndRemainder(dividingBy: 8)
    var bytes: [UInt8] = []
    let high = part == 0 ? 0 : number >> UInt64(64 - part)
    bytes.append(UInt8(truncatingIfNeeded: high))
    let low = number << UInt64(part)
    for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: low >> UInt64(shift))) }
    return bytes + [UInt8](repeating: 0, count: whole)
}
