import Kernel
import Model

/// MD5 and the SHA family in plain Swift, for tests only: the product takes them from the system's library.
struct PlainDigests: ContentHasher {
    func md5(_ bytes: [UInt8]) -> [UInt8] {
        let shifts: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476]
        for block in blocks(bytes, size: 64, lengthBytes: 8, bigEndian: false) {
            let words: [UInt32] = (0..<16).map { word in
                var value: UInt32 = 0
                for part in 0..<4 { value |= UInt32(block[word * 4 + part]) << UInt32(8 * part) }
                return value
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for round in 0..<64 {
                let (mix, word): (UInt32, Int) = switch round / 16 {
                case 0: ((b & c) | (~b & d), round)
                case 1: ((d & b) | (~d & c), (5 * round + 1) % 16)
                case 2: (b ^ c ^ d, (3 * round + 5) % 16)
                default: (c ^ (b | ~d), (7 * round) % 16)
                }
                let sum = a &+ mix &+ Self.sines[round] &+ words[word]
                let shift = shifts[round / 16 * 4 + round % 4]
                (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
            }
            state = zip(state, [a, b, c, d]).map { $0 &+ $1 }
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) } }
    }

    func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        for block in blocks(bytes, size: 64, lengthBytes: 8, bigEndian: true) {
            var words = bigEndianWords(block, UInt32.self)
            for position in 16..<80 {
                let mixed = words[position - 3] ^ words[position - 8] ^ words[position - 14] ^ words[position - 16]
                words.append(rotateLeft(mixed, 1))
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for round in 0..<80 {
                let (mix, constant): (UInt32, UInt32) = switch round / 20 {
                case 0: ((b & c) | (~b & d), 0x5a82_7999)
                case 1: (b ^ c ^ d, 0x6ed9_eba1)
                case 2: ((b & c) | (b & d) | (c & d), 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
                (a, b, c, d, e) = (rotateLeft(a, 5) &+ mix &+ e &+ constant &+ words[round], a, rotateLeft(b, 30), c, d)
            }
            state = zip(state, [a, b, c, d, e]).map { $0 &+ $1 }
        }
        return bigEndianBytes(state)
    }

    func sha256(_ bytes: [UInt8]) -> Digest {
        let constants = Self.roots64.map { UInt32(truncatingIfNeeded: $0 >> 32) }
        let initial: [UInt32] = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        let state = sha2(
            bytes, initial, Array(constants.prefix(64)), size: 64, lengthBytes: 8, [2, 13, 22, 6, 11, 25, 7, 18, 3, 17, 19, 10])
        return Digest(bytes: bigEndianBytes(state)) ?? .zero
    }

    func sha512(_ bytes: [UInt8]) -> [UInt8] {
        let initial: [UInt64] = [
            0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
            0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
        ]
        return bigEndianBytes(sha2(bytes, initial, Self.roots64, size: 128, lengthBytes: 16, [28, 34, 39, 14, 18, 41, 1, 8, 7, 19, 61, 6]))
    }

    private func sha2<Word: FixedWidthInteger & UnsignedInteger>(
        _ bytes: [UInt8], _ initial: [Word], _ constants: [Word], size: Int, lengthBytes: Int, _ turns: [Int]
    ) -> [Word] {
        func rotate(_ word: Word, _ count: Int) -> Word { word >> Word(count) | word << Word(Word.bitWidth - count) }
        var state = initial
        for block in blocks(bytes, size: size, lengthBytes: lengthBytes, bigEndian: true) {
            var words = bigEndianWords(block, Word.self)
            for position in 16..<constants.count {
                let (early, late) = (words[position - 15], words[position - 2])
                let one = rotate(early, turns[6]) ^ rotate(early, turns[7]) ^ (early >> Word(turns[8]))
                let two = rotate(late, turns[9]) ^ rotate(late, turns[10]) ^ (late >> Word(turns[11]))
                words.append(words[position - 16] &+ one &+ words[position - 7] &+ two)
            }
            var work = state
            for round in constants.indices {
                let (a, e) = (work[0], work[4])
                let one = rotate(e, turns[3]) ^ rotate(e, turns[4]) ^ rotate(e, turns[5])
                let choice = (e & work[5]) ^ (~e & work[6])
                let first = work[7] &+ one &+ choice &+ constants[round] &+ words[round]
                let two = rotate(a, turns[0]) ^ rotate(a, turns[1]) ^ rotate(a, turns[2])
                let majority = (a & work[1]) ^ (a & work[2]) ^ (work[1] & work[2])
                work = [first &+ two &+ majority, a, work[1], work[2], work[3] &+ first, e, work[5], work[6]]
            }
            state = zip(state, work).map { $0 &+ $1 }
        }
        return state
    }

    private func rotateLeft(_ word: UInt32, _ count: UInt32) -> UInt32 { word << count | word >> (32 - count) }

    private func blocks(_ bytes: [UInt8], size: Int, lengthBytes: Int, bigEndian: Bool) -> [[UInt8]] {
        var padded = bytes + [0x80]
        while padded.count % size != size - lengthBytes { padded.append(0) }
        let bits = (0..<lengthBytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: UInt64(bytes.count * 8) >> UInt64(8 * $0)) : 0 }
        padded += bigEndian ? bits.reversed() : bits
        return stride(from: 0, to: padded.count, by: size).map { Array(padded[$0..<$0 + size]) }
    }

    private func bigEndianWords<Word: FixedWidthInteger>(_ block: [UInt8], _ type: Word.Type) -> [Word] {
        let width = Word.bitWidth / 8
        return (0..<16).map { word in (0..<width).reduce(Word(0)) { $0 << 8 | Word(block[word * width + $1]) } }
    }

    private func bigEndianBytes<Word: FixedWidthInteger>(_ words: [Word]) -> [UInt8] {
        words.flatMap { word in
            stride(from: Word.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> Word($0)) }
        }
    }

    private static let sines: [UInt32] = (1...64).map { step in
        var angle = Double(step).remainder(dividingBy: 2 * .pi)
        if angle > .pi / 2 { angle = .pi - angle }
        if angle < -.pi / 2 { angle = -.pi - angle }
        var (term, sum) = (angle, angle)
        for order in stride(from: 2.0, through: 30, by: 2) {
            term *= -angle * angle / (order * (order + 1))
            sum += term
        }
        return UInt32(sum.magnitude * 4_294_967_296)
    }

    /// The first 64 bits behind the point of the cube roots of the first eighty primes.
    private static let roots64: [UInt64] = {
        var primes: [UInt64] = []
        var candidate: UInt64 = 2
        while primes.count < 80 {
            if !primes.contains(where: { candidate.isMultiple(of: $0) }) { primes.append(candidate) }
            candidate += 1
        }
        return primes.map(cubeRootFraction)
    }()

    private static func cubeRootFraction(_ prime: UInt64) -> UInt64 {
        // The largest root with root cubed not above prime * 2^192, bit by bit; 256 bits wide by parts of 32.
        var root: UInt128 = 0
        for bit in (0..<68).reversed() {
            let attempt = root | 1 << UInt128(bit)
            let cube = BigInteger(bigEndian: bytes(attempt)) * BigInteger(bigEndian: bytes(attempt)) * BigInteger(bigEndian: bytes(attempt))
            let limit = BigInteger(bigEndian: [UInt8(prime >> 8), UInt8(prime & 255)] + [UInt8](repeating: 0, count: 24))
            if !(limit < cube) { root = attempt }
        }
        return UInt64(truncatingIfNeeded: root)
    }

    private static func bytes(_ number: UInt128) -> [UInt8] {
        stride(from: 120, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt128($0)) }
    }
}
