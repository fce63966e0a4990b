import CortexCore
import Kernel
import Model
import Testing

@Suite struct CronScheduleTests {
    private func records(_ options: [String: String]) throws -> [ModelValue] { try CronSchedule(options).recurrences.map(\.value) }

    @Test func schedule_ofWeekdaysAndHours_isEveryCombination() throws {
        #expect(try records(["day": "Mon", "hour": "1,3"]) == [
            [["hour": 1, "minute": 0], "dayofweek", 0], [["hour": 3, "minute": 0], "dayofweek", 0],
        ])
    }

    @Test func schedule_ofAMonth_fixesWhatIsSmaller() throws {
        #expect(try records(["month": "Feb", "day": "-1"]) == [[["month": 2, "hour": 0, "minute": 0, "dayofmonth": -1], "year", 1]])
        #expect(try records(["hourly": "5"]) == [[["minute": 5], "hour", 1]])
        #expect(try records(["daily": "10:30"]) == [[["hour": 10, "minute": 30], "day", 1]])
        #expect(try records(["minute": "+15"]) == [[[:], "minute", 15]])
    }

    @Test(arguments: [
        (["hour": "99"], "BadTime"), (["month": "13"], "BadTime"), (["hour": "x"], "StormRuntimeError"), ([:], "StormRuntimeError"),
        (["year": "2020"], "StormRuntimeError"), (["hour": "+1", "minute": "+1"], "StormRuntimeError"),
        (["hourly": "5", "hour": "1"], "StormRuntimeError"), (["daily": "25:00"], "StormRuntimeError"),
    ]) func schedule_thatMakesNoSense_isRefused(_ options: [String: String], _ code: String) {
        #expect(fault { _ = try CronSchedule(options) } == FaultCode(code))
    }
}
