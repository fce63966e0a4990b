import Kernel
import TLS
import World

/// Passwords as they are kept: salt, cost and hash in one text, `scrypt$<cost>$<salt>$<hash>`.
enum PasswordHash {
    private static let scheme = "scrypt"
    /// Bytes of salt and of hash.
    private static let saltBytes = 16
    private static let hashBytes = 32

    static func make(_ password: String, random: any RandomSource) throws(Fault) -> String {
        let salt = random.bytes(saltBytes)
        let hash = try Scrypt.derive(Array(password.utf8), salt: salt, cost: Scrypt.defaultCost, byteCount: hashBytes)
        return "\(scheme)$\(Scrypt.defaultCost)$\(Hex.encode(salt))$\(Hex.encode(hash))"
    }

    /// Compares without saying by its time where the two differ.
    static func check(_ password: String, _ stored: String) -> Bool {
        let parts = stored.split(separator: "$")
        guard parts.count == 4, parts[0] == scheme, let cost = UInt64(parts[1]), let salt = Hex.decode(parts[2]),
            let hash = Hex.decode(parts[3]),
            let other = try? Scrypt.derive(Array(password.utf8), salt: salt, cost: cost, byteCount: hash.count)
        else { return false }
        return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
