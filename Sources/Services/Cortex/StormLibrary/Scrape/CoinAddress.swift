import Kernel
import TLS

/// Addresses of currencies, with their check sums: text that only looks like one is none.
enum CoinAddress {
    private static let base58 = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    private static let rippleBase58 = Array("rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz".utf8)
    private static let base32 = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

    static func bitcoin(_ text: String) -> (coin: String, address: String)? {
        guard let payload = checked(text, base58), payload.count == 21, payload[0] == 0 || payload[0] == 5 else { return nil }
        return ("btc", text)
    }

    static func ripple(_ text: String) -> (coin: String, address: String)? {
        guard let payload = checked(text, rippleBase58), payload.count == 21, payload[0] == 0 else { return nil }
        return ("xrp", text)
    }

    /// The bytes under text of base 58, without the four of the check sum at their end.
    private static func checked(_ text: String, _ alphabet: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for sign in text.utf8 {
            guard var carry = alphabet.firstIndex(of: sign) else { return nil }
            for position in bytes.indices.reversed() {
                carry += Int(bytes[position]) * 58
                bytes[position] = UInt8(carry & 0xff)
                carry >>= 8
            }
            while carry > 0 {
                bytes.insert(UInt8(carry & 0xff), at: 0)
                carry >>= 8
            }
        }
        bytes = [UInt8](repeating: 0, count: text.utf8.prefix { $0 == alphabet[0] }.count) + bytes
        guard bytes.count > 4 else { return nil }
        let payload = Array(bytes.dropLast(4))
        let sum = MessageDigest.sha256.digest(of: MessageDigest.sha256.digest(of: payload)).prefix(4)
        return sum.elementsEqual(bytes.suffix(4)) ? payload : nil
    }

    static func bitcoinSegment(_ text: String) -> (coin: String, address: String)? {
        let lower = text.lowercased()
        // Witness version 0 has the first check sum, later ones the second.
        guard lower == text || text.uppercased() == text, let version = base32.firstIndex(of: Array(lower.utf8)[3]) else { return nil }
        guard residue(lower, prefix: "bc") == (version == 0 ? 1 : 0x2bc8_30a3) else { return nil }
        return ("btc", lower)
    }

    static func cardano(_ text: String) -> (coin: String, address: String)? {
        let lower = text.lowercased()
        return residue(lower, prefix: "addr") == 1 ? ("ada", lower) : nil
    }

    /// What the check sum of BIP 173 leaves over; 1 for a right address.
    private static func residue(_ text: String, prefix: String) -> UInt32? {
        var values = prefix.utf8.map { UInt32($0 >> 5) } + [0] + prefix.utf8.map { UInt32($0 & 31) }
        for sign in text.utf8.dropFirst(prefix.utf8.count + 1) {
            guard let digit = base32.firstIndex(of: sign) else { return nil }
            values.append(UInt32(digit))
        }
        let generators: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
        var sum: UInt32 = 1
        for value in values {
            let top = sum >> 25
            sum = (sum & 0x1ff_ffff) << 5 ^ value
            for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { sum ^= generators[bit] }
        }
        return sum
    }

    static func bitcoinCash(_ text: String) -> (coin: String, address: String)? {
        let lower = text.lowercased()
        let prefix = "bitcoincash"
        let digits = lower.hasPrefix(prefix + ":") ? String(lower.dropFirst(prefix.utf8.count + 1)) : lower
        var values = prefix.utf8.map { UInt64($0 & 31) } + [0]
        for sign in digits.utf8 {
            guard let digit = base32.firstIndex(of: sign) else { return nil }
            values.append(UInt64(digit))
        }
        let generators: [UInt64] = [0x98_f2bc_8e61, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470]
        var sum: UInt64 = 1
        for value in values {
            let top = sum >> 35
            sum = (sum & 0x7_ffff_ffff) << 5 ^ value
            for bit in 0..<5 where top >> UInt64(bit) & 1 == 1 { sum ^= generators[bit] }
        }
        return sum == 1 ? ("bch", "\(prefix):\(digits)") : nil
    }

    static func ethereum(_ text: String) -> (coin: String, address: String)? {
        guard let checked = ethereumChecked(text) else { return nil }
        let digits = text.dropFirst(2)
        // Of one case only there is no check sum to be wrong.
        guard digits.lowercased() == digits || digits.uppercased() == digits || checked == text else { return nil }
        return ("eth", checked)
    }

    /// The address with the case of its letters as check sum (EIP-55); nil for what is no address.
    static func ethereumChecked(_ text: String) -> String? {
        let lower = text.lowercased()
        guard lower.utf8.count == 42, lower.hasPrefix("0x"), Hex.decode(lower.dropFirst(2)) != nil else { return nil }
        let digits = lower.dropFirst(2)
        let digest = Keccak.digest(of: Array(digits.utf8))
        var result = "0x"
        for (position, digit) in digits.enumerated() {
            let nibble = position.isMultiple(of: 2) ? digest[position / 2] >> 4 : digest[position / 2] & 15
            result += nibble >= 8 ? digit.uppercased() : String(digit)
        }
        return result
    }
}
