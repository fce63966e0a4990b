import Kernel
import Storm
import TLS

/// `$lib.crypto.hashes`, `$lib.crypto.hmac`
enum HashLibraries {
    static let hashes = StormLibrary(
        "crypto.hashes", help: "Digests of bytes, as hexadecimal text.",
        functions: [MessageDigest.md5, .sha1, .sha256, .sha512].map { algorithm in
            StormFunction(
                algorithm.rawValue, ["byts"], help: "The \(algorithm.rawValue.uppercased()) of bytes.",
                examples: algorithm == .md5
                    ? [
                        StormExample(
                            "return($lib.crypto.hashes.md5($lib.base64.decode('aGVsbG8=')))", returns: "5d41402abc4b2a76b9719d911017c592")
                    ] : []
            ) { call in .string(Hex.encode(algorithm.digest(of: try call.bytes(0, named: "byts")))) }
        })

    static let hmac = StormLibrary(
        "crypto.hmac", help: "Codes that only who has the key can make (RFC 2104).",
        functions: [
            StormFunction(
                "digest", ["key", "mesg", .optional("alg", "sha256")], help: "The code of a message.",
                examples: [
                    StormExample(
                        "$k=key $m=mesg return($lib.hex.encode($lib.crypto.hmac.digest($k.encode(), $m.encode())))",
                        returns: "68c3d33884af7840aebc43d3328ba5865db5d3ef631359fe9ef0edc1c1c6d6b3")
                ]
            ) { call in
                let key = try call.bytes(0, named: "key")
                let message = try call.bytes(1, named: "mesg")
                let name = try call.text(2)
                guard let algorithm = MessageDigest(rawValue: name.lowercased()) else {
                    throw Fault(
                        .badArgument, "Invalid hashing algorithm: \(name)",
                        advice: "Use one of \(MessageDigest.allCases.map(\.rawValue).joined(separator: ", "))")
                }
                return .bytes(try algorithm.authenticationCode(of: message, key: key))
            }
        ])
}
