import Kernel
import Model
import Storm

/// Values in bytes by a format such as `>HI`: the words of Python's `struct`, which the reference's queries use.
struct BinaryLayout {
    /// Bytes of one layout: a format of a few characters could ask for gigabytes.
    static let bytesMax = 16 << 20

    private enum Kind { case pad, char, signed, unsigned, bool, float, text, pascal }

    private struct Field {
        let kind: Kind
        /// Bytes of one value.
        let size: Int
        /// How many; for text its length.
        let count: Int
        let alignment: Int
    }

    private let fields: [Field]
    private let isBigEndian: Bool
    /// Bytes of the whole.
    let size: Int
    /// Values of the whole.
    let valueCount: Int

    /// Throws `BadArg` for a format that means nothing.
    init(_ format: String) throws(Fault) {
        var characters = Array(format.utf8)[...]
        var isNative = true
        var isBigEndian = false
        switch characters.first {
        case UInt8(ascii: "@"): characters = characters.dropFirst()
        case UInt8(ascii: "<"), UInt8(ascii: "="):
            isNative = false
            characters = characters.dropFirst()
        case UInt8(ascii: ">"), UInt8(ascii: "!"):
            isNative = false
            isBigEndian = true
            characters = characters.dropFirst()
        default: break
        }
        self.isBigEndian = isBigEndian
        var fields: [Field] = []
        var count: Int?
        for character in characters {
            if (48...57).contains(character) {
                count = (count ?? 0) * 10 + Int(character - 48)
                guard (count ?? 0) <= Self.bytesMax else { throw Fault(.badArgument, "total struct size too long") }
                continue
            }
            if character == 0x20 || (9...13).contains(character), count == nil { continue }
            guard let (kind, size) = Self.kind(character, isNative: isNative) else {
                throw Fault(.badArgument, "bad char in struct format", advice: "The letters are those of Python's module struct")
            }
            fields.append(Field(kind: kind, size: size, count: count ?? 1, alignment: isNative ? size : 1))
            count = nil
        }
        if count != nil { throw Fault(.badArgument, "repeat count given without format specifier") }
        self.fields = fields
        var total = 0
        for field in fields {
            total = Self.aligned(total, field) + field.size * field.count
            guard total <= Self.bytesMax else { throw Fault(.badArgument, "total struct size too long") }
        }
        size = total
        valueCount = fields.reduce(0) { sum, field in
            switch field.kind {
            case .pad: sum
            case .text, .pascal: sum + 1
            default: sum + field.count
            }
        }
    }

    private static func aligned(_ offset: Int, _ field: Field) -> Int {
        field.kind == .text || field.kind == .pascal ? offset : (offset + field.alignment - 1) / field.alignment * field.alignment
    }

    private static func kind(_ letter: UInt8, isNative: Bool) -> (Kind, Int)? {
        switch Character(UnicodeScalar(letter)) {
        case "x": (.pad, 1)
        case "c": (.char, 1)
        case "b": (.signed, 1)
        case "B": (.unsigned, 1)
        case "?": (.bool, 1)
        case "h": (.signed, 2)
        case "H": (.unsigned, 2)
        case "i": (.signed, 4)
        case "I": (.unsigned, 4)
        case "l": (.signed, isNative ? 8 : 4)
        case "L": (.unsigned, isNative ? 8 : 4)
        case "q": (.signed, 8)
        case "Q": (.unsigned, 8)
        case "n": isNative ? (.signed, 8) : nil
        case "N", "P": isNative ? (.unsigned, 8) : nil
        case "e": (.float, 2)
        case "f": (.float, 4)
        case "d": (.float, 8)
        case "s": (.text, 1)
        case "p": (.pascal, 1)
        default: nil
        }
    }

    /// The values in `bytes`. Throws `BadArg` unless there are exactly ``size`` bytes.
    func unpack(_ bytes: ArraySlice<UInt8>) throws(Fault) -> [StormValue] {
        guard bytes.count == size else { throw Fault(.badArgument, "unpack requires a buffer of \(size) bytes") }
        var values: [StormValue] = []
        var offset = 0
        for field in fields {
            offset = Self.aligned(offset, field)
            switch field.kind {
            case .pad: offset += field.count
            case .text, .pascal:
                var text = bytes[(bytes.startIndex + offset)..<(bytes.startIndex + offset + field.count)]
                if field.kind == .pascal, let length = text.first { text = text.dropFirst().prefix(Int(length)) }
                values.append(.bytes(Array(text)))
                offset += field.count
            default:
                for _ in 0..<field.count {
                    let start = bytes.startIndex + offset
                    values.append(value(field, bytes[start..<(start + field.size)]))
                    offset += field.size
                }
            }
        }
        return values
    }

    private func value(_ field: Field, _ bytes: ArraySlice<UInt8>) -> StormValue {
        let bits = (isBigEndian ? Array(bytes) : bytes.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        switch field.kind {
        case .unsigned: return .integer(BigInteger(bits))
        case .bool: return .bool(bits != 0)
        case .char: return .bytes(Array(bytes))
        case .float:
            switch field.size {
            case 2: return .float(Double(Self.half(UInt16(truncatingIfNeeded: bits))))
            case 4: return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
            default: return .float(Double(bitPattern: bits))
            }
        default:
            let shift = UInt64(64 - 8 * field.size)
            return .int(Int64(bitPattern: bits << shift) >> Int64(shift))
        }
    }

    /// A float of 16 bits, which not every processor has.
    private static func half(_ bits: UInt16) -> Float {
        let exponent = Int(bits >> 10 & 0x1f)
        let fraction = Float(bits & 0x3ff)
        let sign: Float = bits & 0x8000 == 0 ? 1 : -1
        switch exponent {
        case 0: return sign * fraction * Float(sign: .plus, exponent: -24, significand: 1)
        case 31: return fraction == 0 ? sign * .infinity : .nan
        default: return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
        }
    }

    private static func half(of number: Double) -> UInt64 {
        let sign: UInt64 = number.sign == .minus ? 0x8000 : 0
        if number.isNaN { return sign | 0x7e00 }
        let magnitude = number.magnitude
        if magnitude >= 65520 { return sign | 0x7c00 }
        if magnitude < 6.103515625e-05 { return sign | UInt64((magnitude * 16_777_216).rounded(.toNearestOrEven)) }
        let exponent = Int(magnitude.exponent)
        let scaled = (magnitude.significand * 1024).rounded(.toNearestOrEven)
        return sign | (UInt64(exponent + 15) << 10) + UInt64(scaled) - 1024
    }

    /// `values` as bytes. Throws `BadArg` for a wrong count or a value that does not fit.
    func pack(_ values: [StormValue]) throws -> [UInt8] {
        guard values.count == valueCount else {
            throw Fault(.badArgument, "pack expected \(valueCount) items for packing (got \(values.count))")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        var rest = values[...]
        for field in fields {
            bytes += [UInt8](repeating: 0, count: Self.aligned(bytes.count, field) - bytes.count)
            switch field.kind {
            case .pad: bytes += [UInt8](repeating: 0, count: field.count)
            case .text, .pascal: bytes += try text(field, rest.removeFirst())
            default: for _ in 0..<field.count { bytes += try packed(field, rest.removeFirst()) }
            }
        }
        return bytes
    }

    private func text(_ field: Field, _ value: StormValue) throws(Fault) -> [UInt8] {
        guard case .bytes(let given) = value else { throw Fault(.badArgument, "argument for 's' must be a bytes object") }
        var bytes = given
        if field.kind == .pascal {
            bytes = Array(bytes.prefix(max(0, min(field.count - 1, 255))))
            bytes = field.count == 0 ? [] : [UInt8(bytes.count)] + bytes
        }
        bytes = Array(bytes.prefix(field.count))
        return bytes + [UInt8](repeating: 0, count: field.count - bytes.count)
    }

    private func packed(_ field: Field, _ value: StormValue) throws -> [UInt8] {
        let bits: UInt64
        switch field.kind {
        case .char:
            guard case .bytes(let bytes) = value, bytes.count == 1 else {
                throw Fault(.badArgument, "char format requires a bytes object of length 1")
            }
            return bytes
        case .bool: bits = value.isTrue ? 1 : 0
        case .float:
            let number = try value.toFloat()
            switch field.size {
            case 2: bits = Self.half(of: number)
            case 4: bits = UInt64(Float(number).bitPattern)
            default: bits = number.bitPattern
            }
        default: bits = try integer(field, value)
        }
        let bytes = (0..<field.size).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
        return isBigEndian ? bytes.reversed() : bytes
    }

    private func integer(_ field: Field, _ value: StormValue) throws(Fault) -> UInt64 {
        let width = 8 * field.size
        switch value {
        case .int(let number):
            if field.kind == .unsigned, number >= 0, width == 64 || number >> Int64(width) == 0 { return UInt64(number) }
            if field.kind == .signed, width == 64 || (number >> Int64(width - 1)).magnitude == (number < 0 ? 1 : 0) {
                return UInt64(bitPattern: number)
            }
        case .big(let number):
            if field.kind == .unsigned, width == 64, let bytes = number.bigEndianBytes(count: 8),
                BigInteger(Int64(0)) < number
            {
                return bytes.reduce(0) { $0 << 8 | UInt64($1) }
            }
        default: throw Fault(.badArgument, "required argument is not an integer")
        }
        throw Fault(.badArgument, "an integer does not fit in \(field.size) bytes")
    }
}
