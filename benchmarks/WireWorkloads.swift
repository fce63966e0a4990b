import Cell
import Kernel
import Link
import Messaging

/// The wire rows: one link to the echo service, or to a service found through AHA.
enum WireWorkloads {
    /// Calls one after the other, from a task on the loop of the link as its documentation advises for that.
    static func sequential(_ link: Link, seconds: Double) async throws -> Double {
        let echo = Ref<EchoContract>(link)
        return try await Measure.rate(callers: 1, seconds: seconds, on: link.executor) { _ in
            for number in 0..<UInt64(64) {
                guard try await echo.ask(Echo(number)) == number else { throw Fault(.badData, "the echo differs") }
            }
            return 64
        }
    }

    static func concurrent(_ link: Link, callers: Int, seconds: Double) async throws -> Double {
        let echo = Ref<EchoContract>(link)
        return try await Measure.rate(callers: callers, seconds: seconds, on: link.executor) { caller in
            for number in 0..<UInt64(16) {
                let sent = UInt64(caller) << 32 | number
                guard try await echo.ask(Echo(sent)) == sent else { throw Fault(.badData, "the echo differs") }
            }
            return 16
        }
    }

    static func items(_ link: Link, count: UInt64) async throws -> Double {
        let start = Measure.clock.now()
        let reader = try await Ref<EchoContract>(link).subscribe(CountUp(count))
        var next: UInt64 = 0
        while let batch = try await reader.nextBatch() {
            for item in batch {
                guard item == next else { throw Fault(.badData, "an item is out of order") }
                next += 1
            }
        }
        guard next == count else { throw Fault(.badData, "items are missing") }
        return Double(count) / Measure.elapsed(since: start)
    }

    /// MB/s of one stream, 10^6 bytes each.
    static func bulk(_ link: Link, byteCount: UInt64) async throws -> Double {
        let start = Measure.clock.now()
        let count = try await receive(link, byteCount)
        return Double(count) / Measure.elapsed(since: start) / 1e6
    }

    private static func receive(_ link: Link, _ byteCount: UInt64) async throws -> UInt64 {
        let (_, bytes) = try await Ref<EchoContract>(link).download(SendBytes(byteCount))
        var count: UInt64 = 0
        while let chunk = try await bytes.next() { count += UInt64(chunk.readableBytes) }
        guard count == byteCount else { throw Fault(.badData, "bytes are missing") }
        return count
    }

    /// The 99th percentile in ms of small calls while bulk moves on the same link.
    static func fair(_ link: Link, byteCount: UInt64) async throws -> Double {
        let echo = Ref<EchoContract>(link)
        let transfer = Task { try await receive(link, byteCount) }
        let isOver = Over()
        let watch = Task {
            defer { isOver.set() }
            return try await transfer.value
        }
        var times: [Double] = []
        while !isOver.value {
            let start = Measure.clock.now()
            _ = try await echo.ask(Echo(1))
            times.append(Measure.elapsed(since: start) * 1000)
            try await Measure.clock.sleep(for: .milliseconds(1))
        }
        _ = try await watch.value
        return Measure.percentile(times, 0.99)
    }

    /// Milliseconds to resolve a name of AHA, connect, and have the first reply.
    static func connect(_ connections: Connections, url: String) async throws -> Double {
        let start = Measure.clock.now()
        let link = try await connections.link(url)
        _ = try await Ref<CellContract>(link).ask(GetCellInfo())
        let time = Measure.elapsed(since: start) * 1000
        link.close()
        return time
    }
}
