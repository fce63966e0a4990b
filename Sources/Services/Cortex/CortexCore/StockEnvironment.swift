import Kernel
import Model
import Regex
import TLS
import World

/// Digests with the system's cryptography.
struct SystemHasher: ContentHasher {
    func md5(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.md5.digest(of: bytes) }
    func sha1(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.sha1.digest(of: bytes) }
    func sha512(_ bytes: [UInt8]) -> [UInt8] { MessageDigest.sha512.digest(of: bytes) }
    func sha256(_ bytes: [UInt8]) -> Digest {
        guard let digest = Digest(bytes: MessageDigest.sha256.digest(of: bytes)) else { preconditionFailure("SHA-256 has 32 bytes") }
        return digest
    }
}

extension CortexHost {
    /// The stock model as a Cortex uses it. It takes a few milliseconds: make it once and share it between hosts.
    public static func stockModel(
        clock: any Clock = Host.linux.clock, random: any RandomSource = Host.linux.random
    ) throws(Fault) -> DataModel {
        let environment = ModelEnvironment(
            hasher: SystemHasher(), regexEngine: PatternCache(), now: { clock.wallTime() },
            freshIden: { Iden(high: random.next(), low: random.next()) })
        return try StockModel.make(environment)
    }
}
