import Kernel
import Model

/// Digests that are well spread and the same in every run, but no cryptography: tests of the graph only need names for content.
struct MixingHasher: ContentHasher {
    func md5(_ bytes: [UInt8]) -> [UInt8] { Array(digest(bytes).bytes.prefix(16)) }
    func sha1(_ bytes: [UInt8]) -> [UInt8] { Array(digest(bytes).bytes.prefix(20)) }
    func sha512(_ bytes: [UInt8]) -> [UInt8] { digest(bytes).bytes + digest(bytes).bytes }
    func sha256(_ bytes: [UInt8]) -> Digest { digest(bytes) }

    private func digest(_ bytes: [UInt8]) -> Digest {
        Digest(words: (word(bytes, 1), word(bytes, 2), word(bytes, 3), word(bytes, 4)))
    }

    private func word(_ bytes: [UInt8], _ seed: UInt64) -> UInt64 {
        var word = bytes.reduce(seed &* 0x9e37_79b9_7f4a_7c15) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        word = (word ^ word >> 31) &* 0xbf58_476d_1ce4_e5b9
        return word ^ word >> 29
    }
}
