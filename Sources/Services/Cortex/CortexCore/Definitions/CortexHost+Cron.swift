import Kernel
import Model

/// Cron jobs: queries that run at times. Here they are kept; who runs them reads ``cronJobs()``.
extension CortexHost {
    /// In the order in which they were made.
    public func cronJobs() -> [CoreDocument] {
        current.all(.cron).map { CoreDocument($0.value) }
            .sorted { ($0.int("created") ?? 0, $0.text("iden") ?? "") < ($1.int("created") ?? 0, $1.text("iden") ?? "") }
    }

    /// A job; nil where there is none.
    public func cronJob(_ iden: String) -> CoreDocument? { current.document(.cron, iden) }

    /// The job whose identifier starts so. Throws `StormRuntimeError`.
    public func cronJob(prefix: String, among jobs: [CoreDocument]) throws(Fault) -> CoreDocument {
        try PrefixMatch.one(prefix, in: jobs, iden: { $0.text("iden") ?? "" }, one: "cron job", many: "cron job")
    }

    /// Adds a job. `times` are moments of single runs, for a job that does not repeat.
    public func addCronJob(
        query: String, schedule: CronSchedule?, times: [Timestamp] = [], view: Iden, user: Iden, iden: Iden? = nil,
        info: CoreDocument = CoreDocument()
    ) throws(Fault) -> CoreDocument {
        let iden = iden ?? newIden()
        let time = now()
        let recurrences: [ModelValue] =
            schedule?.recurrences.map(\.value) ?? times.map { .list([CronTime.fixed($0), .null, .int(1)]) }
        let job: CoreDocument = [
            "iden": .iden(iden), "creator": .iden(user), "user": .iden(user), "view": .iden(view), "storm": .string(query),
            "query": .string(query), "created": .int(time.milliseconds), "recs": .list(recurrences), "recur": .bool(schedule != nil),
            "enabled": true, "indx": 0, "nexttime": .null, "startcount": 0, "isrunning": false, "laststarttime": .null,
            "lastfinishtime": .null, "lastresult": .null, "errcount": 0, "lasterrs": .list([]), "name": info["name"] ?? "",
            "doc": info["doc"] ?? "", "pool": .bool(info.flag("pool")), "loglevel": info["loglevel"] ?? "NOTSET",
        ]
        try commit { state, changes throws(Fault) in
            _ = try state.requireView(view)
            guard state.document(.cron, iden.description) == nil else {
                throw Fault(.duplicateIden, "Duplicate iden specified for cron job: \(iden)", fields: ["iden": .string("\(iden)")])
            }
            changes.append(.put(.cron, iden.description, job))
            changes.append(.put(.gate, iden.description, Self.gate(iden, "cronjob", creator: user).document))
        }
        return job
    }

    /// Throws `NoSuchIden` and what `change` throws.
    @discardableResult
    public func changeCronJob(_ iden: String, _ change: (inout CoreDocument) throws(Fault) -> Void) throws(Fault) -> CoreDocument {
        try commit { state, changes throws(Fault) in
            guard var job = state.document(.cron, iden) else {
                throw Fault(.noSuchIden, "No cron job with iden: \(iden)", fields: ["iden": .string(iden)])
            }
            try change(&job)
            changes.append(.put(.cron, iden, job))
            return job
        }
    }

    /// Deletes the job with its gate.
    public func deleteCronJob(_ iden: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            changes.append(.delete(.cron, key: iden))
            changes.append(.delete(.gate, key: iden))
        }
    }
}

/// Moments as the records of cron jobs have them.
enum CronTime {
    private static let dayMs: Int64 = 86_400_000

    /// The parts of the calendar that a moment has, to the minute.
    static func fixed(_ time: Timestamp) -> ModelValue {
        var days = time.milliseconds / dayMs
        var rest = time.milliseconds % dayMs
        if rest < 0 {
            days -= 1
            rest += dayMs
        }
        let (year, month, day) = civil(days)
        return [
            "minute": .int(rest / 60_000 % 60), "hour": .int(rest / 3_600_000), "dayofmonth": .int(day), "month": .int(month),
            "year": .int(year),
        ]
    }

    /// Year, month and day of so many days after 1970-01-01, by counting years that start in March.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
