import CortexCore
import Kernel
import Model
import Storm

/// `$lib.cron` and the jobs themselves.
enum CronLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "cron", help: "Cron jobs: queries that run at times.",
            functions: [
                StormFunction("add", [.namedRest("kwargs")], help: "Add a job that repeats.", isReadOnlySafe: false) { call in
                    try call.addJob { options throws(Fault) in (try CronSchedule(options), []) }
                },
                StormFunction(
                    "at", [.namedRest("kwargs")], help: "Add a job that runs once, or at several moments.", isReadOnlySafe: false
                ) { call in
                    let now = call.core.now()
                    let model = call.runtime.model
                    return try call.addJob { options throws(Fault) in (nil, try CronMoments.times(options, now: now, model: model)) }
                },
                StormFunction("get", ["prefix"], help: "A job.") { call in .object(try call.job(["cron", "get"])) },
                StormFunction("list", help: "All jobs that the user may see.") { call in
                    .objects(call.jobs(["cron", "get"]).map { CronObject($0.text("iden") ?? "") })
                },
                StormFunction("del", ["prefix"], help: "Delete a job.", isReadOnlySafe: false) { call in
                    try call.core.deleteCronJob(call.job(["cron", "del"]).iden)
                    return .null
                },
                StormFunction("mod", ["prefix", "query", .namedRest("kwargs")], help: "Change the query of a job.", isReadOnlySafe: false) {
                    call in
                    let text = call.isNull(1) ? nil : try call.queryText(1)
                    if let text { _ = try call.runtime.query(text) }
                    return try call.changeJob("query") { job in
                        if let text { (job["query"], job["storm"]) = (.string(text), .string(text)) }
                    }
                },
                StormFunction("enable", ["prefix"], help: "Let a job run.", isReadOnlySafe: false) { call in
                    try call.changeJob("enabled") { $0["enabled"] = true }
                },
                StormFunction("disable", ["prefix"], help: "Keep a job from running.", isReadOnlySafe: false) { call in
                    try call.changeJob("enabled") { $0["enabled"] = false }
                },
                StormFunction("move", ["prefix", "view"], help: "Move a job to another view.", isReadOnlySafe: false) { call in
                    let view = try call.core.view(text: call.text(1))
                    try call.require("cron", "add", gate: view.description)
                    return try call.changeJob("view") { $0["view"] = .iden(view) }
                },
            ])
    ]
}

/// The moments of a job that runs at given times.
private enum CronMoments {
    private static let units: [(name: String, ms: Int64)] = [("minute", 60_000), ("hour", 3_600_000), ("day", 86_400_000)]

    static func times(_ options: [String: String], now: Timestamp, model: DataModel) throws(Fault) -> [Timestamp] {
        var times: [Timestamp] = []
        for (name, ms) in units {
            guard let text = options[name] else { continue }
            for part in text.split(separator: ",", omittingEmptySubsequences: false) {
                guard let count = Int64(part.drop { $0 == "+" }), abs(count) < 1 << 32 else {
                    throw Fault(.stormRuntime, "Trouble parsing \"\(part)\": invalid literal", fields: ["option": .string(name)])
                }
                times.append(now.advanced(byMs: count * ms))
            }
        }
        if let text = options["dt"] {
            let type = try model.requireType("time")
            for part in text.split(separator: ",") {
                if let ms = try type.norm(.string(String(part)), in: model).value.int { times.append(Timestamp(milliseconds: ms)) }
            }
        }
        if options["now"].map({ $0 != "false" && $0 != "0" }) ?? false { times.append(now) }
        guard !times.isEmpty else { throw Fault(.stormRuntime, "At least one requirement must be provided") }
        return times
    }
}

extension Call {
    /// The jobs for which the user has the permission.
    fileprivate func jobs(_ permission: [String]) -> [CoreDocument] {
        core.cronJobs().filter { runtime.isAllowed(permission, gate: $0.text("iden")) }
    }

    /// The job whose identifier starts as the first argument does.
    fileprivate func job(_ permission: [String]) throws -> CronObject {
        CronObject(try core.cronJob(prefix: text(0), among: jobs(permission)).text("iden") ?? "")
    }

    fileprivate func changeJob(_ setting: String, _ change: (inout CoreDocument) -> Void) throws -> StormValue {
        let job = try job(["cron", "set", setting])
        try core.changeCronJob(job.iden) { change(&$0) }
        return .string(job.iden)
    }

    /// Adds a job from the named arguments.
    fileprivate func addJob(
        _ plan: ([String: String]) throws(Fault) -> (schedule: CronSchedule?, times: [Timestamp])
    ) throws -> StormValue {
        var options: [String: String] = [:]
        var info = CoreDocument()
        for (name, value) in named where !value.isNull {
            switch name {
            case "name", "doc", "loglevel": info[name] = .string(try value.toText(runtime))
            case "pool": info["pool"] = .bool(value.isTrue)
            default: options[name] = try value.toText(runtime)
            }
        }
        guard let query = options.removeValue(forKey: "query") else { throw Fault(.stormRuntime, "Query parameter is required.") }
        let iden = try options.removeValue(forKey: "iden").map { text in
            guard let iden = Iden(text) else {
                throw Fault(FaultCode("SchemaViolation"), "data.iden must match pattern ^[0-9a-f]{32}$")
            }
            return iden
        }
        let view = try options.removeValue(forKey: "view").map { try core.view(text: $0) } ?? runtime.view
        let (schedule, times) = try plan(options)
        _ = try runtime.query(query)
        try require("cron", "add", gate: view.description)
        let job = try core.addCronJob(
            query: query, schedule: schedule, times: times, view: view, user: runtime.user, iden: iden, info: info)
        return .object(CronObject(job.text("iden") ?? ""))
    }
}

/// A cron job.
final class CronObject: StormObject {
    static let type = StormObjectType(
        "cronjob", help: "A cron job: a query that runs at times.",
        methods: [
            StormFunction("pack", help: "All of it as a dictionary.") { call in
                StormValue(try call.subject(as: CronObject.self).job(call.runtime).value)
            },
            StormFunction("pprint", help: "All of it as text for people.") { call in
                StormValue(try call.subject(as: CronObject.self).printed(call.runtime).value)
            },
            StormFunction("set", ["name", "valu"], help: "Change one setting.", isReadOnlySafe: false) { call in
                let object = try call.subject(as: CronObject.self)
                let name = try call.text(0)
                guard ["creator", "doc", "name", "pool", "loglevel", "user", "enabled", "query", "storm"].contains(name) else {
                    throw Fault(.badArgument, "Cron jobs do not support setting: \(name)", fields: ["name": .string(name)])
                }
                try call.require("cron", "set", name, gate: object.iden)
                let value = try call.primitive(1)
                try call.core.changeCronJob(object.iden) { $0[name] = value }
                return .object(object)
            },
            StormFunction("kill", help: "End the job if it runs.", isReadOnlySafe: false) { _ in .bool(false) },
        ],
        values: ["iden": { object, _ in .string(try StormValue.object(object).required(CronObject.self).iden) }])

    let iden: String

    init(_ iden: String) { self.iden = iden }

    func isEqual(to other: StormValue) -> Bool { other.object(as: CronObject.self)?.iden == iden }

    func primitive() throws -> ModelValue { .string(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "cronjob: \(iden)" }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let method = Self.type.method(name) { return .object(BoundFunction(method, subject: .object(self), path: typeName)) }
        if name == "iden" { return .string(iden) }
        return try job(runtime)[name].map { StormValue($0) }
    }

    /// Throws `NoSuchIden`.
    func job(_ runtime: StormRuntime) throws -> CoreDocument {
        guard let job = runtime.core.cronJob(iden) else {
            throw Fault(.noSuchIden, "No cron job with iden: \(iden)", fields: ["iden": .string(iden)])
        }
        return job
    }

    private static func short(_ iden: String) -> String { String(iden.prefix(8)) + ".." }

    /// As lists of jobs show it.
    func printed(_ runtime: StormRuntime) throws -> CoreDocument {
        let job = try job(runtime)
        let view = job.text("view") ?? ""
        func time(_ name: String) -> ModelValue {
            guard let value = job[name], !value.isNull else { return "Never" }
            return (try? runtime.model.requireType("time").repr(value, in: runtime.model)) ?? value
        }
        let recurrences = job.list("recs").map { record -> ModelValue in
            let parts = record.list ?? []
            func part(_ position: Int) -> ModelValue { parts.indices.contains(position) ? parts[position] : .null }
            return ["reqdict": part(0), "incunit": part(1), "incval": part(2)]
        }
        return [
            "iden": .string(iden), "idenshort": .string(Self.short(iden)), "view": .string(view), "viewshort": .string(Self.short(view)),
            "user": .string(job.iden("user").map { runtime.core.userName($0) } ?? "<None>"), "query": job["query"] ?? "",
            "isrecur": .string(job.flag("recur") ? "Y" : "N"), "isrunning": .string(job.flag("isrunning") ? "Y" : "N"),
            "enabled": .string(job.flag("enabled") ? "Y" : "N"), "startcount": job["startcount"] ?? 0, "errcount": job["errcount"] ?? 0,
            "laststart": time("laststarttime"), "lastend": time("lastfinishtime"), "lastresult": job["lastresult"] ?? .null,
            "lasterrs": job["lasterrs"] ?? .list([]), "iserr": .string(job.int("errcount") ?? 0 > 0 ? "X" : " "),
            "recs": .list(recurrences), "pool": job["pool"] ?? false,
        ]
    }
}
