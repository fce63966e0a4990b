import Kernel
import Model
import Regex
import TLS
import World

/// What the data model takes from the machine: digests from OpenSSL, regular expressions from PCRE2, time and randomness from `World`.
public enum ModelSupport {
    /// The digests of OpenSSL.
    public static let hasher: any ContentHasher = SystemHasher()

    /// Patterns of types and comparators, compiled once in a process.
    public static let patterns = PatternCache()

    /// The environment of a model that runs on this machine.
    public static func environment(clock: any Clock = Host.linux.clock, random: any RandomSource = Host.linux.random) -> ModelEnvironment {
        ModelEnvironment(
            hasher: hasher, regexEngine: patterns, now: { clock.wallTime() }, freshIden: { Iden(high: random.next(), low: random.next()) })
    }

    private struct SystemHasher: ContentHasher {
        func md5(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.md5.digest(of: bytes) }
        func sha1(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.sha1.digest(of: bytes) }
        func sha512(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.sha512.digest(of: bytes) }
        func sha256(_ bytes: [UInt8]) -> Digest { SHA256.digest(of: bytes) }
    }
}
