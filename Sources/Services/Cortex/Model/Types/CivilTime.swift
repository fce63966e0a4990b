/// Calendar arithmetic in the proleptic Gregorian calendar, in milliseconds since 1970 UTC.
package enum CivilTime {
    package static let msPerSecond: Int64 = 1000
    package static let msPerMinute: Int64 = 60_000
    package static let msPerHour: Int64 = 3_600_000
    package static let msPerDay: Int64 = 86_400_000

    package struct Fields: Sendable, Hashable {
        package var year = 1970
        package var month = 1
        package var day = 1
        package var hour = 0
        package var minute = 0
        package var second = 0
        package var microsecond = 0

        package init(
            year: Int = 1970, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0, microsecond: Int = 0
        ) {
            self.year = year
            self.month = month
            self.day = day
            self.hour = hour
            self.minute = minute
            self.second = second
            self.microsecond = microsecond
        }
    }

    package static func isLeap(_ year: Int) -> Bool { year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) }

    package static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01. The year is counted from March, so that the leap day comes last.
    package static func dayNumber(year: Int, month: Int, day: Int) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }

    package static func milliseconds(_ fields: Fields) -> Int64 {
        dayNumber(year: fields.year, month: fields.month, day: fields.day) * msPerDay
            + Int64(fields.hour) * msPerHour + Int64(fields.minute) * msPerMinute + Int64(fields.second) * msPerSecond
            + Int64(fields.microsecond / 1000)
    }

    package static func fields(_ milliseconds: Int64) -> Fields {
        let (days, rest) = floorDivide(milliseconds, msPerDay)
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = Int(monthFromMarch) + (monthFromMarch < 10 ? 3 : -9)
        return Fields(
            year: Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month: month,
            day: Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1), hour: Int(rest / msPerHour),
            minute: Int(rest / msPerMinute % 60), second: Int(rest / msPerSecond % 60), microsecond: Int(rest % 1000) * 1000)
    }

    package static func floorDivide(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    package static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// `2020/02/03 04:05:06.789`
    package static func text(_ milliseconds: Int64) -> String {
        let fields = fields(milliseconds)
        return "\(padded(fields.year, 4))/\(padded(fields.month, 2))/\(padded(fields.day, 2)) "
            + "\(padded(fields.hour, 2)):\(padded(fields.minute, 2)):\(padded(fields.second, 2))."
            + padded(fields.microsecond / 1000, 3)
    }
}
