import Kernel
import Model
import Storm

/// `$lib.hex`
enum HexLibrary {
    /// Bytes of an integer: numbers that people work with, not data.
    private static let integerBytesMax = 1024

    static let library = StormLibrary(
        "hex", help: "Bytes and integers as hexadecimal digits.",
        functions: [
            StormFunction(
                "encode", ["valu"], help: "The digits for bytes.",
                examples: [StormExample("$s=hello return($lib.hex.encode($s.encode()))", returns: "68656c6c6f")]
            ) { call in
                guard case .bytes(let bytes) = call.value(0) else {
                    throw Fault(.badArgument, "Invalid type for bytes to encode: \(call.value(0).pythonTypeName)")
                }
                return .string(Hex.encode(bytes))
            },
            StormFunction(
                "decode", ["valu"], help: "The bytes for digits.",
                examples: [StormExample("return($lib.hex.decode(68656c6c6f).decode())", returns: "hello")]
            ) { call in .bytes(try bytes(of: call.text(0))) },
            StormFunction(
                "toint", ["valu", .optional("signed", false)], help: "The integer that digits write, the most significant first.",
                examples: [StormExample("return($lib.hex.toint(ff, signed=(true)))", returns: -1)]
            ) { call in
                let bytes = try bytes(of: normalised(call.text(0)))
                let number = BigInteger(bigEndian: bytes)
                guard try call.bool(1), let first = bytes.first, first & 0x80 != 0 else { return .integer(number) }
                return .integer(number - BigInteger(bigEndian: [1] + [UInt8](repeating: 0, count: bytes.count)))
            },
            StormFunction(
                "fromint", ["valu", "length", .optional("signed", false)], help: "The digits of an integer in a number of bytes.",
                examples: [StormExample("return($lib.hex.fromint((-1), 2, signed=(true)))", returns: "ffff")], fromInteger),
            StormFunction(
                "signext", ["valu", "length"], help: "Digits made longer with the sign that the first one has.",
                examples: [StormExample("return($lib.hex.signext(ff, 8))", returns: "ffffffff")]
            ) { call in
                let text = normalised(try call.text(0))
                let length = try call.count(1, named: "length")
                guard length <= 2 * integerBytesMax else { throw Fault(.limit, "at most \(2 * integerBytesMax) digits can be made") }
                guard let first = text.first?.hexDigitValue else { return .string(text) }
                return .string(String(repeating: first >= 8 ? "f" : "0", count: max(0, length - text.utf8.count)) + text)
            },
            StormFunction(
                "trimext", ["valu"], help: "Digits without those at the start that only repeat the sign.",
                examples: [StormExample("return($lib.hex.trimext(fffff8))", returns: "f8")]
            ) { call in
                var bytes = try bytes(of: normalised(call.text(0)))[...]
                while let first = bytes.first, let second = bytes.dropFirst().first,
                    (first == 0xff && second & 0x80 != 0) || (first == 0 && second & 0x80 == 0)
                {
                    bytes = bytes.dropFirst()
                }
                return .string(Hex.encode(bytes))
            },
        ])

    private static func normalised(_ text: String) -> String {
        let digits = text.lowercased()
        return digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits
    }

    private static func bytes(of text: String) throws -> [UInt8] {
        if let bytes = Hex.decode(text) { return bytes }
        let isOdd = !text.utf8.count.isMultiple(of: 2) && text.allSatisfy(\.isHexDigit)
        throw Fault(
            .badArgument, "Invalid hexadecimal text: \(isOdd ? "odd-length string" : "non-hexadecimal digit found")",
            fields: ["valu": .string(CodecFaults.trimmed(text))])
    }

    @Sendable private static func fromInteger(_ call: Call) throws -> StormValue {
        let length = try call.count(1, named: "length")
        guard length <= integerBytesMax else { throw Fault(.limit, "at most \(integerBytesMax) bytes can be made of an integer") }
        guard let number = StormValue(try call.primitive(0)).wholeNumber() else {
            throw Fault(.badCast, "Failed to make an integer from \(call.value(0).quoted).")
        }
        let isSigned = try call.bool(2)
        let modulus = BigInteger(bigEndian: [1] + [UInt8](repeating: 0, count: length))
        let half = BigInteger(bigEndian: length == 0 ? [0] : [0x80] + [UInt8](repeating: 0, count: length - 1))
        let isNegative = number < BigInteger(Int64(0))
        let fits = isSigned ? (number < half && !(number < -half)) : (!isNegative && number < modulus)
        guard fits, let bytes = (isNegative ? number + modulus : number).bigEndianBytes(count: length) else {
            throw Fault(.badArgument, isNegative && !isSigned ? "can't convert negative int to unsigned" : "int too big to convert")
        }
        return .string(Hex.encode(bytes))
    }
}
