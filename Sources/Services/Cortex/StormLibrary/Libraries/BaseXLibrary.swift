import Kernel
import Storm

/// `$lib.basex`
enum BaseXLibrary {
    /// Bytes of one value: the arithmetic is quadratic.
    private static let bytesMax = 4096

    static let library = StormLibrary(
        "basex", help: "Bytes as one large number in digits of any alphabet, such as base 58.",
        functions: [
            StormFunction(
                "encode", ["byts", "charset"], help: "The digits for bytes.",
                examples: [StormExample("return($lib.basex.encode($lib.hex.decode(1a), '0123456789abcdef'))", returns: "1a")]
            ) { call in
                let bytes = try call.bytes(0, named: "byts")
                let alphabet = try alphabet(call)
                guard bytes.count <= bytesMax else { throw Fault(.limit, "at most \(bytesMax) bytes can be written as a number") }
                let digits = convert(bytes.map(Int.init), from: 256, to: alphabet.count)
                return .string(String(String.UnicodeScalarView(digits.map { alphabet[$0] })))
            },
            StormFunction(
                "decode", ["text", "charset"], help: "The bytes for digits.",
                examples: [StormExample("return($lib.hex.encode($lib.basex.decode(1a, '0123456789abcdef')))", returns: "1a")]
            ) { call in
                let text = try call.text(0)
                let alphabet = try alphabet(call)
                guard text.utf8.count <= 2 * bytesMax else { throw Fault(.limit, "the number has too many digits") }
                var digits: [Int] = []
                for scalar in text.unicodeScalars {
                    guard let digit = alphabet.firstIndex(of: scalar) else {
                        throw Fault(.badArgument, "The text contains a sign that is not in the charset: \(scalar)")
                    }
                    digits.append(digit)
                }
                return .bytes(convert(digits, from: alphabet.count, to: 256).map(UInt8.init))
            },
        ])

    private static func alphabet(_ call: Call) throws -> [Unicode.Scalar] {
        let alphabet = Array(try call.text(1).unicodeScalars)
        guard (2...256).contains(alphabet.count), Set(alphabet).count == alphabet.count else {
            throw Fault(.badArgument, "The charset must have between 2 and 256 different signs")
        }
        return alphabet
    }

    /// The digits of a number in another base, most significant first; zero has no digits.
    private static func convert(_ digits: [Int], from: Int, to base: Int) -> [Int] {
        var result: [Int] = []
        for digit in digits {
            var carry = digit
            for position in result.indices {
                carry += result[position] * from
                result[position] = carry % base
                carry /= base
            }
            while carry > 0 {
                result.append(carry % base)
                carry /= base
            }
        }
        return result.reversed()
    }
}
