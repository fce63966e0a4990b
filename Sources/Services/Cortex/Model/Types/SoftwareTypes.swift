import Kernel

/// `it:semver`: a version of three numbers, packed into one that sorts like it.
struct SemanticVersionType: OrderedBehaviour {
    private static let partMax: Int64 = 0xfffff

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let parts: [Int64]
        switch value {
        case .int(let number):
            guard number >= 0 else { throw context.bad("Cannot norm a negative integer as a semver.") }
            guard number >> 60 == 0 else { throw context.bad("Cannot norm a integer larger than 1152921504606846975 as a semver.") }
            parts = [number >> 40, number >> 20 & Self.partMax, number & Self.partMax]
        case .string(let text):
            guard !TextForm.strip(text).isEmpty else { throw context.bad("No text left after stripping whitespace") }
            guard let read = Self.read(text) else { throw context.bad("Unable to parse string as a semver.") }
            parts = read
        default: throw context.noNorm(value)
        }
        return Normalized(.int(parts[0] << 40 | parts[1] << 20 | parts[2]), subs: [
            .init("major", .int(parts[0])), .init("minor", .int(parts[1])), .init("patch", .int(parts[2])),
        ])
    }

    /// The numbers at the start of a version; what is not there is zero.
    static func read(_ original: String) -> [Int64]? {
        var text = TextForm.strip(original).lowercased()[...]
        if text.hasPrefix("v") { text = TextForm.stripLeading(String(text.dropFirst()))[...] }
        var parts: [Int64] = []
        while parts.count < 3 {
            let digits = text.prefix { ("0"..."9").contains($0) }
            guard let number = Int64(digits), number <= partMax else { break }
            parts.append(number)
            text = text.dropFirst(digits.count)
            guard text.first == "." else { break }
            text = text.dropFirst()
        }
        guard !parts.isEmpty else { return nil }
        return parts + [Int64](repeating: 0, count: 3 - parts.count)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let number = value.int else { return .string(Display.text(value)) }
        return .string("\(number >> 40).\(number >> 20 & Self.partMax).\(number & Self.partMax)")
    }
}

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

/// `cvss:v2` and `cvss:v3`: the metrics of a severity, in the order of the standard, those not defined left out.
struct SeverityVectorType: TextBehaviour {
    enum Version: Sendable { case two, three }

    let version: Version

    private static let metrics2: [(String, String)] = [
        ("AV", "L,A,N"), ("AC", "L,M,H"), ("Au", "N,S,M"), ("C", "N,P,C"), ("I", "N,P,C"), ("A", "N,P,C"), ("E", "U,POC,F,H,ND"),
        ("RL", "OF,TF,W,U,ND"), ("RC", "UC,UR,C,ND"), ("CDP", "N,L,LM,MH,H,ND"), ("TD", "N,L,M,H,ND"), ("CR", "L,M,H,ND"),
        ("IR", "L,M,H,ND"), ("AR", "L,M,H,ND"),
    ]
    private static let metrics3: [(String, String)] = [
        ("AV", "N,A,L,P"), ("AC", "L,H"), ("PR", "N,L,H"), ("UI", "N,R"), ("S", "U,C"), ("C", "N,L,H"), ("I", "N,L,H"), ("A", "N,L,H"),
        ("E", "X,U,P,F,H"), ("RL", "X,O,T,W,U"), ("RC", "X,U,R,C"), ("CR", "X,L,M,H"), ("IR", "X,L,M,H"), ("AR", "X,L,M,H"),
        ("MAV", "X,N,A,L,P"), ("MAC", "X,L,H"), ("MPR", "X,N,L,H"), ("MUI", "X,N,R"), ("MS", "X,U,C"), ("MC", "X,N,L,H"), ("MI", "X,N,L,H"),
        ("MA", "X,N,L,H"),
    ]

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let original = try requireText(value, context)
        var text = TextForm.strip(original)
        let (metrics, undefined, required) = version == .two ? (Self.metrics2, "ND", 6) : (Self.metrics3, "X", 8)
        if text.hasPrefix("("), text.hasSuffix(")") { text = String(text.dropFirst().dropLast()) }
        for head in ["CVSS2#", "CVSS:3.0/", "CVSS:3.1/"] where text.hasPrefix(head) { text.removeFirst(head.count) }
        var given: [String: String] = [:]
        for part in TextForm.split(text, at: "/") {
            guard let (name, level) = TextForm.cut(part, at: ":") else { throw context.bad("Provided vector \(original) malformed") }
            guard let allowed = metrics.first(where: { $0.0 == name }) else {
                throw context.bad("Provided vector \(original) contains invalid metrics invalid")
            }
            guard allowed.1.split(separator: ",").contains(level[...]) else {
                throw context.bad("Provided vector \(original) contains invalid values: \(name):\(level)")
            }
            guard given.updateValue(level, forKey: name) == nil else {
                throw context.bad("Provided vector \(original) contains duplicate metrics")
            }
        }
        guard metrics.prefix(required).allSatisfy({ given[$0.0] != nil }) else {
            throw context.bad("Provided vector \(original) missing mandatory metric(s)")
        }
        let kept = metrics.compactMap { metric in given[metric.0].flatMap { $0 == undefined ? nil : "\(metric.0):\($0)" } }
        return Normalized(.string(kept.joined(separator: "/")))
    }
}
