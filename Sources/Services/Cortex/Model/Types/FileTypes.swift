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

/// Bytes as text in the alphabet of RFC 4648.
enum Base64 {
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var characters = 0
        var padding = 0
        for character in text.utf8 where character > 0x20 {
            characters += 1
            if character == UInt8(ascii: "=") {
                padding += 1
                continue
            }
            guard padding == 0, let digit = digit(character) else { return nil }
            bits = bits << 6 | digit
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return characters.isMultiple(of: 4) && padding <= 2 ? bytes : nil
    }

    private static func digit(_ character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character) + 4
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// `file:base`: the name of a file, without folders.
struct FileNameType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.replace(TextForm.strip(try requireText(value, context).lowercased()), "\\", with: "/")
        guard !text.contains("/") else { throw context.bad("file:base may not contain /") }
        guard let (_, suffix) = TextForm.cutLast(text, at: ".") else { return Normalized(.string(text)) }
        return Normalized(.string(text), subs: [.init("ext", .string(suffix))])
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}

/// `file:path`: folders and name with forward slashes, in lower case, without `.` and `..`.
struct FilePathType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.replace(TextForm.strip(try requireText(value, context).lowercased()), "\\", with: "/")
        guard !text.isEmpty else { return Normalized("") }
        let isRooted = text.hasPrefix("/")
        var parts: [String] = []
        for part in TextForm.split(text, at: "/") where part != "." && !part.isEmpty {
            if part == ".." {
                if !parts.isEmpty { parts.removeLast() }
            } else {
                parts.append(part)
            }
        }
        let lead = isRooted ? "/" : ""
        guard let name = parts.last else { return Normalized(.string(lead)) }
        var subs: [ModelValue.Entry] = [.init("base", .string(name))]
        if let (_, suffix) = TextForm.cutLast(name, at: ".") { subs.append(.init("base:ext", .string(suffix))) }
        if parts.count > 1 { subs.append(.init("dir", .string(lead + parts.dropLast().joined(separator: "/")))) }
        return Normalized(.string(lead + parts.joined(separator: "/")), subs: subs)
    }

    func prefix(_ text: String) -> String { TextForm.replace(text.lowercased(), "\\", with: "/") }
}
