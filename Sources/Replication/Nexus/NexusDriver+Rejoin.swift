import Kernel
import Leadership
import Messaging
import Store
import World

extension NexusDriver {
    /// Carries out one step of a rejoin.
    func carryOut(_ step: RejoinAction) {
        switch step {
        case .probe(let index, let upstream):
            rejoinTask { (driver) async throws(Fault) in
                let endpoint = try await driver.peers.endpoint(of: upstream)
                let deadline = driver.host.clock.now() + driver.options.times.forward
                let reply = try await Ref<NexusContract>(endpoint).ask(ProbeLog(index: index), options: CallOptions(deadline: deadline))
                let own = try driver.probeOwn(index)
                return .probed(index, equal: reply.hash != nil && reply.hash == own, upstreamStart: reply.start)
            }
        case .export(let after):
            rejoinTask { (driver) async throws(Fault) in
                let path = driver.exportPath
                let count = try await driver.blocking.run { () throws(Fault) in
                    try LogExport(store: driver.store, log: driver.log, files: driver.host.files).write(after: after, to: path)
                }
                driver.logger.warning(
                    "entries that were not replicated were exported",
                    metadata: ["count": "\(count)", "path": "\(path)", "after": "\(after)"])
                return .exported(count: count)
            }
        case .rebuild(let upstream):
            rejoinTask { (driver) async throws(Fault) in
                let endpoint = try await driver.peers.endpoint(of: upstream)
                await driver.fetchSnapshot(from: Upstream(name: upstream, endpoint: endpoint))
                return nil
            }
        case .resume: break
        case .failed(let fault):
            logger.warning("the rejoin failed; it can be asked for again", metadata: ["fault": "\(fault)"])
        }
    }

    private nonisolated func probeOwn(_ index: Index) throws(Fault) -> Digest? {
        try store.read { (transaction) throws(Fault) in try log.position(at: index, transaction)?.hash }
    }

    private func rejoinTask(_ body: @escaping @Sendable (NexusDriver) async throws(Fault) -> RejoinEvent?) {
        start("rejoin") { driver in
            let event: RejoinEvent?
            do throws(Fault) {
                event = try await body(driver)
            } catch {
                event = .failed(error)
            }
            if let event { await driver.handle(.rejoinStep(event)) }
        }
    }
}

/// Writes entries that only this server has to a file that a person can read and a tool can replay: one JSON object a line.
struct LogExport {
    let store: StoreEnvironment
    let log: LogTables
    let files: any FileSystem

    /// Entries that are read and written at a time.
    private static let batchBytesMax = 4 << 20

    /// Writes every entry after `index`, flushed. Writing the same again gives the same file.
    /// - Returns: how many there are.
    func write(after index: Index, to path: String) throws(Fault) -> UInt64 {
        try files.remove(path, label: "replace an export")
        let file = try files.open(path, permissions: 0o600, label: "write an export")
        var next = index.next
        var offset = 0
        var count: UInt64 = 0
        while true {
            let batch = try store.read { (transaction) throws(Fault) -> [[UInt8]] in
                try log.read(from: next, bytesMax: Self.batchBytesMax, countMax: 4096, transaction)
            }
            if batch.isEmpty { break }
            var text: [UInt8] = []
            for packed in batch { text += Array((try Entry(unverified: packed).exported.json + "\n").utf8) }
            try file.write(text, at: offset, label: "write an export")
            offset += text.count
            count += UInt64(batch.count)
            next = Index(next.number + UInt64(batch.count))
        }
        try file.flush(label: "flush an export")
        try files.flushDirectory(SnapshotSwap.parent(of: path), label: "flush the directory of an export")
        return count
    }
}
