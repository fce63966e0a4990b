import Kernel
import Storm

/// `$lib.base64`
enum Base64Library {
    static let library = StormLibrary(
        "base64", help: "Bytes as text of 64 signs (RFC 4648).",
        functions: [
            StormFunction(
                "encode", ["valu", .optional("urlsafe", true)],
                help: "The text for bytes; with urlsafe the signs - and _ stand for + and /.",
                examples: [StormExample("$s=hello return($lib.base64.encode($s.encode()))", returns: "aGVsbG8=")]
            ) { call in
                let bytes = try call.binary(0, while: "base64 encoding")
                return .string(Base64Codec.encode(bytes, isURLSafe: try call.bool(1)))
            },
            StormFunction(
                "decode", ["valu", .optional("urlsafe", true)],
                help: "The bytes for a text. Signs outside of the alphabet are passed over.",
                examples: [StormExample("return($lib.base64.decode('aGVsbG8=').decode())", returns: "hello")]
            ) { call in
                let text: String
                switch call.value(0) {
                case .string(let given): text = given
                case .bytes(let given): text = String(decoding: given, as: UTF8.self)
                case let other:
                    throw CodecFaults.failed(
                        "base64 decoding", "argument should be a bytes-like object or ASCII string, not '\(other.pythonTypeName)'", other)
                }
                guard let bytes = Base64Codec.decode(text, isURLSafe: try call.bool(1)) else {
                    throw CodecFaults.failed("base64 decoding", Base64Codec.decodeProblem(text), call.value(0))
                }
                return .bytes(bytes)
            },
        ])
}

/// The alphabets of RFC 4648, as lenient in reading as the reference.
package enum Base64Codec {
    private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let urlSafe = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    package static func encode(_ bytes: [UInt8], isURLSafe: Bool, isPadded: Bool = true) -> String {
        let alphabet = isURLSafe ? urlSafe : standard
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var position = 0
        while position < bytes.count {
            let left = min(3, bytes.count - position)
            var group = UInt32(bytes[position]) << 16
            if left > 1 { group |= UInt32(bytes[position + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[position + 2]) }
            for sign in 0..<4 {
                if sign <= left {
                    text.append(alphabet[Int(group >> UInt32(18 - 6 * sign) & 63)])
                } else if isPadded {
                    text.append(UInt8(ascii: "="))
                }
            }
            position += 3
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; nil for text that ends within a group. Foreign signs do not count, as in the reference.
    static func decode(_ text: String, isURLSafe: Bool) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var signs = 0
        var padding = 0
        for sign in text.utf8 {
            if sign == UInt8(ascii: "=") {
                padding += 1
                if signs % 4 >= 2, signs % 4 + padding >= 4 { return bytes }
                continue
            }
            guard let digit = digit(sign, isURLSafe) else { continue }
            padding = 0
            bits = bits << 6 | digit
            signs += 1
            switch signs % 4 {
            case 2: bytes.append(UInt8(truncatingIfNeeded: bits >> 4))
            case 3: bytes.append(UInt8(truncatingIfNeeded: bits >> 2))
            case 0: bytes.append(UInt8(truncatingIfNeeded: bits))
            default: break
            }
        }
        return signs.isMultiple(of: 4) ? bytes : nil
    }

    /// Why ``decode(_:isURLSafe:)`` gave nothing.
    static func decodeProblem(_ text: String) -> String {
        let signs = text.utf8.count { digit($0, true) != nil || digit($0, false) != nil }
        return signs % 4 == 1
            ? "Invalid base64-encoded string: number of data characters (\(signs)) cannot be 1 more than a multiple of 4"
            : "Incorrect padding"
    }

    private static func digit(_ sign: UInt8, _ isURLSafe: Bool) -> UInt32? {
        switch sign {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(sign) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(sign) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(sign) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        case UInt8(ascii: "-") where isURLSafe: 62
        case UInt8(ascii: "_") where isURLSafe: 63
        default: nil
        }
    }
}
