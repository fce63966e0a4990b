/// A strict reader of JSON that only says whether a text is one object on one line: independent of the code that writes it.
struct JSONCheck {
    private var rest: ArraySlice<UInt8>

    static func isObject(_ line: String) -> Bool {
        guard line.hasSuffix("\n") else { return false }
        var check = JSONCheck(rest: Array(line.utf8.dropLast())[...])
        return check.rest.first == UInt8(ascii: "{") && check.value(depth: 0) && check.rest.isEmpty
    }

    private mutating func value(depth: Int) -> Bool {
        guard depth < 50, let first = rest.first else { return false }
        switch first {
        case UInt8(ascii: "{"):
            return items(close: "}", depth: depth) { check, depth in
                guard check.string() else { return false }
                check.blanks()
                guard check.take(":") else { return false }
                check.blanks()
                return check.value(depth: depth)
            }
        case UInt8(ascii: "["): return items(close: "]", depth: depth) { $0.value(depth: $1) }
        case UInt8(ascii: "\""): return string()
        default:
            let word = rest.prefix { !" ,]}".utf8.contains($0) }
            rest = rest.dropFirst(word.count)
            let text = String(decoding: word, as: UTF8.self)
            return ["null", "true", "false"].contains(text) || (Double(text)?.isFinite ?? false)
        }
    }

    private mutating func items(close: Character, depth: Int, _ item: (inout JSONCheck, Int) -> Bool) -> Bool {
        rest = rest.dropFirst()
        blanks()
        if take(close) { return true }
        while true {
            blanks()
            guard item(&self, depth + 1) else { return false }
            blanks()
            if take(close) { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func string() -> Bool {
        guard take("\"") else { return false }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return true
            case UInt8(ascii: "\\"):
                guard let escaped = rest.popFirst() else { return false }
                if escaped == UInt8(ascii: "u") {
                    guard rest.count >= 4, UInt16(String(decoding: rest.prefix(4), as: UTF8.self), radix: 16) != nil else { return false }
                    rest = rest.dropFirst(4)
                } else if !"\"\\/bfnrt".utf8.contains(escaped) {
                    return false
                }
            case 0..<0x20: return false
            default: continue
            }
        }
        return false
    }

    private mutating func take(_ character: Character) -> Bool {
        guard let first = rest.first, first == character.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func blanks() { rest = rest.drop { $0 == UInt8(ascii: " ") } }
}
