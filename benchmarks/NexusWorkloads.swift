import Axon
import Cell
import Kernel
import Link
import Messaging
import World

/// The rows about writes. The smallest real change is `axon.dels` of one random digest that is not there: one entry, no bytes.
enum NexusWorkloads {
    static func randomDigest() -> Digest {
        let random = Host.linux.random
        return Digest(words: (random.next(), random.next(), random.next(), random.next()))
    }

    static func write(_ link: Link) async throws(Fault) {
        _ = try await Ref<AxonContract>(link).ask(RemoveBlobs([randomDigest()]))
    }

    static func writes(_ link: Link, callers: Int, seconds: Double) async throws -> Double {
        try await Measure.rate(callers: callers, seconds: seconds) { _ in
            try await write(link)
            return 1
        }
    }

    static func durable(_ link: Link) async throws(Fault) -> UInt64 {
        try await Ref<CellContract>(link).ask(GetNexusStatus()).durable.index.number
    }

    /// Returns when the server has made `index` durable and applied it.
    static func wait(for index: UInt64, at link: Link) async throws(Fault) {
        while try await durable(link) < index {}
    }

    /// Entries a second that arrive at the last server while the first is written to by many.
    static func replication(_ leader: Link, _ last: Link, callers: Int, seconds: Double) async throws -> Double {
        try await wait(for: try await durable(leader), at: last)
        let first = try await durable(leader)
        let start = Measure.clock.now()
        _ = try await writes(leader, callers: callers, seconds: seconds)
        let end = try await durable(leader)
        try await wait(for: end, at: last)
        return Double(end - first) / Measure.elapsed(since: start)
    }

    /// Milliseconds from the acknowledgement at the leader to the moment at which a mirror shows the entry: the median, and the 99th
    /// percentile while `load` callers write too.
    static func lag(_ leader: Link, _ mirror: Link, count: Int, load: Int) async throws -> Double {
        let over = Over()
        let noise = (0..<load).map { _ in Task { while !over.value { try await write(leader) } } }
        var times: [Double] = []
        for _ in 0..<count {
            try await write(leader)
            let acknowledged = Measure.clock.now()
            let index = try await durable(leader)
            try await wait(for: index, at: mirror)
            times.append(Measure.elapsed(since: acknowledged) * 1000)
        }
        over.set()
        for task in noise { _ = try await task.value }
        return Measure.percentile(times, load > 0 ? 0.99 : 0.5)
    }

    /// Writes so many entries with many callers.
    static func fill(_ leader: Link, count: Int) async throws {
        let callers = 128
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<callers {
                group.addTask { for _ in 0..<(count / callers + 1) { try await write(leader) } }
            }
            try await group.waitForAll()
        }
    }
}
