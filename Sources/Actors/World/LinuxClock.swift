import Glibc
import Kernel

/// The clocks of the kernel.
struct LinuxClock: Clock {
    func now() -> Instant {
        let reading = Self.read(CLOCK_BOOTTIME)
        return Instant(nanoseconds: UInt64(reading.tv_sec) * 1_000_000_000 + UInt64(reading.tv_nsec))
    }

    func wallTime() -> Timestamp {
        let reading = Self.read(CLOCK_REALTIME)
        return Timestamp(milliseconds: Int64(reading.tv_sec) * 1000 + Int64(reading.tv_nsec) / 1_000_000)
    }

    func sleep(until deadline: Instant) async throws(Fault) {
        let remaining = deadline.since(now())
        do {
            try await Task.sleep(nanoseconds: remaining.nanoseconds)
        } catch {
            throw Fault(.cancelled, "the task was cancelled while it waited")
        }
    }

    private static func read(_ clock: clockid_t) -> timespec {
        var reading = timespec()
        let status = clock_gettime(clock, &reading)
        precondition(status == 0, "Linux has both clocks since 2.6.39")
        return reading
    }
}

/// The random number generator of the kernel, through the standard library.
struct LinuxRandom: RandomSource {
    func next() -> UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
