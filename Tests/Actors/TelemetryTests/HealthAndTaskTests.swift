import Kernel
import Synchronization
import Telemetry
import Testing

@Suite struct HealthReportTests {
    @Test func status_isTheWorstOfTheComponents() {
        var report = HealthReport(iden: Iden(high: 0, low: 1))
        #expect(report.status == .nominal)
        report.report(.init("nexus", .nominal))
        report.report(.init("disk", .degraded, "8 percent free"))
        #expect(report.status == .degraded)
        report.report(.init("disk", .failed, "full", data: ["free": 0]))
        #expect(report.status == .failed && report.status.exitStatus == 2)
        report.report(.init("disk", .nominal))
        #expect(report.status == .nominal && report.components.count == 2)
    }

    @Test func value_isTheEnvelopeThatMonitorsKnow() {
        let report = HealthReport(
            iden: Iden(high: 0, low: 1), components: [.init("disk", .degraded, "low", data: ["b": 2, "a": 1])])
        #expect(
            report.value.json == #"{"iden": "00000000000000000000000000000001", "status": "degraded", "components": [{"name": "disk", "#
                + #""status": "degraded", "mesg": "low", "data": {"a": 1, "b": 2}}]}"#)
    }
}

@Suite struct TaskRegistryTests {
    func iden(_ number: UInt64) -> Iden { Iden(high: 0, low: number) }

    @Test func list_ofRunningTasks_isOldestFirst() throws {
        let registry = TaskRegistry()
        try registry.start(iden: iden(2), user: iden(9), name: "query", info: "inet:fqdn", at: Timestamp(milliseconds: 5), cancel: {})
        try registry.start(iden: iden(1), user: iden(9), name: "backup", at: Timestamp(milliseconds: 3), cancel: {})
        #expect(registry.list.map(\.name) == ["backup", "query"])
        registry.finish(iden(1))
        registry.finish(iden(1))
        #expect(registry.count == 1)
    }

    @Test func cancel_byIden_reachesThatTaskOnly() throws {
        let registry = TaskRegistry()
        let cancelled = Mutex<[UInt64]>([])
        for number in UInt64(1)...3 {
            try registry.start(iden: iden(number), user: iden(9), name: "q", at: Timestamp(milliseconds: 0)) {
                cancelled.withLock { $0.append(number) }
                registry.finish(Iden(high: 0, low: number))
            }
        }
        try registry.cancel(iden(2))
        #expect(cancelled.withLock { $0 } == [2])
        #expect(registry.count == 2)
        #expect(throws: Fault.self) { try registry.cancel(iden(2)) }
    }

    @Test func start_aboveTheBoundOrTwice_isRefused() throws {
        let registry = TaskRegistry(countMax: 2)
        try registry.start(iden: iden(1), user: iden(9), name: "q", at: Timestamp(milliseconds: 0), cancel: {})
        #expect(throws: Fault.self) {
            try registry.start(iden: iden(1), user: iden(9), name: "q", at: Timestamp(milliseconds: 0), cancel: {})
        }
        try registry.start(iden: iden(2), user: iden(9), name: "q", at: Timestamp(milliseconds: 0), cancel: {})
        do {
            try registry.start(iden: iden(3), user: iden(9), name: "q", at: Timestamp(milliseconds: 0), cancel: {})
            Issue.record("taken")
        } catch {
            #expect(error.code == .limit)
        }
    }
}

@Suite struct RepetitionTests {
    @Test func allows_forEver_onceAKey() {
        let once = Repetition()
        #expect(once.allows("a", at: .zero))
        #expect(!once.allows("a", at: Instant(nanoseconds: .max)))
        #expect(once.allows("b", at: .zero))
    }

    @Test func allows_afterTheQuietTime_again() {
        let limited = Repetition(quiet: .seconds(10))
        #expect(limited.allows("a", at: .zero))
        #expect(!limited.allows("a", at: .zero + .seconds(9)))
        #expect(limited.allows("a", at: .zero + .seconds(10)))
        #expect(!limited.allows("a", at: .zero + .seconds(11)))
    }

    @Test func allows_moreKeysThanTheBound_staysBoundedAndLoud() {
        let once = Repetition()
        for number in 0..<Repetition.keysMax { #expect(once.allows("\(number)", at: .zero)) }
        #expect(once.allows("new", at: .zero) && once.allows("new", at: .zero))
        #expect(!once.allows("1", at: .zero))
    }
}
