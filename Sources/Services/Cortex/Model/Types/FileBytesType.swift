import Kernel

/// `file:bytes`: a file by its SHA-256, or by a guid where that is not known.
struct FileBytesType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .bytes(let bytes): return hashed(bytes, context)
        case .list(let items):
            guard !items.isEmpty else { throw context.bad("Guid list values cannot be empty.") }
            return Normalized(.string("guid:" + (try NodeIdentity.guid(of: value, context.environment))))
        case .string(let text): return try read(TextForm.strip(text), context)
        default: throw context.noNorm(value)
        }
    }

    private func read(_ text: String, _ context: TypeContext) throws(Fault) -> Normalized {
        if text == "*" { return Normalized(.string("guid:\(context.environment.freshIden())")) }
        guard let (kind, rest) = TextForm.cut(text, at: ":") else {
            let digits = text.lowercased()
            guard digits.utf8.count == 64, TextForm.isHex(digits) else {
                throw context.bad("unadorned file:bytes value is not a sha256 - valu=\(text)")
            }
            return digest(digits)
        }
        switch kind.lowercased() {
        case "guid":
            let guid = rest.lowercased()
            guard guid.utf8.count == 32, TextForm.isHex(guid) else { throw context.bad("guid is not a guid - valu=\(rest)") }
            return Normalized(.string("guid:\(guid)"))
        case "sha256":
            let digits = rest.lowercased()
            guard digits.utf8.count == 64, TextForm.isHex(digits) else {
                throw context.bad("invalid length for sha256 value - valu=\(rest)")
            }
            return digest(digits)
        case "hex":
            guard let bytes = Hex.decode(rest.filter { !$0.isWhitespace }) else { throw context.bad("invalid hex value - valu=\(rest)") }
            return hashed(bytes, context)
        case "base64":
            guard let bytes = Base64.decode(rest) else { throw context.bad("invalid base64 value - valu=\(rest)") }
            return hashed(bytes, context)
        default:
            throw context.bad("unable to norm as file:bytes: kind=\(kind)")
        }
    }

    private func digest(_ digits: String) -> Normalized {
        Normalized(.string("sha256:\(digits)"), subs: [.init("sha256", .string(digits))])
    }

    private func hashed(_ bytes: [UInt8], _ context: TypeContext) -> Normalized {
        let hasher = context.environment.hasher
        let sha256 = hasher.sha256(bytes).description
        return Normalized(.string("sha256:\(sha256)"), subs: [
            .init("md5", .string(Hex.encode(hasher.md5(bytes)))), .init("sha1", .string(Hex.encode(hasher.sha1(bytes)))),
            .init("sha256", .string(sha256)), .init("sha512", .string(Hex.encode(hasher.sha512(bytes)))),
            .init("size", .integer(bytes.count)),
        ])
    }
}
