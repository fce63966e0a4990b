import Kernel

/// A timestamp as people read it, in UTC: `2021-06-28 16:17:55,775`.
enum CivilTime {
    private static let millisecondsPerDay: Int64 = 86_400_000

    static func text(_ time: Timestamp) -> String {
        let day = floorDivide(time.milliseconds, millisecondsPerDay)
        let inDay = time.milliseconds - day * millisecondsPerDay
        let (year, month, dayOfMonth) = date(daysSinceEpoch: day)
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(dayOfMonth, 2)) "
            + "\(pad(inDay / 3_600_000, 2)):\(pad(inDay / 60_000 % 60, 2)):\(pad(inDay / 1000 % 60, 2)),\(pad(inDay % 1000, 3))"
    }

    /// The Gregorian date. Years are counted from March, so that the leap day is the last day of a year of 400-year cycles.
    private static func date(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysPerCycle: Int64 = 146_097
        let shifted = daysSinceEpoch + 719_468
        let cycle = floorDivide(shifted, daysPerCycle)
        let dayOfCycle = shifted - cycle * daysPerCycle
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> Int64 {
        number >= 0 ? number / divisor : (number + 1) / divisor - 1
    }

    private static func pad(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
