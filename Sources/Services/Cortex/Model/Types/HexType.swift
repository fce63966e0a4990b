import Kernel

/// `hex`: bytes as hexadecimal digits, of a fixed count or padded to one where the options say so.
struct HexType: TextBehaviour {
    static let defaults = TypeOptions(["size": 0, "zeropad": 0])

    private let size: Int
    private let padding: Int

    init(_ options: TypeOptions) throws(Fault) {
        size = Int(options.int("size") ?? 0)
        padding = Int(options.int("zeropad") ?? 0)
        guard size >= 0, size.isMultiple(of: 2) else {
            throw Fault(.badTypeDefinition, "the size of a hex type is \(size) digits", advice: "Use an even count of digits")
        }
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .string(let text): return try digits(text, context)
        case .bytes(let bytes): return try digits(Hex.encode(bytes), context)
        case .int, .big:
            guard let number = value.bigInteger, !number.isNegative else { throw context.bad("Hex integers may not be negative.") }
            var count = 1
            while number.bigEndianBytes(count: count) == nil { count += 1 }
            return try digits(Hex.encode(number.bigEndianBytes(count: count) ?? []), context)
        default:
            throw context.noNorm(value)
        }
    }

    private func digits(_ text: String, _ context: TypeContext) throws(Fault) -> Normalized {
        var digits = TextForm.strip(text).lowercased()
        if digits.hasPrefix("0x") { digits.removeFirst(2) }
        if TextForm.contains(digits, " ") || TextForm.contains(digits, ":") { digits.removeAll { $0 == " " || $0 == ":" } }
        guard !digits.isEmpty else { throw context.bad("No string left after stripping.") }
        let missing = padding - digits.utf8.count
        if missing > 0 { digits = String(repeating: "0", count: missing) + digits }
        guard digits.utf8.count.isMultiple(of: 2) else { throw context.bad("Odd-length string") }
        guard TextForm.isHex(digits) else { throw context.bad("Non-hexadecimal digit found") }
        if size > 0, digits.utf8.count != size { throw context.bad("Invalid width.") }
        return Normalized(.string(digits))
    }

    func prefix(_ text: String) -> String {
        let digits = text.lowercased()
        return digits.hasPrefix("0x") ? String(digits.dropFirst(2)) : digits
    }
}
