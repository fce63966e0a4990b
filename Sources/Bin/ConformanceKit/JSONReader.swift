import Kernel
import Model

/// Reads JSON as the recorded cases have it: integers of any size stay integers, objects keep their order.
struct JSONReader {
    /// Deeper than any case; this only protects the stack.
    static let depthMax = 200

    private let bytes: [UInt8]
    private var position = 0

    /// The one value that `text` holds. Throws `BadDataValu` with the offset of what is wrong.
    static func read(_ text: some StringProtocol) throws(Fault) -> ModelValue {
        var reader = JSONReader(bytes: Array(text.utf8))
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == reader.bytes.count else { throw reader.bad("something follows the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func bad(_ message: String) -> Fault { Fault(.badData, "not JSON at byte \(position): \(message)") }

    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private mutating func skipSpace() { while [0x20, 0x0a, 0x0d, 0x09].contains(next) { position += 1 } }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) throws(Fault) -> ModelValue {
        guard depth < Self.depthMax else { throw bad("nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        // The recorder writes numbers that JSON cannot say as Python does.
        case UInt8(ascii: "N"): return try word("NaN", .float(.nan))
        case UInt8(ascii: "I"): return try word("Infinity", .float(.infinity))
        case UInt8(ascii: "-") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "I"):
            return try word("-Infinity", .float(-.infinity))
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: ModelValue) throws(Fault) -> ModelValue {
        guard bytes[position...].starts(with: word.utf8) else { throw bad("an unknown word") }
        position += word.utf8.count
        return value
    }

    private mutating func object(_ depth: Int) throws(Fault) -> ModelValue {
        position += 1
        var entries: [ModelValue.Entry] = []
        skipSpace()
        if take("}") { return .dict([]) }
        repeat {
            skipSpace()
            let key = try string()
            skipSpace()
            guard take(":") else { throw bad("a colon is missing") }
            entries.append(.init(key, try value(depth: depth + 1)))
            skipSpace()
        } while take(",")
        guard take("}") else { throw bad("an object does not end") }
        return .dict(entries)
    }

    private mutating func list(_ depth: Int) throws(Fault) -> ModelValue {
        position += 1
        var items: [ModelValue] = []
        skipSpace()
        if take("]") { return .list([]) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipSpace()
        } while take(",")
        guard take("]") else { throw bad("a list does not end") }
        return .list(items)
    }

    private mutating func number() throws(Fault) -> ModelValue {
        let start = position
        while position < bytes.count, "+-.eE0123456789".utf8.contains(bytes[position]) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if !text.contains(where: { ".eE".contains($0) }), let integer = BigInteger(text, radix: 10) { return .integer(integer) }
        guard let number = Double(text) else { throw bad("no value") }
        return .float(number)
    }

    private mutating func string() throws(Fault) -> String {
        guard take("\"") else { throw bad("a text is missing") }
        var units: [UInt16] = []
        var text = ""
        func flush() {
            text += String(decoding: units, as: UTF16.self)
            units = []
        }
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                flush()
                return text
            case UInt8(ascii: "\\"):
                position += 1
                units.append(try escape())
            default:
                flush()
                let start = position
                while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") { position += 1 }
                text += String(decoding: bytes[start..<position], as: UTF8.self)
            }
        }
        throw bad("a text does not end")
    }

    private mutating func escape() throws(Fault) -> UInt16 {
        defer { position += 1 }
        switch next {
        case UInt8(ascii: "n"): return 0x0a
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0d
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0c
        case UInt8(ascii: "u"):
            guard position + 4 < bytes.count,
                let unit = UInt16(String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16)
            else { throw bad("four hexadecimal digits are missing") }
            position += 4
            return unit
        case let plain: return UInt16(plain)
        }
    }
}
