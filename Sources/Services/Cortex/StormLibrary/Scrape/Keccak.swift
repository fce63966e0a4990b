/// The digest of Ethereum: Keccak with 256 bits in its first form, before it became SHA-3.
enum Keccak {
    private static let rate = 136
    private static let rotations: [UInt64] = [
        1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44,
    ]
    private static let lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1]

    static func digest(of bytes: [UInt8]) -> [UInt8] {
        var state = [UInt64](repeating: 0, count: 25)
        var padded = bytes
        padded.append(1)
        padded += [UInt8](repeating: 0, count: (rate - padded.count % rate) % rate)
        padded[padded.count - 1] |= 0x80
        for start in stride(from: 0, to: padded.count, by: rate) {
            for lane in 0..<(rate / 8) {
                let word = padded[(start + 8 * lane)..<(start + 8 * lane + 8)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                state[lane] ^= word
            }
            permute(&state)
        }
        return (0..<32).map { UInt8(truncatingIfNeeded: state[$0 / 8] >> UInt64(8 * ($0 % 8))) }
    }

    private static func permute(_ state: inout [UInt64]) {
        var register: UInt8 = 1
        for _ in 0..<24 {
            let parity = (0..<5).map { column in (0..<5).reduce(UInt64(0)) { $0 ^ state[column + 5 * $1] } }
            for column in 0..<5 {
                let mix = parity[(column + 4) % 5] ^ rotate(parity[(column + 1) % 5], 1)
                for row in 0..<5 { state[column + 5 * row] ^= mix }
            }
            var moving = state[1]
            for step in 0..<24 {
                let next = state[lanes[step]]
                state[lanes[step]] = rotate(moving, rotations[step])
                moving = next
            }
            for row in stride(from: 0, to: 25, by: 5) {
                let line = Array(state[row..<(row + 5)])
                for column in 0..<5 { state[row + column] = line[column] ^ (~line[(column + 1) % 5] & line[(column + 2) % 5]) }
            }
            state[0] ^= roundConstant(&register)
        }
    }

    /// The constants come from a shift register of eight bits.
    private static func roundConstant(_ register: inout UInt8) -> UInt64 {
        var constant: UInt64 = 0
        for bit in 0..<7 {
            if register & 1 != 0 { constant |= 1 << UInt64((1 << bit) - 1) }
            register = register << 1 ^ (register & 0x80 == 0 ? 0 : 0x71)
        }
        return constant
    }

    private static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 { word << count | word >> (64 - count) }
}
