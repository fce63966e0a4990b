import Kernel
import Model
import Storm

/// Writes values as the reference's dumper does: block style, lists not indented, ASCII only, lines folded at 80 columns.
struct YAMLDump {
    private static let depthMax = 256
    private static let width = 80

    private let sortsKeys: Bool
    private var output = ""
    private var column = 0

    static func dump(_ value: StormValue, sortsKeys: Bool) throws(Fault) -> String {
        var dumper = YAMLDump(sortsKeys: sortsKeys)
        switch value {
        case .list(let list) where !list.items.isEmpty: try dumper.write(list, indent: 0, depth: 0)
        case .dict(let dict) where !dict.isEmpty: try dumper.write(dict, indent: 0, depth: 0)
        default:
            try dumper.writeScalar(value, indent: 0)
            let isPlain = !"'\"[{".contains(dumper.output.first ?? "'")
            dumper.append(isPlain ? "\n...\n" : "\n")
        }
        return dumper.output
    }

    private init(sortsKeys: Bool) { self.sortsKeys = sortsKeys }

    private mutating func append(_ text: String) {
        output += text
        if let line = text.lastIndex(of: "\n") {
            column = text[text.index(after: line)...].unicodeScalars.count
        } else {
            column += text.unicodeScalars.count
        }
    }

    private static func check(_ depth: Int) throws(Fault) {
        guard depth < depthMax else { throw Fault(.limit, "the value nests deeper than \(depthMax) levels") }
    }

    /// Items from the present place on; all but the first are put at `indent`.
    private mutating func write(_ list: StormList, indent: Int, depth: Int) throws(Fault) {
        try Self.check(depth)
        for (position, item) in list.items.enumerated() {
            if position > 0 { append(String(repeating: " ", count: indent)) }
            append("-")
            switch item {
            case .list(let inner) where !inner.items.isEmpty:
                append(" ")
                try write(inner, indent: indent + 2, depth: depth + 1)
            case .dict(let inner) where !inner.isEmpty:
                append(" ")
                try write(inner, indent: indent + 2, depth: depth + 1)
            default:
                append(" ")
                try writeScalar(item, indent: indent + 2)
                append("\n")
            }
        }
    }

    private mutating func write(_ dict: StormDict, indent: Int, depth: Int) throws(Fault) {
        try Self.check(depth)
        var pairs = dict.pairs
        if sortsKeys {
            let sorted = try? pairs.sorted { try ValueOrder.precedes($0.key.value, $1.key.value) }
            pairs = sorted ?? pairs
        }
        for (position, pair) in pairs.enumerated() {
            if position > 0 { append(String(repeating: " ", count: indent)) }
            append(try Self.scalar(pair.key.value, isKey: true, indent: indent, column: column))
            append(":")
            switch pair.value {
            case .list(let inner) where !inner.items.isEmpty:
                append("\n" + String(repeating: " ", count: indent))
                try write(inner, indent: indent, depth: depth + 1)
            case .dict(let inner) where !inner.isEmpty:
                append("\n" + String(repeating: " ", count: indent + 2))
                try write(inner, indent: indent + 2, depth: depth + 1)
            default:
                append(" ")
                try writeScalar(pair.value, indent: indent + 2)
                append("\n")
            }
        }
    }

    private mutating func writeScalar(_ value: StormValue, indent: Int) throws(Fault) {
        append(try Self.scalar(value, isKey: false, indent: indent, column: column))
    }

    private static func scalar(_ value: StormValue, isKey: Bool, indent: Int, column: Int) throws(Fault) -> String {
        switch value {
        case .null, .undefined: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .int(let number): return String(number)
        case .big(let number): return number.description
        case .float(let number): return float(number)
        case .string(let text): return string(text, isKey: isKey, indent: indent, column: column)
        case .bytes(let bytes): return "!!binary |\n" + binary(bytes, indent: indent)
        case .list: return "[]"
        case .dict: return "{}"
        case .object(let object):
            guard let value = try? object.primitive() else {
                throw Fault(.badArgument, "YAML cannot hold a value of the type \(object.typeName)")
            }
            return try scalar(StormValue(value), isKey: isKey, indent: indent, column: column)
        }
    }

    private static func float(_ number: Double) -> String {
        if number.isNaN { return ".nan" }
        if number.isInfinite { return number < 0 ? "-.inf" : ".inf" }
        let text = FloatText.shortest(number)
        // YAML 1.1 wants a point before an exponent.
        guard !text.contains("."), let mark = text.firstIndex(of: "e") else { return text }
        return text[..<mark] + ".0" + text[mark...]
    }

    private static func binary(_ bytes: [UInt8], indent: Int) -> String {
        let text = Array(Base64Codec.encode(bytes, isURLSafe: false).utf8)
        return stride(from: 0, to: text.count, by: 76).map { start in
            String(repeating: " ", count: indent) + String(decoding: text[start..<min(start + 76, text.count)], as: UTF8.self)
        }.joined(separator: "\n")
    }

    // MARK: Text

    private static func string(_ text: String, isKey: Bool, indent: Int, column: Int) -> String {
        let scalars = Array(text.unicodeScalars)
        let isForeign = scalars.contains { $0.value > 126 || ($0.value < 32 && $0 != "\n") }
        if isForeign || hasAwkwardSpace(scalars) || (isKey && scalars.contains("\n")) {
            return doubleQuoted(scalars, isKey: isKey, indent: indent, column: column)
        }
        if isPlain(scalars), case .string = YAMLResolution.value(of: text), !isTimestamp(text) {
            return folded(scalars, isKey: isKey, indent: indent, column: column, escapesQuotes: false)
        }
        return "'" + folded(scalars, isKey: isKey, indent: indent, column: column + 1, escapesQuotes: true) + "'"
    }

    /// A space beside a line break cannot be written between single quotes.
    private static func hasAwkwardSpace(_ scalars: [Unicode.Scalar]) -> Bool {
        zip(scalars, scalars.dropFirst()).contains { $0 == " " && $1 == "\n" }
    }

    private static func isTimestamp(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, bytes[4] == UInt8(ascii: "-"), bytes.prefix(4).allSatisfy({ (48...57).contains($0) }) else { return false }
        return bytes.allSatisfy { (48...57).contains($0) || "-:.+TtZ \t".utf8.contains($0) }
    }

    private static func isPlain(_ scalars: [Unicode.Scalar]) -> Bool {
        guard let first = scalars.first, let last = scalars.last, first != " ", last != " ", !scalars.contains("\n") else { return false }
        let text = String(String.UnicodeScalarView(scalars))
        if text.hasPrefix("---") || text.hasPrefix("...") { return false }
        if "#,[]{}&*!|>'\"%@`".unicodeScalars.contains(first) { return false }
        let second = scalars.dropFirst().first
        if "?:-".unicodeScalars.contains(first), second == nil || second == " " { return false }
        if first == "=" || text == "<<" { return text != "=" && text != "<<" }
        for (position, scalar) in scalars.enumerated() {
            if scalar == ":", position + 1 == scalars.count || scalars[position + 1] == " " { return false }
            if scalar == "#", position > 0, scalars[position - 1] == " " { return false }
        }
        return true
    }

    /// Lines are broken at single spaces beyond the width; a line break of the text is written twice.
    private static func folded(_ scalars: [Unicode.Scalar], isKey: Bool, indent: Int, column: Int, escapesQuotes: Bool) -> String {
        var output = ""
        var column = column
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == " ", !isKey, column > width, position > 0, position + 1 < scalars.count, scalars[position + 1] != " ",
                scalars[position - 1] != " "
            {
                output += "\n" + String(repeating: " ", count: indent)
                column = indent
            } else if scalar == "\n" {
                var breaks = 0
                while position < scalars.count, scalars[position] == "\n" {
                    breaks += 1
                    position += 1
                }
                output += String(repeating: "\n", count: breaks + 1) + String(repeating: " ", count: indent)
                column = indent
                continue
            } else {
                output += escapesQuotes && scalar == "'" ? "''" : String(scalar)
                column += 1
            }
            position += 1
        }
        return output
    }

    private static let escapes: [UInt32: String] = [
        0: "0", 7: "a", 8: "b", 9: "t", 10: "n", 11: "v", 12: "f", 13: "r", 27: "e", 34: "\"", 92: "\\", 0x85: "N", 0xa0: "_", 0x2028: "L",
        0x2029: "P",
    ]

    private static func doubleQuoted(_ scalars: [Unicode.Scalar], isKey: Bool, indent: Int, column: Int) -> String {
        var output = "\""
        var column = column + 1
        for (position, scalar) in scalars.enumerated() {
            var piece: String
            if let escape = escapes[scalar.value] {
                piece = "\\" + escape
            } else if (32...126).contains(scalar.value) {
                piece = String(scalar)
            } else {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                let (letter, count) = scalar.value <= 0xff ? ("x", 2) : scalar.value <= 0xffff ? ("u", 4) : ("U", 8)
                piece = "\\" + letter + String(repeating: "0", count: count - digits.count) + digits
            }
            if scalar == " ", !isKey, column > width, position > 0, position + 1 < scalars.count {
                // A backslash at the end keeps the break out of the text.
                piece = "\\\n" + String(repeating: " ", count: indent) + "\\ "
                column = indent
            }
            output += piece
            column += piece.unicodeScalars.count
        }
        return output + "\""
    }
}
