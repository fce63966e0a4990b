/// Reads a run of digits against a layout of fields, where a field takes one digit less if two make no sense,
/// as the reference's time library does. Error texts depend on it.
enum DigitLayout {
    enum Result: Equatable {
        case fields(CivilTime.Fields)
        case remains(String)
        case mismatch
    }

    static let fields: [Character] = ["Y", "m", "d", "H", "M", "S", "f"]

    static func read(_ digits: [UInt8], _ layout: ArraySlice<Character>) -> Result {
        var fields = CivilTime.Fields()
        guard let end = match(digits, 0, layout, &fields) else { return .mismatch }
        return end == digits.count ? .fields(fields) : .remains(String(decoding: digits[end...], as: UTF8.self))
    }

    private static func match(_ digits: [UInt8], _ start: Int, _ layout: ArraySlice<Character>, _ fields: inout CivilTime.Fields) -> Int? {
        guard let field = layout.first else { return start }
        for (width, bounds) in choices(field) {
            guard start + width <= digits.count else { continue }
            let number = digits[start..<start + width].reduce(0) { $0 * 10 + Int($1 - 48) }
            guard bounds.contains(number) else { continue }
            var attempt = fields
            store(number, width, field, &attempt)
            if let end = match(digits, start + width, layout.dropFirst(), &attempt) {
                fields = attempt
                return end
            }
        }
        return nil
    }

    private static func choices(_ field: Character) -> [(width: Int, bounds: ClosedRange<Int>)] {
        switch field {
        case "Y": [(4, 0...9999)]
        case "m": [(2, 1...12), (1, 1...9)]
        case "d": [(2, 1...31), (1, 1...9)]
        case "H": [(2, 0...23), (1, 0...9)]
        case "M": [(2, 0...59), (1, 0...9)]
        case "S": [(2, 0...61), (1, 0...9)]
        default: (1...6).reversed().map { ($0, 0...999_999) }
        }
    }

    private static func store(_ number: Int, _ width: Int, _ field: Character, _ fields: inout CivilTime.Fields) {
        switch field {
        case "Y": fields.year = number
        case "m": fields.month = number
        case "d": fields.day = number
        case "H": fields.hour = number
        case "M": fields.minute = number
        case "S": fields.second = number
        default: fields.microsecond = (width..<6).reduce(number) { result, _ in result * 10 }
        }
    }
}
