import COpenSSL
import Kernel

/// The password hash scrypt (RFC 7914): slow and hungry for memory on purpose, so that guessing costs.
public enum Scrypt {
    /// The cost that new hashes get: about 50 ms and 16 MiB.
    public static let defaultCost: UInt64 = 1 << 14
    /// A stored cost above this is no cost that we ever wrote.
    private static let costMax: UInt64 = 1 << 20
    /// Block size and parallelism, as the RFC recommends them.
    private static let blockSize: UInt64 = 8
    private static let parallelism: UInt64 = 1
    /// More than the largest cost needs.
    private static let memoryMax: UInt64 = 2 << 30

    /// `byteCount` bytes derived from the password.
    /// - Throws: `BadArg` for a cost that is no power of two or out of range, `CryptoErr`.
    public static func derive(_ password: [UInt8], salt: [UInt8], cost: UInt64, byteCount: Int) throws(Fault) -> [UInt8] {
        guard cost > 1, cost <= costMax, cost.nonzeroBitCount == 1, (1...64).contains(byteCount) else {
            throw Fault(.badArgument, "the cost of a password hash is a power of two up to \(costMax)", fields: ["cost": .integer(cost)])
        }
        var derived = [UInt8](repeating: 0, count: byteCount)
        // SAFETY: OpenSSL reads the password and the salt and writes `byteCount` bytes, all of which live for the length of the call.
        let status = password.withUnsafeBytes { bytes in
            EVP_PBE_scrypt(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count, cost, blockSize, parallelism,
                memoryMax, &derived, byteCount)
        }
        guard status == 1 else { throw Fault(.crypto, "OpenSSL could not derive a password hash") }
        return derived
    }
}
