import Kernel

/// `int`: whole numbers of a given width, with bounds and names for single values.
struct IntegerType: OrderedBehaviour {
    static let defaults = TypeOptions([
        "size": 8, "signed": true, "enums:strict": true, "fmt": "%d", "min": nil, "max": nil, "ismin": false, "ismax": false,
    ])

    private let minimum: BigInteger
    private let maximum: BigInteger
    /// The part of the range that words hold: most numbers need no others.
    private let words: ClosedRange<Int64>?
    private let isWide: Bool
    private let isMinimum: Bool
    private let isMaximum: Bool
    private let enumeration: [Int64: String]
    private let numbers: [String: Int64]
    private let isStrict: Bool

    init(_ options: TypeOptions) throws(Fault) {
        let size = options.int("size") ?? 8
        let isSigned = options.flag("signed")
        guard (1...16).contains(size) else {
            throw Fault(.badTypeDefinition, "the size of an integer type is \(size) bytes", advice: "Use 1 to 16")
        }
        isWide = size > 8 || (size == 8 && !isSigned)
        let span = Self.powerOfTwo(isSigned ? Int(size) * 8 - 1 : Int(size) * 8)
        var low = isSigned ? -span : BigInteger(UInt64(0))
        var high = span - BigInteger(UInt64(1))
        if let bound = options["min"]?.bigInteger { low = max(low, bound) }
        if let bound = options["max"]?.bigInteger { high = min(high, bound) }
        (minimum, maximum) = (low, high)
        let lowWord = low < BigInteger(Int64.min) ? Int64.min : low.int64
        let highWord = high > BigInteger(Int64.max) ? Int64.max : high.int64
        if let lowWord, let highWord, lowWord <= highWord { words = lowWord...highWord } else { words = nil }
        isMinimum = options.flag("ismin")
        isMaximum = options.flag("ismax")
        isStrict = options.flag("enums:strict")
        var enumeration: [Int64: String] = [:]
        var numbers: [String: Int64] = [:]
        for entry in options["enums"]?.list ?? [] {
            guard case .list(let pair) = entry, pair.count == 2, let number = pair[0].int, let name = pair[1].string else {
                throw Fault(.badTypeDefinition, "an entry of enums is \(PythonText.quote(entry))", advice: "Write (number, name)")
            }
            enumeration[number] = name
            numbers[name.lowercased()] = number
        }
        (self.enumeration, self.numbers) = (enumeration, numbers)
    }

    private static func powerOfTwo(_ exponent: Int) -> BigInteger {
        var bytes = [UInt8](repeating: 0, count: exponent / 8 + 1)
        bytes[0] = 1 << UInt8(exponent % 8)
        return BigInteger(bigEndian: bytes)
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .int(let number) where enumeration.isEmpty && words?.contains(number) == true: return Normalized(value)
        case .int, .big:
            return try check(value.bigInteger ?? BigInteger(UInt64(0)), context)
        case .bool(let flag):
            return try check(BigInteger(UInt64(flag ? 1 : 0)), context)
        case .float(let number):
            guard number.isFinite, let whole = Int64(exactly: number.rounded(.towardZero)) else {
                throw context.bad("cannot convert float \(FloatText.shortest(number)) to integer")
            }
            return try check(BigInteger(whole), context)
        case .string(let text):
            if !numbers.isEmpty, let number = numbers[text.lowercased()] { return try check(BigInteger(number), context) }
            guard let number = NumberText.integer(text) else {
                throw context.bad("invalid literal for int() with base 0: \(PythonText.quote(text))")
            }
            return try check(number, context)
        default:
            throw context.noNorm(value)
        }
    }

    private func check(_ number: BigInteger, _ context: TypeContext) throws(Fault) -> Normalized {
        if number < minimum { throw context.bad("value is below min=\(minimum)") }
        if number > maximum { throw context.bad("value is above max=\(maximum)") }
        if isStrict, !enumeration.isEmpty, number.int64.flatMap({ enumeration[$0] }) == nil {
            throw context.bad("Value is not a valid enum value.")
        }
        return Normalized(.integer(number))
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        if let number = value.int, let name = enumeration[number] { return .string(name) }
        if case .string = value { throw context.bad("%d format: a real number is required, not str") }
        return .string(Display.text(value))
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        if !isWide, case .int(let number) = value { return IndexForm.int(number) }
        guard let number = value.bigInteger else { return IndexForm.any(value) }
        // Seventeen bytes, so that sixteen unsigned ones fit above the negative numbers.
        let biased = number + Self.powerOfTwo(128)
        return biased.bigEndianBytes(count: 17) ?? IndexForm.any(value)
    }

    func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue {
        if isMinimum { return old.ordered(before: new) == true ? old : new }
        if isMaximum { return new.ordered(before: old) == true ? old : new }
        return new
    }
}
