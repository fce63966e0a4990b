import Kernel

/// `it:sec:cpe`: the name of a product, in the form of version 2.3, or 2.2 as a legacy type.
struct PlatformNameType: TextBehaviour {
    private static let fields = [
        "part", "vendor", "product", "version", "update", "edition", "language", "sw_edition", "target_sw", "target_hw", "other",
    ]
    /// Characters that version 2.3 writes with a backslash.
    private static let escaped = Set("!\"#$%&'()+,/:;<=>@[]^`{|}~")

    let isLegacy: Bool

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.strip(try requireText(value, context).lowercased())
        let parts: [String]
        if text.hasPrefix("cpe:2.3:") {
            parts = try modern(String(text.dropFirst("cpe:2.3:".count)), context)
        } else if text.hasPrefix("cpe:/") {
            parts = try legacy(String(text.dropFirst("cpe:/".count)), context)
        } else if isLegacy {
            throw context.bad("CPE 2.2 string is expected to start with \"cpe:/\"")
        } else {
            throw context.bad("CPE 2.3 string is expected to start with \"cpe:2.3:\"")
        }
        let name22 = Self.name22(parts)
        guard !isLegacy else { return Normalized(.string(name22)) }
        var subs = [ModelValue.Entry("v2_2", .string(name22))]
        for (field, part) in zip(Self.fields, parts) { subs.append(.init(field, .string(TextForm.replace(part, "\\", with: "")))) }
        return Normalized(.string("cpe:2.3:" + parts.joined(separator: ":")), subs: subs)
    }

    private func modern(_ text: String, _ context: TypeContext) throws(Fault) -> [String] {
        var parts = [""]
        var isEscaped = false
        for character in text {
            if character == ":", !isEscaped {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
            isEscaped = character == "\\" && !isEscaped
        }
        guard parts.count <= Self.fields.count else {
            throw context.bad("CPE 2.3 string has \(parts.count) parts, expected \(Self.fields.count).")
        }
        return (parts + [String](repeating: "*", count: Self.fields.count - parts.count)).map { $0.isEmpty ? "*" : $0 }
    }

    private func legacy(_ text: String, _ context: TypeContext) throws(Fault) -> [String] {
        var parts = TextForm.split(text, at: ":").map { Self.escape(Self.unquote($0)) }
        guard parts.count <= 7 else { throw context.bad("CPE 2.2 string has \(parts.count) parts, expected at most 7.") }
        if parts.count == 6, parts[5].hasPrefix("\\~") || parts[5].hasPrefix("~") {
            let packed = TextForm.split(TextForm.replace(parts[5], "\\~", with: "~"), at: "~")
            parts.removeLast()
            let rest = Array(packed.dropFirst())
            parts.append(rest.first ?? "")
            parts.append("")
            parts += rest.dropFirst()
        }
        let missing = max(0, Self.fields.count - parts.count)
        return (parts + [String](repeating: "*", count: missing)).prefix(Self.fields.count).map { $0.isEmpty ? "*" : $0 }
    }

    private static func unquote(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let decoded = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)), decoded.count == 1 {
                bytes += decoded
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text {
            if escaped.contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }

    /// The name in version 2.2, where what is not known is empty.
    private static func name22(_ parts: [String]) -> String {
        let plain = parts.map { part -> String in
            if part == "*" { return "" }
            return quote(TextForm.replace(part, "\\", with: ""))
        }
        var first = Array(plain.prefix(7))
        if plain.dropFirst(7).contains(where: { !$0.isEmpty }) {
            first[5] = "~" + ([plain[5]] + plain.dropFirst(7)).joined(separator: "~")
        }
        while first.last?.isEmpty == true { first.removeLast() }
        return "cpe:/" + first.joined(separator: ":")
    }

    private static func quote(_ text: String) -> String {
        var result = ""
        for character in text {
            if escaped.contains(character), let byte = character.asciiValue {
                result += "%" + Hex.encode([byte])
            } else {
                result.append(character)
            }
        }
        return result
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
