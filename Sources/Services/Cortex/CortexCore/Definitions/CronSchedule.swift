import Kernel
import Model

/// When a cron job runs: each record fixes some units of the calendar and repeats in one.
///
/// `year`, `month`, `day`, `hour`, `minute` are given as text: `5` fixes, `1,3` fixes several, `+2` repeats every second one; days also as
/// names of the week, months as names. Or one of `hourly`, `daily`, `monthly`, `yearly` with the rest, as `daily=10:30`.
public struct CronSchedule: Sendable, Hashable {
    /// One combination: the fixed units, and what it repeats in.
    public struct Recurrence: Sendable, Hashable {
        /// The units that must have a certain value.
        public var fixed: [Fixed]
        /// The unit that it repeats in: `year`, `month`, `day`, `dayofweek`, `hour` or `minute`.
        public var unit: String
        /// Every how many of those units; for `dayofweek` which day, 0 for Monday.
        public var step: Int64

        /// As queries see it.
        public var value: ModelValue {
            .list([.dict(fixed.map { .init($0.unit, .int($0.value)) }), .string(unit), .int(step)])
        }
    }

    /// A unit of the calendar with the value that it must have.
    public struct Fixed: Sendable, Hashable {
        /// `month`, `dayofmonth`, `hour` or `minute`.
        public let unit: String
        /// Months and days of the month count from 1, hours and minutes from 0. A negative day counts from the end of the month.
        public let value: Int64
    }

    /// Every combination of the values that were given.
    public let recurrences: [Recurrence]

    /// More combinations than a person would write.
    private static let recurrencesMax = 1_000

    private static func fault(_ message: String) -> Fault { Fault(FaultCode("StormRuntimeError"), message) }

    /// For each unit: its smallest value, its largest, and the unit that it repeats in.
    private static let units: [String: (least: Int64, most: Int64, larger: String)] = [
        "month": (1, 12, "year"), "dayofmonth": (1, 31, "month"), "hour": (0, 23, "day"), "minute": (0, 59, "hour"),
    ]

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    /// The place of a name among `names`, written in full or with its first three letters.
    private static func place(_ text: String, in names: [String]) -> Int? {
        let text = text.lowercased()
        return names.firstIndex { $0 == text || $0.prefix(3) == text }
    }

    /// Throws `StormRuntimeError` for what cannot be read or does not go together, `BadTime` for values that the calendar does not have.
    public init(_ given: [String: String]) throws(Fault) {
        var options = given
        if let alias = try Self.alias(given) {
            guard ["year", "month", "day", "hour", "minute"].allSatisfy({ given[$0] == nil }) else {
                throw Self.fault("May not use both alias (--hourly, etc) and explicit (--hour, etc) options together")
            }
            options = alias
        }
        var parts = Parts()
        for name in ["year", "month", "day", "hour", "minute"] { try parts.add(name, options[name]) }
        recurrences = try parts.recurrences()
    }

    // MARK: Aliases

    private static func alias(_ options: [String: String]) throws(Fault) -> [String: String]? {
        if let hourly = options["hourly"] {
            guard let minute = Int64(hourly) else { throw fault("Failed to parse parameter \(hourly)") }
            return ["hour": "+1", "minute": String(minute)]
        }
        if let daily = options["daily"] {
            return try clock(daily).merging(["day": "+1"]) { $1 }
        }
        if let monthly = options["monthly"] {
            let parts = monthly.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw fault("Failed to parse parameter \(monthly)") }
            return try clock(parts[1]).merging(["month": "+1", "day": parts[0]]) { $1 }
        }
        if let yearly = options["yearly"] {
            let parts = yearly.split(separator: ":").map(String.init)
            guard parts.count == 4 else { throw fault("Failed to parse parameter \(yearly)") }
            return try clock("\(parts[2]):\(parts[3])").merging(["year": "+1", "month": parts[0], "day": parts[1]]) { $1 }
        }
        return nil
    }

    /// Hour and minute of `10:30`.
    private static func clock(_ text: String) throws(Fault) -> [String: String] {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 2, let hour = Int64(parts[0]), let minute = Int64(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { throw fault("Failed to parse parameter \(text)") }
        return ["hour": String(hour), "minute": String(minute)]
    }

    // MARK: Parts

    /// What was read so far.
    private struct Parts {
        var fixed: [(unit: String, values: [Int64])] = []
        /// A day of the month comes last among the fixed units where a month is fixed before.
        var day: [Int64]?
        var unit: String?
        var steps: [Int64] = []

        private var hasFixed: Bool { !fixed.isEmpty || day != nil }

        mutating func add(_ name: String, _ text: String?) throws(Fault) {
            guard let text else {
                if unit == nil && !hasFixed { return }
                // A larger unit is set, so this one takes its smallest value. With days of the week, the day is said already.
                if name == "day" {
                    if unit != "dayofweek", unit != "day" { day = [1] }
                } else if let least = CronSchedule.units[name]?.least {
                    fixed.append((name, [least]))
                }
                return
            }
            if name == "day" { return try addDay(text) }
            if text.hasPrefix("+") {
                guard unit == nil else { throw CronSchedule.fault("May not provide more than 1 recurrence parameter") }
                guard !hasFixed else { throw CronSchedule.fault("Fixed unit may not be larger than recurrence unit") }
                guard let step = Int64(text.dropFirst()), step > 0 else {
                    throw CronSchedule.fault("Failed to parse parameter \"\(text)\"")
                }
                (unit, steps) = (name, [step])
                return
            }
            guard name != "year" else { throw CronSchedule.fault("Year may not be a fixed value") }
            var values: [Int64] = []
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                let month = name == "month" ? CronSchedule.place(String(part), in: CronSchedule.months).map { Int64($0 + 1) } : nil
                guard let value = month ?? Int64(part) else { throw CronSchedule.fault("Failed to parse fixed parameter \"\(text)\"") }
                values.append(value)
            }
            fixed.append((name, values))
        }

        private mutating func addDay(_ text: String) throws(Fault) {
            if text.hasPrefix("+") {
                guard unit == nil else { throw CronSchedule.fault("May not provide more than 1 recurrence parameter") }
                guard !hasFixed else { throw CronSchedule.fault("Fixed unit may not be larger than recurrence unit") }
                guard let step = Int64(text.dropFirst()), step > 0 else {
                    throw CronSchedule.fault("Failed to parse day value \"\(text)\"")
                }
                (unit, steps) = ("day", [step])
                return
            }
            let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let weekdays = parts.compactMap { CronSchedule.place($0, in: CronSchedule.weekdays) }
            if weekdays.count == parts.count {
                guard unit == nil else { throw CronSchedule.fault("May not provide a recurrence value with day of week") }
                guard !hasFixed else { throw CronSchedule.fault("May not fix month or year with day of week") }
                (unit, steps) = ("dayofweek", weekdays.map(Int64.init))
                return
            }
            let days = parts.compactMap { Int64($0) }
            guard days.count == parts.count else { throw CronSchedule.fault("Failed to parse day value \"\(text)\"") }
            day = days
        }

        /// Every combination of the values that were given.
        func recurrences() throws(Fault) -> [Recurrence] {
            var fixed = fixed
            if let day { fixed.append(("dayofmonth", day)) }
            var (unit, steps) = (unit, steps)
            if unit == nil {
                let order = ["month", "dayofmonth", "hour", "minute"]
                guard let largest = order.first(where: { name in fixed.contains { $0.unit == name } }) else {
                    throw CronSchedule.fault("Must provide at least one optional argument")
                }
                (unit, steps) = (CronSchedule.units[largest]?.larger, [1])
            }
            var combinations: [[Fixed]] = [[]]
            for (name, values) in fixed {
                for value in values { try Self.check(name, value) }
                combinations = combinations.flatMap { start in values.map { start + [Fixed(unit: name, value: $0)] } }
                guard combinations.count * steps.count <= CronSchedule.recurrencesMax else {
                    throw Fault(.limit, "the schedule has more than \(CronSchedule.recurrencesMax) combinations")
                }
            }
            return combinations.flatMap { combination in
                steps.map { Recurrence(fixed: combination, unit: unit ?? "year", step: $0) }
            }
        }

        private static func check(_ unit: String, _ value: Int64) throws(Fault) {
            guard let range = CronSchedule.units[unit] else { return }
            let isFromEnd = unit == "dayofmonth" && value < 0 && value >= -range.most
            guard isFromEnd || (range.least...range.most).contains(value) else {
                throw Fault(FaultCode("BadTime"), "Out of bounds reqdict value")
            }
        }
    }
}
