import Kernel

/// Times as people write them: digits of any punctuation from a year to microseconds, mail dates, zones, and spans like `+3 days`.
enum TimeText {
    /// Zone names and their hours from UTC.
    private static let zones: [(name: String, hours: Int64)] = [
        ("utc", 0), ("gmt", 0), ("est", -5), ("edt", -4), ("cst", -6), ("cdt", -5), ("mst", -7), ("mdt", -6), ("pst", -8), ("pdt", -7),
        ("z", 0),
    ]

    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    private static let units: [String: Int64] = [
        "sec": 1000, "secs": 1000, "second": 1000, "seconds": 1000, "min": 60_000, "mins": 60_000, "minute": 60_000, "minutes": 60_000,
        "hour": 3_600_000, "hours": 3_600_000, "day": 86_400_000, "days": 86_400_000,
    ]

    /// Whether there are letters but the `t` between date and time.
    static func hasLetters(_ text: String) -> Bool {
        text.utf8.contains { (97...122).contains($0) && $0 != UInt8(ascii: "t") }
    }

    /// Whether `text` names a unit of a span anywhere.
    static func namesUnit(_ text: String) -> Bool {
        hasLetters(text) && ["sec", "min", "hour", "day"].contains { TextForm.cut(text, at: $0) != nil }
    }

    /// The milliseconds of a span: a sign, a whole number, a unit.
    static func span(_ text: String) throws(Fault) -> Int64 {
        var rest = TextForm.strip(text).lowercased()[...]
        var sign: Int64 = 1
        if let first = rest.first, first == "-" || first == "+" {
            sign = first == "-" ? -1 : 1
            rest = rest.dropFirst()
        }
        let compact = rest.filter { !$0.isWhitespace }
        let digits = compact.prefix { ("0"..."9").contains($0) }
        let unit = String(compact.dropFirst(digits.count))
        guard let number = Int64(digits) else { throw .badValue("no digits in time delta: \(text)", type: "time") }
        guard let size = units[unit] else { throw .badValue("unknown time delta units: \(unit)", type: "time") }
        let (product, overflow) = number.multipliedReportingOverflow(by: size)
        guard !overflow else { throw .badValue("time delta is too large: \(text)", type: "time") }
        return sign * product
    }

    /// The text without its zone, and the milliseconds to add to come to UTC.
    static func splitZone(_ text: String) -> (text: String, offset: Int64) {
        let trimmed = TextForm.strip(text)
        for (name, hours) in hasLetters(trimmed) ? zones : [] where trimmed.hasSuffix(name) {
            let head = TextForm.strip(String(trimmed.dropLast(name.count)))
            if let last = head.last, last.isNumber { return (head, -hours * CivilTime.msPerHour) }
        }
        return splitNumericZone(trimmed) ?? (text, 0)
    }

    /// `+0100` or `-08:00` behind a time that has minutes at least; shorter, it would be read out of a date.
    private static func splitNumericZone(_ text: String) -> (text: String, offset: Int64)? {
        guard let position = text.utf8.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else { return nil }
        let zone = text[text.utf8.index(after: position)...]
        guard (4...5).contains(zone.utf8.count) else { return nil }
        let digits = zone.filter { $0 != ":" }
        guard digits.count == 4, zone.count == 4 || zone.dropFirst(2).first == ":", TextForm.isDigits(digits) else { return nil }
        let head = String(text[..<position])
        guard TextForm.digits(head).count >= 12 || head.contains(":") else { return nil }
        guard let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)) else { return nil }
        let offset = hours * CivilTime.msPerHour + minutes * CivilTime.msPerMinute
        return (TextForm.strip(head), text[position] == "-" ? offset : -offset)
    }

    /// The time that `text` writes, zone already split off. `original` is what error texts quote.
    static func parse(_ text: String, original: String) throws(Fault) -> Int64 {
        if hasLetters(text), let mail = mailDate(text) { return CivilTime.milliseconds(mail) }
        let digits = String(TextForm.digits(text).prefix(17))
        guard let fields = fieldCount(digits.utf8.count) else { throw .badValue("Unknown time format for \(original)", type: "time") }
        let layout = DigitLayout.fields[..<fields]
        switch DigitLayout.read(Array(digits.utf8), layout) {
        case .fields(let fields):
            guard fields.year >= 1 else { throw failed(original, "year \(fields.year) is out of range") }
            guard fields.day <= CivilTime.days(inMonth: fields.month, of: fields.year) else {
                throw failed(original, "day is out of range for month")
            }
            guard fields.second < 60 else { throw failed(original, "second must be in 0..59") }
            return CivilTime.milliseconds(fields)
        case .remains(let rest): throw failed(original, "unconverted data remains: \(rest)")
        case .mismatch:
            let format = layout.map { "%\($0)" }.joined()
            throw failed(original, "time data '\(digits)' does not match format '\(format)'")
        }
    }

    /// How many fields a run of digits fills.
    private static func fieldCount(_ digits: Int) -> Int? {
        switch digits {
        case 4: 1
        case 6, 8, 10, 12, 14: digits / 2 - 1
        case 15...20: 7
        default: nil
        }
    }

    private static func failed(_ original: String, _ reason: String) -> Fault {
        .badValue("Error parsing time \"\(original)\"; \(reason)", type: "time")
    }

    /// `[Mon,] 3 Feb 2020 04:05:06`
    private static func mailDate(_ text: String) -> CivilTime.Fields? {
        var words = TextForm.words(TextForm.replace(text, ",", with: " "))
        if let first = words.first, first.count == 3, first.allSatisfy(\.isLetter) { words.removeFirst() }
        guard words.count == 4, let day = Int(words[0]), let month = months.firstIndex(of: words[1]), let year = Int(words[2]),
            words[2].count == 4, year >= 1
        else { return nil }
        let clock = words[3].split(separator: ":").map { Int($0) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2],
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (1...CivilTime.days(inMonth: month + 1, of: year)).contains(day)
        else { return nil }
        return CivilTime.Fields(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
    }

    /// The times that a text with an asterisk at the end covers, as a half-open range: `2021-03*` is March.
    static func wildcard(_ text: String) throws(Fault) -> Range<Int64> {
        let digits = TextForm.digits(text)
        let start = try parse(digits, original: text)
        var fields = CivilTime.fields(start)
        let end: Int64
        switch digits.count {
        case 4:
            fields.year += 1
            end = CivilTime.milliseconds(fields)
        case 6:
            fields.month += 1
            if fields.month == 13 { (fields.year, fields.month) = (fields.year + 1, 1) }
            end = CivilTime.milliseconds(fields)
        case 8: end = start + CivilTime.msPerDay
        case 10: end = start + CivilTime.msPerHour
        case 12: end = start + CivilTime.msPerMinute
        case 14: end = start + CivilTime.msPerSecond
        default: end = start + 1
        }
        return start..<end
    }
}
