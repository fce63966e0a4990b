import Kernel
import Leadership
import Testing

struct LeaseMachineTests {
    let times = LeadershipTimes()

    private func at(_ milliseconds: UInt64) -> Instant { .zero + .milliseconds(milliseconds) }

    @Test func lease_grantedLate_countsFromBeforeItWasAsked() {
        var lease = LeaseMachine(times: times)
        let number = lease.ask(now: at(1_000))
        #expect(!lease.isCurrent(at: at(1_000)))
        lease.granted(number)
        #expect(lease.isCurrent(at: at(10_999)))
        #expect(!lease.isCurrent(at: at(11_000)))
    }

    @Test func lease_duplicateOrUnknownGrant_prolongsNothing() {
        var lease = LeaseMachine(times: times)
        let first = lease.ask(now: at(0))
        let second = lease.ask(now: at(3_000))
        lease.granted(second)
        lease.granted(first)
        lease.granted(second)
        lease.granted(99)
        #expect(lease.until == at(13_000))
    }

    @Test func lease_ofEarlierRun_isNotTakenForThisRun() {
        var before = LeaseMachine(times: times, after: 1_000)
        let old = before.ask(now: at(0))
        var after = LeaseMachine(times: times, after: 2_000)
        _ = after.ask(now: at(9_000))
        after.granted(old)
        #expect(after.until == nil)
    }

    @Test func lease_due_everyThirdAndSoonerWithoutAnswer() {
        var lease = LeaseMachine(times: times)
        #expect(lease.isDue(at: at(0)))
        let number = lease.ask(now: at(0))
        #expect(!lease.isDue(at: at(299)))
        #expect(lease.isDue(at: at(300)))
        lease.granted(number)
        #expect(!lease.isDue(at: at(3_299)))
        #expect(lease.isDue(at: at(3_300)))
    }

    @Test func lease_ended_ignoresLateGrant() {
        var lease = LeaseMachine(times: times)
        let number = lease.ask(now: at(0))
        lease.end()
        lease.granted(number)
        #expect(!lease.isCurrent(at: at(1)))
    }
}
