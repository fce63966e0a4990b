import Axon
import Kernel
import Testing
import World

/// Writers that put one blob after the other, and remember which were acknowledged.
final class Load: Sendable {
    /// What was acknowledged: the text that the blob is made of, by its digest.
    struct Record: Sendable {
        var acknowledged: [Digest: String] = [:]
        var faults: [Fault] = []
        var longestGapMs = 0.0
        var lastAcknowledged: Instant?

        mutating func add(_ digest: Digest, _ key: String, now: Instant) {
            acknowledged[digest] = key
            if let last = lastAcknowledged { longestGapMs = max(longestGapMs, now.since(last).inMilliseconds) }
            lastAcknowledged = now
        }
    }

    private let state = Locked((record: Record(), isStopped: false, sequence: 0, watchers: [(count: Int, resume: CheckedContinuation<Void, Never>)]()))
    private let salt = Host.linux.iden().description

    var record: Record { state.withLock(\.record) }

    /// The bytes of a blob, again: sizes from 70 to about 4,000.
    static func bytes(_ key: String) -> [UInt8] {
        let unit = Array("\(key)|".utf8)
        let count = 70 + key.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 3931 }
        return (0..<count).map { unit[$0 % unit.count] }
    }

    /// Writes through the server in `directory` until it is told to stop, or a write fails.
    func write(at directory: String) async {
        do throws(Fault) {
            let client: AxonClient
            do { client = try await AxonClient(directory: directory) } catch {
                throw error as? Fault ?? Fault(.unreachable, "\(error)")
            }
            defer { client.close() }
            while let key = nextKey() {
                let name = try await client.put(Self.bytes(key))
                acknowledge(name.digest, key)
            }
        } catch {
            state.withLock { $0.record.faults.append(error) }
            wake(all: true)
        }
    }

    private func nextKey() -> String? {
        state.withLock { state in
            if state.isStopped { return nil }
            state.sequence += 1
            return "\(salt)/\(state.sequence)"
        }
    }

    private func acknowledge(_ digest: Digest, _ key: String) {
        let now = Host.linux.clock.now()
        state.withLock { $0.record.add(digest, key, now: now) }
        wake(all: false)
    }

    private func wake(all: Bool) {
        let ready = state.withLock { state in
            let count = state.record.acknowledged.count
            let ready = state.watchers.filter { all || $0.count <= count }
            state.watchers.removeAll { all || $0.count <= count }
            return ready
        }
        for watcher in ready { watcher.resume.resume() }
    }

    /// Returns when so many more writes were acknowledged, or a writer failed.
    func more(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isStopped || !state.record.faults.isEmpty { return true }
                state.watchers.append((state.record.acknowledged.count + count, continuation))
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        wake(all: true)
    }

    /// Begins the gaps anew.
    func resetGap() { state.withLock { state in (state.record.longestGapMs, state.record.lastAcknowledged) = (0, nil) } }
}

/// Holds a server to what was acknowledged.
enum Audit {
    /// Every acknowledged blob is listed, and its bytes are what was put; the count of the metrics is that of the list.
    /// - Parameter reading: the blobs whose bytes are read; nil for all.
    static func check(_ directory: String, _ acknowledged: [Digest: String], reading: [Digest: String]? = nil) async throws {
        let client = try await AxonClient(directory: directory)
        defer { client.close() }
        let list = try await client.list()
        let metrics = try await client.metrics()
        #expect(UInt64(list.count) == metrics.blobCount, "the metrics count \(metrics.blobCount), the list has \(list.count)")
        #expect(list.reduce(UInt64(0)) { $0 + $1.byteCount } == metrics.byteCount)
        let listed = Set(list.map(\.digest))
        let lost = acknowledged.filter { !listed.contains($0.key) }
        #expect(lost.isEmpty, "\(lost.count) of \(acknowledged.count) acknowledged writes are lost")
        for (digest, key) in reading ?? acknowledged where listed.contains(digest) {
            let bytes = try await client.get(digest)
            #expect(bytes == Load.bytes(key), "the bytes of \(digest) are not those that were put")
        }
    }
}
