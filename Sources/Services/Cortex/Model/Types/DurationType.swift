import Kernel

/// `duration`: a length of time in milliseconds, written `1D 02:03:04.005`.
struct DurationType: OrderedBehaviour {
    static let defaults = TypeOptions(["signed": false])
    /// What `?` and `*` are stored as: a length not known, and a length not ended yet.
    private static let unknown = BigInteger(UInt64.max)
    private static let open = BigInteger(UInt64.max - 1)

    private let isSigned: Bool

    init(_ options: TypeOptions) { isSigned = options.flag("signed") }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .int(let number):
            guard isSigned || number >= 0 else { throw context.bad("value is below min=0") }
            return Normalized(value)
        case .big(let number):
            guard number == Self.unknown || number == Self.open else {
                throw context.bad("value is above max=\(isSigned ? "9223372036854775807" : "18446744073709551615")")
            }
            return Normalized(value)
        case .string(let text): return Normalized(try milliseconds(TextForm.strip(text), context))
        default: throw context.noNorm(value)
        }
    }

    private func milliseconds(_ original: String, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard !original.isEmpty else { throw context.bad("Duration string must have non-zero length.") }
        if original == "?" { return .big(Self.unknown) }
        if original == "*" { return .big(Self.open) }
        var text = original
        var isNegative = false
        if isSigned, text.hasPrefix("-") {
            isNegative = true
            text.removeFirst()
        }
        var total = 0.0
        if let (days, rest) = TextForm.cut(text, at: "D") {
            total += try number(days, original, context) * Double(CivilTime.msPerDay)
            text = TextForm.strip(rest)
        }
        let parts = text.isEmpty ? [] : text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3 else { throw context.bad("Invalid number of : characters for duration.") }
        for (part, size) in zip(parts.reversed(), [CivilTime.msPerSecond, CivilTime.msPerMinute, CivilTime.msPerHour]) {
            total += try number(String(part), original, context) * Double(size)
        }
        guard let whole = Int64(exactly: total.rounded()) else { throw context.bad("Duration is too long: \(original).") }
        return .int(isNegative ? -whole : whole)
    }

    private func number(_ text: String, _ original: String, _ context: TypeContext) throws(Fault) -> Double {
        guard let number = NumberText.float(text), number.isFinite, number >= 0 else {
            throw context.bad("Invalid numeric value in duration: \(original).")
        }
        return number
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        if case .big(let number) = value { return number == Self.unknown ? "?" : "*" }
        guard let number = value.int else { return .string(Display.text(value)) }
        let magnitude = number.magnitude
        let days = magnitude / UInt64(CivilTime.msPerDay)
        let clock = Int64(magnitude % UInt64(CivilTime.msPerDay))
        let text = "\(CivilTime.padded(clock / CivilTime.msPerHour, 2)):\(CivilTime.padded(clock / CivilTime.msPerMinute % 60, 2)):"
            + "\(CivilTime.padded(clock / CivilTime.msPerSecond % 60, 2)).\(CivilTime.padded(clock % 1000, 3))"
        return .string((number < 0 ? "-" : "") + (days > 0 ? "\(days)D " : "") + text)
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        switch value {
        case .int(let number): IndexForm.int(number) + [0]
        // Beyond every known length.
        case .big(let number): IndexForm.int(.max) + [number == Self.unknown ? 2 : 1]
        default: IndexForm.any(value)
        }
    }
}
