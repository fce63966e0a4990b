import Kernel
import TestSupport
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct ClockTests {
    @Test func linuxClock_goesForwards_andSleepsAtLeastAsLong() async throws {
        let clock = Host.linux.clock
        let before = clock.now()
        try await clock.sleep(for: .milliseconds(2))
        #expect(clock.now().since(before) >= .milliseconds(2))
        #expect(clock.wallTime() > Timestamp(milliseconds: 1_700_000_000_000))
    }

    @Test func linuxClock_sleepCancelled_throws() async {
        let sleep = Task { try await Host.linux.clock.sleep(for: .seconds(1000)) }
        sleep.cancel()
        #expect(await fault { try await sleep.value }?.code == .cancelled)
    }

    @Test func random_isOfTheLengthAskedFor_andDiffers() {
        let random = Host.linux.random
        for count in [0, 1, 7, 8, 9, 33] { #expect(random.bytes(count).count == count) }
        #expect(random.bytes(32) != random.bytes(32))
        #expect(Host.linux.iden() != Host.linux.iden())
    }

    @Test func manualClock_wakesInOrderOfDeadlines() async throws {
        let clock = ManualClock()
        let start = clock.now()
        let late = Task { try await clock.sleep(for: .seconds(2)) }
        let early = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.sleepers(atLeast: 2)
        #expect(clock.advanceToNextDeadline() == .seconds(1))
        try await early.value
        #expect(clock.sleeping == 1)
        late.cancel()
        #expect(await fault { try await late.value }?.code == .cancelled)
        #expect(clock.advanceToNextDeadline() == nil)
        try await clock.sleep(until: start)
        #expect(clock.now().since(start) == .seconds(1))
    }
}
