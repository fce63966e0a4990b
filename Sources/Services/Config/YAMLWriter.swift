public import Kernel

extension YAML {
    /// The longest key that libyaml reads back is 1024 characters with its quotes and escapes (up to ten characters for one).
    static let keyCharactersMax = 100

    /// `value` in block style, keys in the order given, ending with a line feed. ``parse(_:file:)`` gives the same value back.
    ///
    /// - Throws: `BadArg` for what YAML configuration cannot hold: bytes, extensions, a key that is a collection, longer than
    ///   ``keyCharactersMax`` or repeated, or nesting deeper than ``depthMax``.
    public static func write(_ value: Value) throws(Fault) -> String {
        var writer = YAMLWriter()
        switch value {
        case .array(let items) where !items.isEmpty: try writer.list(items, indent: 0, depth: 1)
        case .map(let entries) where !entries.isEmpty: try writer.mapping(entries, indent: 0, depth: 1)
        default: writer.text += try YAMLWriter.inline(value) + "\n"
        }
        return writer.text
    }
}

/// Writes values in block style. Strings that another reader could take for something else are quoted, by YAML 1.1 rules too.
struct YAMLWriter {
    var text = ""

    /// Items start at the present place for the first one, at `indent` for the others.
    mutating func list(_ items: [Value], indent: Int, depth: Int) throws(Fault) {
        try Self.check(depth: depth)
        for (position, item) in items.enumerated() {
            if position > 0 { pad(indent) }
            text += "-"
            switch item {
            case .array(let inner) where !inner.isEmpty:
                text += " "
                try list(inner, indent: indent + 2, depth: depth + 1)
            case .map(let inner) where !inner.isEmpty:
                text += " "
                try mapping(inner, indent: indent + 2, depth: depth + 1)
            default: text += " " + (try Self.inline(item)) + "\n"
            }
        }
    }

    mutating func mapping(_ entries: [Value.Entry], indent: Int, depth: Int) throws(Fault) {
        try Self.check(depth: depth)
        var seen: Set<Value> = []
        for (position, entry) in entries.enumerated() {
            if position > 0 { pad(indent) }
            guard seen.insert(entry.key).inserted else {
                throw Fault(.badArgument, "the key \(KeyText.quoted(entry.key)) is twice in a mapping to write as YAML")
            }
            text += try Self.key(entry.key) + ":"
            switch entry.value {
            case .array(let inner) where !inner.isEmpty:
                text += "\n"
                pad(indent + 2)
                try list(inner, indent: indent + 2, depth: depth + 1)
            case .map(let inner) where !inner.isEmpty:
                text += "\n"
                pad(indent + 2)
                try mapping(inner, indent: indent + 2, depth: depth + 1)
            default: text += " " + (try Self.inline(entry.value)) + "\n"
            }
        }
    }

    private mutating func pad(_ indent: Int) { text += String(repeating: " ", count: indent) }

    private static func check(depth: Int) throws(Fault) {
        guard depth <= YAML.depthMax else {
            throw Fault(.badArgument, "a value nests deeper than the \(YAML.depthMax) levels that configuration may have")
        }
    }

    private static func key(_ key: Value) throws(Fault) -> String {
        switch key {
        case .array, .map: throw Fault(.badArgument, "a key of a mapping to write as YAML is \(key.kind)")
        case .string(let name) where name.unicodeScalars.count > YAML.keyCharactersMax:
            throw Fault(.badArgument, "a key of a mapping to write as YAML is longer than \(YAML.keyCharactersMax) characters")
        default: return try inline(key)
        }
    }

    /// A scalar or an empty collection, on one line.
    static func inline(_ value: Value) throws(Fault) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .uint(let number): return String(number)
        case .float(let number): return float(number)
        case .string(let string): return isPlain(string) ? string : quoted(string)
        case .array: return "[]"
        case .map: return "{}"
        case .bytes, .ext: throw Fault(.badArgument, "YAML configuration cannot hold \(value.kind)")
        }
    }

    private static func float(_ number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        return String(number)
    }

    /// Whether the string may stand without quotes. Only what is certainly safe does: no reader, old or new, takes it for anything else.
    static func isPlain(_ string: String) -> Bool {
        let bytes = string.utf8
        guard let first = bytes.first, let last = bytes.last, bytes.allSatisfy(isPlainByte) else { return false }
        guard isLetter(first) || isDigit(first) || first == UInt8(ascii: "/") || first == UInt8(ascii: "_") else { return false }
        guard last != UInt8(ascii: ":"), last != UInt8(ascii: " ") else { return false }
        if zip(bytes, bytes.dropFirst()).contains(where: { $0 == UInt8(ascii: ":") && $1 == UInt8(ascii: " ") }) { return false }
        if isDigit(first), bytes.allSatisfy(isNumberByte) { return false }
        return !reservedWords.contains(string.lowercased())
    }

    /// What YAML 1.1 or 1.2 reads as a boolean or null.
    private static let reservedWords: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isPlainByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || " ./:@+,=?&%~_-;$()".utf8.contains(byte)
    }

    /// Bytes that integers, floats, hexadecimal, times and dates are made of in either version of YAML.
    private static func isNumberByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || "abcdefABCDEFxoOXtTzZ_:.+- ".utf8.contains(byte)
    }

    /// In double quotes, with everything escaped that is not printable or could end a line.
    static func quoted(_ string: String) -> String {
        var text = "\""
        for scalar in string.unicodeScalars {
            switch scalar.value {
            case 0x22: text += "\\\""
            case 0x5c: text += "\\\\"
            case 0x0a: text += "\\n"
            case 0x0d: text += "\\r"
            case 0x09: text += "\\t"
            case 0x20...0x7e, 0xa0...0x2027, 0x202a...0xd7ff, 0xe000...0xfefe, 0xff00...0xfffd:
                text.unicodeScalars.append(scalar)
            case 0x10000...: text.unicodeScalars.append(scalar)
            default:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text + "\""
    }
}
