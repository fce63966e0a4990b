import Kernel
import Model
import Storm

/// `$lib.time`
enum TimeLibrary {
    /// The time that stands for "goes on": it is no day that could be written.
    private static let ongoing = Int64.max

    static let library = StormLibrary(
        "time", help: "Points in time, in milliseconds since 1970 UTC.",
        functions: [
            StormFunction(
                "parse", ["valu", "format", .optional("errok", false)],
                help: "The time that a text writes in a format of Python's strptime; with errok null where it does not.",
                examples: [StormExample("return($lib.time.parse('2020-02-03', '%Y-%m-%d'))", returns: 1_580_688_000_000)], parse),
            StormFunction(
                "format", ["valu", "format"], help: "A time as text in a format of Python's strftime.",
                examples: [StormExample("return($lib.time.format('2020-02-03', '%j %H:%M:%S'))", returns: "034 00:00:00")], format),
            StormFunction(
                "fromunix", ["secs"], help: "The time so many seconds after 1970.",
                examples: [StormExample("return($lib.time.fromunix((1580702706)))", returns: 1_580_702_706_000)]
            ) { call in
                let milliseconds = (try call.float(0) * 1000).rounded(.towardZero)
                guard let time = Int64(exactly: milliseconds) else { throw Fault(.badArgument, "the time is out of range") }
                return .int(time)
            },
            StormFunction("now", help: "The time now.") { call in .int(call.runtime.host.now().milliseconds) },
            StormFunction(
                "toUTC", ["tick", "timezone"], help: "Whether a time of a time zone is known, and that time in UTC or why not.", toUTC),
            StormFunction("sleep", ["valu"], help: "Waits so many seconds.") { call in
                try Waiting.wait(seconds: call.float(0), call.runtime)
                return .null
            },
            StormFunction(
                "ticker", ["tick", .optional("count", nil)], help: "A number each so many seconds, so many times or without end."
            ) { call in
                let seconds = try call.float(0)
                let count = try call.optionalInt(1)
                return .object(StormGenerator { runtime, body in
                    var number = 0
                    while count.map({ number < $0 }) ?? true {
                        try Waiting.wait(seconds: seconds, runtime)
                        try body(.int(Int64(number)))
                        number += 1
                    }
                })
            },
            part("year", "The year of a time.") { $0.year },
            part("month", "The month of a time, from 1 to 12.") { $0.month },
            part("monthofyear", "The month of a time, from 0 to 11.") { $0.month - 1 },
            part("day", "The day of the month of a time, from 1 to 31.") { $0.day },
            part("dayofmonth", "The day of the month of a time, from 0 to 30.") { $0.day - 1 },
            part("dayofyear", "The day of the year of a time, from 0 to 365.") { TimePattern.dayOfYear($0) - 1 },
            part("dayofweek", "The day of the week of a time, from 0 for Monday to 6.") {
                TimePattern.weekday(CivilTime.milliseconds($0))
            },
            part("hour", "The hour of a time.") { $0.hour },
            part("minute", "The minute of a time.") { $0.minute },
            part("second", "The second of a time.") { $0.second },
        ])

    static let formats = StormLibrary(
        "time.formats", help: "Formats for $lib.time.format.",
        values: [
            StormConstant("iso8601", help: "2020-02-03T04:05:06Z") { _ in .string("%Y-%m-%dT%H:%M:%SZ") },
            StormConstant("iso8601us", help: "2020-02-03T04:05:06.789000Z") { _ in .string("%Y-%m-%dT%H:%M:%S.%fZ") },
            StormConstant("rfc2822", help: "Mon, 03 Feb 2020 04:05:06 UTC") { _ in .string("%a, %d %b %Y %H:%M:%S UTC") },
            StormConstant("synapse", help: "2020/02/03 04:05:06.789000") { _ in .string("%Y/%m/%d %H:%M:%S.%f") },
        ])

    /// A time in any form that the data model reads.
    static func time(_ value: StormValue, _ runtime: StormRuntime) throws -> Int64 {
        let type = try runtime.model.requireType("time")
        guard let time = try type.norm(value.primitive(), in: runtime.model).value.int else {
            throw Fault(.badTypeValue, "no time: \(value.quoted)")
        }
        return time
    }

    private static func part(_ name: String, _ help: String, _ body: @escaping @Sendable (CivilTime.Fields) -> Int) -> StormFunction {
        StormFunction(name, ["tick"], help: help) { call in
            .int(Int64(body(CivilTime.fields(try time(call.value(0), call.runtime)))))
        }
    }

    @Sendable private static func parse(_ call: Call) throws -> StormValue {
        let text = try call.text(0)
        let pattern = try call.text(1)
        let isLenient = try call.bool(2)
        do {
            return .int(try TimePattern(pattern).parse(text))
        } catch {
            if isLenient { return .null }
            throw Fault(
                .stormRuntime, "Error during time parsing - \(error.sentence(text, pattern))",
                fields: ["valu": .string(text), "format": .string(pattern)])
        }
    }

    @Sendable private static func format(_ call: Call) throws -> StormValue {
        let time: Int64
        do {
            time = try Self.time(call.value(0), call.runtime)
        } catch let fault as Fault where fault.code == .badTypeValue {
            throw Fault(
                .stormRuntime, "Failed to norm a time value prior to formatting - \(fault.message)", fields: fault.fields)
        }
        guard time != ongoing else { throw Fault(.stormRuntime, "Cannot format a timestamp for ongoing/future time.") }
        return .string(TimePattern(try call.text(1)).format(time))
    }

    @Sendable private static func toUTC(_ call: Call) throws -> StormValue {
        let time = try Self.time(call.value(0), call.runtime)
        let name = try call.text(1)
        guard let zone = FixedZone.offsetMs(name) else {
            return .tuple([
                .bool(false),
                .dict([
                    "err": .string("BadArg"), "errmsg": .string("Unknown timezone: \(name)"),
                    "errinfo": .dict(["mesg": .string("Unknown timezone: \(name)")]),
                ]),
            ])
        }
        return .tuple([.bool(true), .int(time - zone)])
    }
}

/// Time zones that are always so far from UTC.
enum FixedZone {
    private static let hours: [String: Int64] = [
        "UTC": 0, "GMT": 0, "Etc/UTC": 0, "Etc/GMT": 0, "Zulu": 0, "UCT": 0, "EST": -5, "MST": -7, "HST": -10,
    ]

    static func offsetMs(_ name: String) -> Int64? {
        if let hours = hours[name] { return hours * CivilTime.msPerHour }
        // In these names the sign is that of the way back to UTC.
        guard name.hasPrefix("Etc/GMT"), let hours = Int64(name.dropFirst(7)), abs(hours) <= 14 else { return nil }
        return -hours * CivilTime.msPerHour
    }
}
