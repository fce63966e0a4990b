import Kernel
import Model

/// JSON as text: read with the reference's words for mistakes, written in its compact form.
package enum JSONText {
    /// How deep values nest: deeper ones are made to exhaust a stack.
    static let depthMax = 256

    /// The value of one document. Throws `BadJsonText` with the place.
    package static func parse(_ text: String) throws(Fault) -> ModelValue {
        var parser = JSONParser(Array(text.utf8))
        return try parser.document()
    }

    /// `value` without spaces, or with two a level. Throws `MustBeJsonSafe` for bytes and for floats without a form in JSON.
    static func write(_ value: ModelValue, isIndented: Bool = false) throws(Fault) -> String {
        var writer = JSONTextWriter(isIndented: isIndented)
        try writer.write(value, depth: 0)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// Reads one JSON document, as the reference's parser does: the extensions `NaN`, `Infinity` and `-Infinity` included.
private struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(Fault) -> ModelValue {
        skipSpace()
        let value = try value(depth: 0)
        skipSpace()
        guard position == bytes.count else { throw fault("Extra data", at: position) }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Line, column and offset in characters, as Python counts them.
    private func fault(_ message: String, at place: Int) -> Fault {
        let before = bytes.prefix(place)
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let column = before[lineStart...].count { $0 & 0xc0 != 0x80 } + 1
        let offset = before.count { $0 & 0xc0 != 0x80 }
        return Fault(
            FaultCode("BadJsonText"), "\(message): line \(line) column \(column) (char \(offset))",
            fields: ["line": .int(Int64(line)), "column": .int(Int64(column))])
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private mutating func accept(_ word: String) -> Bool {
        guard bytes[position...].starts(with: word.utf8) else { return false }
        position += word.utf8.count
        return true
    }

    private mutating func value(depth: Int) throws(Fault) -> ModelValue {
        guard depth < JSONText.depthMax else { throw fault("More than \(JSONText.depthMax) levels", at: position) }
        switch next {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "n") where accept("null"): return .null
        case UInt8(ascii: "t") where accept("true"): return .bool(true)
        case UInt8(ascii: "f") where accept("false"): return .bool(false)
        case UInt8(ascii: "N") where accept("NaN"): return .float(.nan)
        case UInt8(ascii: "I") where accept("Infinity"): return .float(.infinity)
        case UInt8(ascii: "-") where accept("-Infinity"): return .float(-.infinity)
        default: return try number()
        }
    }

    private mutating func number() throws(Fault) -> ModelValue {
        let start = position
        func isDigit(_ byte: UInt8?) -> Bool { byte.map { (48...57).contains($0) } ?? false }
        if next == UInt8(ascii: "-") { position += 1 }
        guard isDigit(next) else {
            position = start
            throw fault("Expecting value", at: start)
        }
        if next == UInt8(ascii: "0") { position += 1 } else { while isDigit(next) { position += 1 } }
        var isFloat = false
        if next == UInt8(ascii: "."), position + 1 < bytes.count, isDigit(bytes[position + 1]) {
            isFloat = true
            position += 1
            while isDigit(next) { position += 1 }
        }
        if let mark = next, mark | 0x20 == UInt8(ascii: "e") {
            var end = position + 1
            if end < bytes.count, bytes[end] == UInt8(ascii: "+") || bytes[end] == UInt8(ascii: "-") { end += 1 }
            if end < bytes.count, isDigit(bytes[end]) {
                isFloat = true
                position = end
                while isDigit(next) { position += 1 }
            }
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isFloat, let number = Double(text) { return .float(number) }
        guard let number = NumberText.integer(text) else { throw fault("A number has too many digits", at: start) }
        return .integer(number)
    }

    private mutating func array(depth: Int) throws(Fault) -> ModelValue {
        position += 1
        skipSpace()
        var items: [ModelValue] = []
        if next == UInt8(ascii: "]") {
            position += 1
            return .list(items)
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "]"):
                position += 1
                return .list(items)
            default: throw fault("Expecting ',' delimiter", at: position)
            }
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> ModelValue {
        position += 1
        skipSpace()
        var entries: [ModelValue.Entry] = []
        var places: [String: Int] = [:]
        if next == UInt8(ascii: "}") {
            position += 1
            return .dict(entries)
        }
        while true {
            guard next == UInt8(ascii: "\"") else { throw fault("Expecting property name enclosed in double quotes", at: position) }
            let key = try string()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw fault("Expecting ':' delimiter", at: position) }
            position += 1
            skipSpace()
            let entry = ModelValue.Entry(key, try value(depth: depth + 1))
            // The last of equal keys counts.
            if let place = places[key] {
                entries[place] = entry
            } else {
                places[key] = entries.count
                entries.append(entry)
            }
            skipSpace()
            switch next {
            case UInt8(ascii: ","):
                position += 1
                skipSpace()
            case UInt8(ascii: "}"):
                position += 1
                return .dict(entries)
            default: throw fault("Expecting ',' delimiter", at: position)
            }
        }
    }

    private mutating func string() throws(Fault) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(&text, start)
            case ..<0x20:
                throw fault("Invalid control character at", at: position)
            default:
                text.append(byte)
                position += 1
            }
        }
        throw fault("Unterminated string starting at", at: start)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "/"): 0x2f, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    private mutating func escape(_ text: inout [UInt8], _ start: Int) throws(Fault) {
        let place = position
        position += 1
        guard let letter = next else { throw fault("Unterminated string starting at", at: start) }
        position += 1
        if let byte = Self.escapes[letter] {
            text.append(byte)
            return
        }
        guard letter == UInt8(ascii: "u") else { throw fault("Invalid \\escape", at: place) }
        var code = try unit(place + 1)
        if (0xd800..<0xdc00).contains(code), bytes[position...].starts(with: "\\u".utf8) {
            let back = position
            position += 2
            let low = try unit(back + 1)
            if (0xdc00..<0xe000).contains(low) {
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            } else {
                position = back
            }
        }
        // Half of a pair alone is no character.
        let scalar = UnicodeScalar(code) ?? "\u{fffd}"
        text += Array(String(Character(scalar)).utf8)
    }

    /// Four hexadecimal digits.
    private mutating func unit(_ place: Int) throws(Fault) -> UInt32 {
        let end = min(position + 4, bytes.count)
        let digits = String(decoding: bytes[position..<end], as: UTF8.self)
        guard end - position == 4, digits.allSatisfy(\.isHexDigit), let code = UInt32(digits, radix: 16) else {
            throw fault("Invalid \\uXXXX escape", at: place)
        }
        position = end
        return code
    }
}

private struct JSONTextWriter {
    let isIndented: Bool
    var bytes: [UInt8] = []

    mutating func write(_ value: ModelValue, depth: Int) throws(Fault) {
        guard depth < JSONText.depthMax else { throw unsafe("it nests deeper than \(JSONText.depthMax) levels") }
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): append(String(number))
        case .big(let number): append(number.description)
        case .float(let number):
            guard number.isFinite else { throw unsafe("\(FloatText.shortest(number)) is no number of JSON") }
            append(FloatText.shortest(number))
        case .string(let text): write(text)
        case .bytes: throw unsafe("bytes have no form in JSON")
        case .list(let items):
            try group("[", "]", items, depth) { (writer, item) throws(Fault) in try writer.write(item, depth: depth + 1) }
        case .dict(let entries):
            try group("{", "}", entries, depth) { (writer, entry) throws(Fault) in
                writer.write(entry.key)
                writer.append(writer.isIndented ? ": " : ":")
                try writer.write(entry.value, depth: depth + 1)
            }
        }
    }

    private func unsafe(_ why: String) -> Fault { Fault(FaultCode("MustBeJsonSafe"), "the value cannot be written as JSON: \(why)") }

    private mutating func append(_ text: String) { bytes += text.utf8 }

    private mutating func group<Item>(
        _ open: String, _ close: String, _ items: [Item], _ depth: Int, _ body: (inout JSONTextWriter, Item) throws(Fault) -> Void
    ) throws(Fault) {
        append(open)
        for (position, item) in items.enumerated() {
            if position > 0 { append(",") }
            newLine(items.isEmpty ? 0 : depth + 1)
            try body(&self, item)
        }
        if !items.isEmpty { newLine(depth) }
        append(close)
    }

    private mutating func newLine(_ depth: Int) {
        if isIndented { append("\n" + String(repeating: "  ", count: depth)) }
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): append("\\\"")
            case UInt8(ascii: "\\"): append("\\\\")
            case 8: append("\\b")
            case 9: append("\\t")
            case 10: append("\\n")
            case 12: append("\\f")
            case 13: append("\\r")
            case ..<0x20: append("\\u00" + Hex.encode([byte]))
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
