import Axon
import Cell
import Kernel
import Leadership
import Messaging
import Synchronization
import TLS
import World

/// What a newcomer is shown: writes that go on through a promotion, and bytes that are the same everywhere.
struct Demonstration: Sendable {
    /// Clients that write one after the other, without a pause.
    private static let writers = 8
    /// How long they write before and after the promotion.
    private static let calm = Instant.Span.seconds(1)

    let deployment: RunningDeployment
    let isQuiet: Bool

    struct Report: Sendable {
        var nodes = 0
        var blobs: UInt64 = 0
        var bytes: UInt64 = 0
        var writes = 0
        var failedWrites = 0
        var firstFailure: Fault?
        var longestGapMs = 0.0
        var promotedFrom = ""
        var promotedTo = ""
        /// By server, how many blobs were read back with the right hash.
        var verified: [(name: String, count: UInt64)] = []

        var isGood: Bool { failedWrites == 0 && verified.allSatisfy { $0.count == blobs } }

        var json: String {
            Value.object([
                "nodes": .int(Int64(nodes)), "blobs": .integer(blobs), "bytes": .integer(bytes), "writes": .int(Int64(writes)),
                "failed_writes": .int(Int64(failedWrites)), "longest_gap_ms": .float((longestGapMs * 1000).rounded() / 1000),
                "promoted_from": .string(promotedFrom), "promoted_to": .string(promotedTo),
                "verified": .map(verified.map { Value.Entry(.string($0.name), .integer($0.count)) }),
            ]).json
        }

        var text: String {
            var lines = [
                "",
                "\(writes) writes were made by \(Demonstration.writers) clients while leadership moved from \(promotedFrom)",
                "to \(promotedTo): \(failedWrites) failed, and the longest time without an acknowledged write was "
                    + "\(Int(longestGapMs.rounded())) ms.",
            ]
            if let firstFailure { lines.append("The first failure: \(firstFailure)") }
            lines.append("\(blobs) blobs (\(bytes) bytes) were then read back from every server, and their SHA-256 compared:")
            for item in verified { lines.append("  \(item.name)  \(item.count) of \(blobs) right") }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    func run() async throws(Fault) -> Report {
        guard deployment.nodes.count >= 2 else { throw Fault(.badArgument, "a promotion takes at least two servers") }
        var report = Report()
        report.nodes = deployment.nodes.count
        let log = WriteLog()
        let mirror = deployment.nodes[1]
        let promoted = await withTaskGroup(of: Result<PromoteHere.Reply, Fault>?.self) { group in
            for number in 0..<Self.writers {
                group.addTask {
                    await write(number, log)
                    return nil
                }
            }
            group.addTask {
                do throws(Fault) {
                    try await deployment.clock.sleep(for: Self.calm)
                    let reply = try await mirror.cell.ask(PromoteHere(id: Host.linux.iden()))
                    try await deployment.clock.sleep(for: Self.calm)
                    log.end()
                    return .success(reply)
                } catch {
                    log.end()
                    return .failure(error)
                }
            }
            var result: Result<PromoteHere.Reply, Fault>?
            for await item in group { result = item ?? result }
            return result
        }
        let reply = try promoted?.get()
        report.promotedFrom = deployment.nodes[0].name
        report.promotedTo = reply?.leader ?? ""
        let summary = log.summary
        report.writes = summary.acknowledged
        report.failedWrites = summary.failed
        report.firstFailure = summary.firstFailure
        report.longestGapMs = summary.longestGap.inMilliseconds
        try await waitUntilInStep()
        let metrics = try await mirror.axon.ask(AxonMetrics())
        report.blobs = metrics.blobCount
        report.bytes = metrics.byteCount
        for node in deployment.nodes { report.verified.append((node.name, try await verify(node))) }
        return report
    }

    /// One client: a small blob, the next when it is acknowledged.
    private func write(_ number: Int, _ log: WriteLog) async {
        let leader = deployment.nodes[0]
        var count = 0
        while !log.isOver {
            count += 1
            do throws(Fault) {
                let label = Host.linux.iden()
                let deadline = deployment.clock.now() + .seconds(30)
                let bytes = Array("writer \(number), blob \(count), \(label)".utf8)
                _ = try await leader.axon.ask(
                    PutBlobs([bytes]), options: CallOptions(deadline: deadline, request: label, isIdempotent: true))
                log.acknowledged(at: deployment.clock.now())
            } catch {
                log.failed(error)
            }
        }
    }

    /// Waits until every server has what the leader has.
    private func waitUntilInStep() async throws(Fault) {
        let deadline = deployment.clock.now() + .seconds(60)
        while true {
            var positions: Set<Position> = []
            for node in deployment.nodes { positions.insert(try await node.cell.ask(GetNexusStatus()).durable) }
            if positions.count == 1 { return }
            guard deployment.clock.now() < deadline else {
                throw Fault(.deadline, "the servers did not come in step within a minute", advice: "synctl aha status shows who is behind")
            }
            try await deployment.clock.sleep(for: .milliseconds(20))
        }
    }

    /// Reads every blob of a server and compares its hash; returns how many are right.
    private func verify(_ node: RunningDeployment.Node) async throws(Fault) -> UInt64 {
        var right: UInt64 = 0
        let blobs = try await node.axon.subscribe(ListBlobs())
        while let batch = try await blobs.nextBatch() {
            for item in batch {
                let (_, bytes) = try await node.axon.download(GetBlob(item.blob.digest))
                var hasher = SHA256()
                while let piece = try await bytes.next() { hasher.update(piece) }
                if hasher.finish() == item.blob.digest { right += 1 }
            }
        }
        return right
    }
}

/// When writes were acknowledged, by all clients together.
final class WriteLog: Sendable {
    struct Summary: Sendable {
        var acknowledged = 0
        var failed = 0
        var firstFailure: Fault?
        var longestGap = Instant.Span.zero
        var last: Instant?
    }

    private let state = Locked(Summary())
    private let over = Atomic(false)

    /// Whether the writers are to stop.
    var isOver: Bool { over.load(ordering: .acquiring) }

    func end() { over.store(true, ordering: .releasing) }

    func acknowledged(at now: Instant) {
        state.withLock { state in
            state.acknowledged += 1
            if let last = state.last { state.longestGap = max(state.longestGap, now.since(last)) }
            state.last = now
        }
    }

    func failed(_ fault: Fault) {
        state.withLock { state in
            state.failed += 1
            state.firstFailure = state.firstFailure ?? fault
        }
    }

    var summary: Summary { state.withLock { $0 } }
}
