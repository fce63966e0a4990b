import Kernel
import Model

extension StormValue {
    /// As `$lib.print` and format strings show it.
    public func text(_ runtime: StormRuntime) throws -> String {
        switch self {
        case .null: "$lib.null"
        case .bool(let flag): flag ? "true" : "false"
        case .string(let text): text
        case .object(let object): try object.text(runtime)
        default: quoted
        }
    }

    /// As it stands inside a printed list: text in quotes, in the way of Python.
    public var quoted: String {
        var out = ""
        ValueQuoter.write(self, to: &out, depth: 0)
        return out
    }
}

/// Values as Python's `repr` writes them.
enum ValueQuoter {
    /// How deep lists inside lists are written; one that holds itself has no end.
    static let depthMax = 64

    static func write(_ value: StormValue, to out: inout String, depth: Int) {
        guard depth < depthMax else {
            out += "..."
            return
        }
        switch value {
        case .null: out += "None"
        case .undefined: out += "<undef>"
        case .bool(let flag): out += flag ? "True" : "False"
        case .int(let number): out += String(number)
        case .big(let number): out += number.description
        case .float(let number): out += PythonNumber.text(number)
        case .string(let text): out += quote(text)
        case .bytes(let bytes): out += quote(bytes)
        case .list(let list): write(list, to: &out, depth: depth)
        case .dict(let dict):
            out += "{"
            for (position, pair) in dict.pairs.enumerated() {
                if position > 0 { out += ", " }
                write(pair.key.value, to: &out, depth: depth + 1)
                out += ": "
                write(pair.value, to: &out, depth: depth + 1)
            }
            out += "}"
        case .object(let object): out += object.quoted
        }
    }

    private static func write(_ list: StormList, to out: inout String, depth: Int) {
        out += list.isTuple ? "(" : "["
        for (position, item) in list.items.enumerated() {
            if position > 0 { out += ", " }
            write(item, to: &out, depth: depth + 1)
        }
        if list.isTuple, list.items.count == 1 { out += "," }
        out += list.isTuple ? ")" : "]"
    }

    static func quote(_ text: String) -> String {
        let mark: Unicode.Scalar = text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var out = String(mark)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case mark: out += "\\" + String(scalar)
            case _ where scalar.value < 0x20 || scalar.value == 0x7f: out += "\\x" + hex(scalar.value, 2)
            case _ where scalar.value < 0x7f: out.unicodeScalars.append(scalar)
            default: out += isPrintable(scalar) ? String(scalar) : escaped(scalar)
            }
        }
        return out + String(mark)
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case ...0xff: "\\x" + hex(scalar.value, 2)
        case ...0xffff: "\\u" + hex(scalar.value, 4)
        default: "\\U" + hex(scalar.value, 8)
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: false
        default: true
        }
    }

    static func quote(_ bytes: [UInt8]) -> String {
        let mark = bytes.contains(UInt8(ascii: "'")) && !bytes.contains(UInt8(ascii: "\"")) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        var out = "b" + String(Unicode.Scalar(mark))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): out += "\\\\"
            case 0x0a: out += "\\n"
            case 0x0d: out += "\\r"
            case 0x09: out += "\\t"
            case mark: out += "\\" + String(Unicode.Scalar(mark))
            case 0x20..<0x7f: out.unicodeScalars.append(Unicode.Scalar(byte))
            default: out += "\\x" + hex(UInt32(byte), 2)
            }
        }
        return out + String(Unicode.Scalar(mark))
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
