import Kernel
import Model

/// Times by a pattern such as `%Y-%m-%d %H:%M:%S`, in the letters of the C library as Python uses them. Names are English.
struct TimePattern {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    /// Letters that stand for several others.
    private static let composed: [Character: String] = [
        "D": "%m/%d/%y", "F": "%Y-%m-%d", "T": "%H:%M:%S", "R": "%H:%M", "c": "%a %b %e %H:%M:%S %Y", "x": "%m/%d/%y", "X": "%H:%M:%S",
        "r": "%I:%M:%S %p", "h": "%b",
    ]

    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// Monday is 0.
    static func weekday(_ milliseconds: Int64) -> Int {
        Int(CivilTime.floorDivide(CivilTime.floorDivide(milliseconds, CivilTime.msPerDay).quotient + 3, 7).remainder)
    }

    /// The first of January is 1.
    static func dayOfYear(_ fields: CivilTime.Fields) -> Int {
        Int(
            CivilTime.dayNumber(year: fields.year, month: fields.month, day: fields.day)
                - CivilTime.dayNumber(year: fields.year, month: 1, day: 1)) + 1
    }

    /// The time as text. Letters without a meaning stay as they are.
    func format(_ milliseconds: Int64) -> String {
        var text = ""
        Self.append(pattern, milliseconds, CivilTime.fields(milliseconds), to: &text)
        return text
    }

    private static func append(_ pattern: String, _ milliseconds: Int64, _ fields: CivilTime.Fields, to text: inout String) {
        var rest = pattern[...]
        while let character = rest.popFirst() {
            guard character == "%", let letter = rest.popFirst() else {
                text.append(character)
                continue
            }
            if let longer = composed[letter] {
                append(longer, milliseconds, fields, to: &text)
            } else {
                text += piece(letter, milliseconds, fields) ?? "%\(letter)"
            }
        }
    }

    private static func piece(_ letter: Character, _ milliseconds: Int64, _ fields: CivilTime.Fields) -> String? {
        let weekday = weekday(milliseconds)
        let hour12 = fields.hour % 12 == 0 ? 12 : fields.hour % 12
        switch letter {
        case "Y": return CivilTime.padded(fields.year, 4)
        case "y": return CivilTime.padded(fields.year % 100, 2)
        case "C": return CivilTime.padded(fields.year / 100, 2)
        case "m": return CivilTime.padded(fields.month, 2)
        case "d": return CivilTime.padded(fields.day, 2)
        case "e": return (fields.day < 10 ? " " : "") + String(fields.day)
        case "H": return CivilTime.padded(fields.hour, 2)
        case "k": return (fields.hour < 10 ? " " : "") + String(fields.hour)
        case "I": return CivilTime.padded(hour12, 2)
        case "l": return (hour12 < 10 ? " " : "") + String(hour12)
        case "M": return CivilTime.padded(fields.minute, 2)
        case "S": return CivilTime.padded(fields.second, 2)
        case "f": return CivilTime.padded(fields.microsecond, 6)
        case "p": return fields.hour < 12 ? "AM" : "PM"
        case "P": return fields.hour < 12 ? "am" : "pm"
        case "j": return CivilTime.padded(dayOfYear(fields), 3)
        case "a": return String(weekdays[weekday].prefix(3))
        case "A": return weekdays[weekday]
        case "b": return String(months[fields.month - 1].prefix(3))
        case "B": return months[fields.month - 1]
        case "u": return String(weekday + 1)
        case "w": return String((weekday + 1) % 7)
        case "U": return CivilTime.padded((dayOfYear(fields) + 6 - (weekday + 1) % 7) / 7, 2)
        case "W": return CivilTime.padded((dayOfYear(fields) + 6 - weekday) / 7, 2)
        case "G": return String(isoWeek(fields, weekday).year)
        case "V": return CivilTime.padded(isoWeek(fields, weekday).week, 2)
        case "s": return String(CivilTime.floorDivide(milliseconds, 1000).quotient)
        case "z", "Z": return ""
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return nil
        }
    }

    /// Weeks by ISO 8601: the first has the year's first Thursday.
    private static func isoWeek(_ fields: CivilTime.Fields, _ weekday: Int) -> (year: Int, week: Int) {
        let thursday = CivilTime.fields(
            (CivilTime.dayNumber(year: fields.year, month: fields.month, day: fields.day) - Int64(weekday) + 3) * CivilTime.msPerDay)
        return (thursday.year, (dayOfYear(thursday) - 1) / 7 + 1)
    }

    // MARK: Reading

    /// Why a text is no time of the pattern.
    enum Problem: Error {
        case mismatch
        case rest(String)
        case badDirective(Character)
        case strayPercent
        case noSuchDay

        /// The sentence that the reference says, for a text and a pattern.
        func sentence(_ text: String, _ pattern: String) -> String {
            switch self {
            case .mismatch: "time data '\(text)' does not match format '\(pattern)'"
            case .rest(let rest): "unconverted data remains: \(rest)"
            case .badDirective(let letter): "'\(letter)' is a bad directive in format '\(pattern)'"
            case .strayPercent: "stray % in format '\(pattern)'"
            case .noSuchDay: "day is out of range for month"
            }
        }
    }

    private struct Reading {
        var fields = CivilTime.Fields(year: 1900)
        var dayOfYear: Int?
        var isAfternoon: Bool?
        var hour12: Int?
        var zoneMs: Int64 = 0
        var week: Int?
        var weekday: Int?
        var isMondayFirst = false
    }

    /// The milliseconds that `text` writes.
    func parse(_ text: String) throws(Problem) -> Int64 {
        var reading = Reading()
        var input = Array(text.unicodeScalars)[...]
        try Self.read(pattern, &input, &reading)
        guard input.isEmpty else { throw .rest(String(String.UnicodeScalarView(input))) }
        return try Self.milliseconds(reading)
    }

    private static func milliseconds(_ reading: Reading) throws(Problem) -> Int64 {
        var fields = reading.fields
        if let hour = reading.hour12 { fields.hour = hour % 12 + (reading.isAfternoon == true ? 12 : 0) }
        guard fields.day <= CivilTime.days(inMonth: fields.month, of: fields.year) else { throw .noSuchDay }
        var result = CivilTime.milliseconds(fields) - reading.zoneMs
        if let day = reading.dayOfYear {
            guard day <= (CivilTime.isLeap(fields.year) ? 366 : 365) else { throw .noSuchDay }
            let start = CivilTime.dayNumber(year: fields.year, month: fields.month, day: fields.day)
            result += (CivilTime.dayNumber(year: fields.year, month: 1, day: 1) + Int64(day) - 1 - start) * CivilTime.msPerDay
        } else if let week = reading.week, let weekday = reading.weekday {
            let first = CivilTime.dayNumber(year: fields.year, month: 1, day: 1)
            let firstWeekday = Self.weekday(first * CivilTime.msPerDay)
            // Days of the year before the first Monday or Sunday are week 0.
            let toFirst = reading.isMondayFirst ? (7 - firstWeekday) % 7 : (13 - firstWeekday) % 7
            let inWeek = reading.isMondayFirst ? weekday : (weekday + 1) % 7
            let day = first + Int64(toFirst + 7 * (week - 1) + inWeek)
            result += (day - CivilTime.dayNumber(year: fields.year, month: fields.month, day: fields.day)) * CivilTime.msPerDay
        }
        return result
    }

    private static func read(_ pattern: String, _ input: inout ArraySlice<Unicode.Scalar>, _ reading: inout Reading) throws(Problem) {
        var rest = Array(pattern.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if scalar.properties.isWhitespace {
                // Any space stands for one or more of them.
                while rest.first?.properties.isWhitespace == true { rest = rest.dropFirst() }
                guard input.first?.properties.isWhitespace == true else { throw .mismatch }
                input = input.drop { $0.properties.isWhitespace }
            } else if scalar == "%" {
                guard let letter = rest.popFirst() else { throw .strayPercent }
                try read(Character(letter), &input, &reading)
            } else {
                guard let next = input.popFirst(), next == scalar || lowercase(next) == lowercase(scalar) else { throw .mismatch }
            }
        }
    }

    private static func lowercase(_ scalar: Unicode.Scalar) -> String { scalar.properties.lowercaseMapping }

    private static func number(
        _ input: inout ArraySlice<Unicode.Scalar>, digits: Int, _ range: ClosedRange<Int>, isExact: Bool = false
    ) throws(Problem) -> Int {
        var number = 0
        var count = 0
        while count < digits, let scalar = input.first, (48...57).contains(scalar.value) {
            let next = number * 10 + Int(scalar.value - 48)
            // As many digits as still make sense: of `123` for a month only `12`.
            if count > 0, !isExact, next > range.upperBound { break }
            number = next
            count += 1
            input = input.dropFirst()
        }
        guard count > 0, !isExact || count == digits, range.contains(number) else { throw .mismatch }
        return number
    }

    private static func name(_ input: inout ArraySlice<Unicode.Scalar>, _ names: [String]) throws(Problem) -> Int {
        let text = String(String.UnicodeScalarView(input.prefix(9))).lowercased()
        guard let position = names.firstIndex(where: { text.hasPrefix($0.lowercased()) }) else { throw .mismatch }
        input = input.dropFirst(names[position].unicodeScalars.count)
        return position
    }

    private static func read(_ letter: Character, _ input: inout ArraySlice<Unicode.Scalar>, _ reading: inout Reading) throws(Problem) {
        switch letter {
        case "Y": reading.fields.year = try number(&input, digits: 4, 1...9999, isExact: true)
        case "y":
            let year = try number(&input, digits: 2, 0...99, isExact: true)
            reading.fields.year = year + (year < 69 ? 2000 : 1900)
        case "m": reading.fields.month = try number(&input, digits: 2, 1...12)
        case "d", "e": reading.fields.day = try number(&input, digits: 2, 1...31)
        case "H": reading.fields.hour = try number(&input, digits: 2, 0...23)
        case "I": reading.hour12 = try number(&input, digits: 2, 1...12)
        case "M": reading.fields.minute = try number(&input, digits: 2, 0...59)
        case "S": reading.fields.second = try number(&input, digits: 2, 0...61)
        case "j": reading.dayOfYear = try number(&input, digits: 3, 1...366)
        case "f":
            let before = input.count
            let digits = try number(&input, digits: 6, 0...999_999)
            reading.fields.microsecond = (before - input.count..<6).reduce(digits) { value, _ in value * 10 }
        case "p": reading.isAfternoon = try name(&input, ["AM", "PM"]) == 1
        case "b", "h": reading.fields.month = try name(&input, months.map { String($0.prefix(3)) }) + 1
        case "B": reading.fields.month = try name(&input, months) + 1
        case "a": reading.weekday = try name(&input, weekdays.map { String($0.prefix(3)) })
        case "A": reading.weekday = try name(&input, weekdays)
        case "w": reading.weekday = (try number(&input, digits: 1, 0...6) + 6) % 7
        case "u": reading.weekday = try number(&input, digits: 1, 1...7) - 1
        case "U", "W":
            reading.week = try number(&input, digits: 2, 0...53)
            reading.isMondayFirst = letter == "W"
        case "z": reading.zoneMs = try zone(&input)
        case "Z": _ = try name(&input, ["UTC", "GMT"])
        case "%": guard input.popFirst() == "%" else { throw .mismatch }
        case "c", "x", "X", "D", "F", "T", "R":
            guard let longer = composed[letter] else { throw .badDirective(letter) }
            try read(longer, &input, &reading)
        default: throw .badDirective(letter)
        }
    }

    /// `Z`, `+0500`, `-05:30`, with seconds where there are some.
    private static func zone(_ input: inout ArraySlice<Unicode.Scalar>) throws(Problem) -> Int64 {
        guard let sign = input.popFirst() else { throw .mismatch }
        if sign == "Z" { return 0 }
        guard sign == "+" || sign == "-" else { throw .mismatch }
        let hours = try number(&input, digits: 2, 0...23, isExact: true)
        if input.first == ":" { input = input.dropFirst() }
        let minutes = try number(&input, digits: 2, 0...59, isExact: true)
        let offset = Int64(hours) * CivilTime.msPerHour + Int64(minutes) * CivilTime.msPerMinute
        return sign == "-" ? -offset : offset
    }
}
