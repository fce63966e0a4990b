import Model

/// A small JSON reader that keeps integers exact.
enum JSONText {
    static func parse(_ bytes: [UInt8]) -> ModelValue? {
        var rest = bytes[...]
        guard let value = value(&rest) else { return nil }
        skip(&rest)
        return rest.isEmpty ? value : nil
    }

    private static func skip(_ rest: inout ArraySlice<UInt8>) { rest = rest.drop { $0 <= 0x20 } }

    private static func value(_ rest: inout ArraySlice<UInt8>) -> ModelValue? {
        skip(&rest)
        guard let first = rest.first else { return nil }
        switch first {
        case UInt8(ascii: "{"): return object(&rest)
        case UInt8(ascii: "["): return list(&rest)
        case UInt8(ascii: "\""): return string(&rest).map(ModelValue.string)
        default:
            let word = String(decoding: rest.prefix { $0 > 0x20 && !",]}".utf8.contains($0) }, as: UTF8.self)
            rest = rest.dropFirst(word.utf8.count)
            switch word {
            case "null": return .null
            case "true": return true
            case "false": return false
            case "Infinity": return .float(.infinity)
            default:
                if let number = Int64(word) { return .int(number) }
                if let number = BigInteger(word) { return .big(number) }
                return Double(word).map(ModelValue.float)
            }
        }
    }

    private static func list(_ rest: inout ArraySlice<UInt8>) -> ModelValue? {
        rest.removeFirst()
        var items: [ModelValue] = []
        while true {
            skip(&rest)
            if rest.first == UInt8(ascii: "]") { break }
            if rest.first == UInt8(ascii: ",") { rest.removeFirst() }
            guard let item = value(&rest) else { return nil }
            items.append(item)
        }
        rest.removeFirst()
        return .list(items)
    }

    private static func object(_ rest: inout ArraySlice<UInt8>) -> ModelValue? {
        rest.removeFirst()
        var entries: [ModelValue.Entry] = []
        while true {
            skip(&rest)
            if rest.first == UInt8(ascii: "}") { break }
            if rest.first == UInt8(ascii: ",") { rest.removeFirst() }
            skip(&rest)
            guard let key = string(&rest) else { return nil }
            skip(&rest)
            rest.removeFirst()
            guard let item = value(&rest) else { return nil }
            entries.append(.init(key, item))
        }
        rest.removeFirst()
        return .dict(entries)
    }

    private static func string(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
        var units: [UInt16] = []
        var plain: [UInt8] = []
        func flush() {
            units += String(decoding: plain, as: UTF8.self).utf16
            plain = []
        }
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\"") {
                flush()
                return String(decoding: units, as: UTF16.self)
            }
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                plain.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): plain.append(10)
            case UInt8(ascii: "t"): plain.append(9)
            case UInt8(ascii: "r"): plain.append(13)
            case UInt8(ascii: "b"): plain.append(8)
            case UInt8(ascii: "f"): plain.append(12)
            case UInt8(ascii: "u"):
                flush()
                units.append(UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(4)
            default: plain.append(escape)
            }
        }
        return nil
    }
}
