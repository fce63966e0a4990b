import ActorTree
import Kernel
import Leadership
import Messaging
import Store

extension NexusDriver {
    /// Begins to follow a server.
    func follow(_ request: FollowRequest, from name: String) {
        following?.close()
        let link = Following(name: name, feed: request.feed)
        following = link
        link.say(.request(request))
        start("follow \(name)") { (driver) async throws(Fault) in
            var failure: Fault?
            do throws(Fault) {
                try await driver.follow(link)
            } catch {
                failure = error
            }
            await driver.ended(link, failure)
        }
    }

    private nonisolated func follow(_ link: Following) async throws(Fault) {
        let endpoint = try await peers.endpoint(of: link.name)
        let upstream = Upstream(name: link.name, endpoint: endpoint)
        try await requireAttachments(from: upstream)
        // On the event loop of the link no thread lies between a small batch that comes and the writer.
        try await withTaskExecutorPreference(endpoint.preferredExecutor) { () async throws(Fault) in
            try await self.follow(link, upstream)
        }
    }

    private nonisolated func follow(_ link: Following, _ upstream: Upstream) async throws(Fault) {
        let (reader, writer) = try await Ref<NexusContract>(upstream.endpoint).converse(FollowConversation())
        try await firstToEnd(
            { () async throws(Fault) in while let message = await link.outbox.next() { try await writer.send(message) } },
            { () async throws(Fault) in
                while let messages = try await reader.nextBatch() { try await self.hear(messages, over: link, upstream) }
            },
            ended: {
                link.close()
                reader.cancel()
            })
    }

    /// Attachments that are fetched and entered together after a snapshot.
    private static let completionCount = 256

    /// Returns when every attachment that the state names is here.
    ///
    /// A snapshot brings names, not bytes. Until the bytes are here too, this server must not follow: what it reported as durable would
    /// count for acknowledgements and promotions, and would be names without bytes.
    ///
    /// - Throws: `NotReady` while they are being fetched, in a task that outlives this attempt to follow.
    private nonisolated func requireAttachments(from upstream: Upstream) async throws(Fault) {
        guard let attachments, await !hasAllAttachments else { return }
        let end = try store.read { (transaction) throws(Fault) in try log.end(transaction) }
        guard !(try firstMissing(attachments).isEmpty) else { return await completed(0) }
        let deadline = host.clock.now() + options.times.forward
        let nexus = Ref<NexusContract>(upstream.endpoint)
        let probe = try await nexus.ask(ProbeLog(index: end.index), options: CallOptions(deadline: deadline))
        // Only a server that has our whole history can say of a blob that it is gone because a later entry deletes it.
        guard probe.hash == end.hash else {
            throw Fault(.notReady, "\(upstream.name) does not hold the history up to \(end), and so not all bytes that it names")
        }
        await complete(attachments, from: upstream)
        throw Fault(.notReady, "the bytes that the snapshot named are being fetched from \(upstream.name)")
    }

    /// An attachment that is not here; empty where all are. It looks through everything the state names where nothing is missing.
    nonisolated func firstMissing(_ attachments: any AttachmentStore) throws(Fault) -> [Attachment] {
        try store.read { (transaction) throws(Fault) in try attachments.missing(after: nil, countMax: 1, transaction) }
    }

    /// Fetches what is missing, in the one task that does.
    private func complete(_ attachments: any AttachmentStore, from upstream: Upstream) {
        guard !isCompleting else { return }
        isCompleting = true
        start("attachments") { (driver) async in
            do throws(Fault) {
                await driver.completed(try await driver.fetchMissing(attachments, from: upstream))
            } catch {
                await driver.completionFailed(error)
            }
        }
    }

    /// - Returns: how many were missing.
    private nonisolated func fetchMissing(_ attachments: any AttachmentStore, from upstream: Upstream) async throws(Fault) -> Int {
        var last: Digest?
        var count = 0
        while true {
            let missing = try store.read { (transaction) throws(Fault) in
                try attachments.missing(after: last, countMax: Self.completionCount, transaction)
            }
            guard let end = missing.last else { return count }
            try await attachments.fetch(missing, from: upstream)
            try await enter(missing, attachments)
            last = end.digest
            count += missing.count
        }
    }

    /// It is tried again with the next attempt to follow.
    private func completionFailed(_ fault: Fault) {
        isCompleting = false
        logger.warning("bytes that the snapshot named could not be fetched", metadata: ["fault": "\(fault)"])
    }

    private func enter(_ missing: [Attachment], _ attachments: any AttachmentStore) throws(Fault) {
        try attachments.enter(missing, try writing())
    }

    func completed(_ count: Int) {
        isCompleting = false
        if hasAllAttachments { return }
        hasAllAttachments = true
        handle(.attachmentsComplete)
        if count > 0 { logger.info("bytes that the snapshot named were fetched", metadata: ["count": "\(count)"]) }
    }

    private func ended(_ link: Following, _ fault: Fault?) {
        guard following === link else { return }
        following = nil
        // It is tried again twice a second; the log tells each reason once.
        if let fault, fault.message != lastUpstreamFault {
            lastUpstreamFault = fault.message
            logger.warning("the link to the upstream ended", metadata: ["upstream": "\(link.name)", "fault": "\(fault)"])
        }
        handle(.upstreamGone)
    }

    /// A batch of the upstream as it came.
    private struct Arrived: Sendable {
        let header: BatchHeader
        let packed: [[UInt8]]
    }

    /// A batch whose entries were unpacked and hashed: they lead to `computed`.
    private struct Checked: Sendable {
        let header: BatchHeader
        let entries: [Entry]
        let computed: Position
    }

    /// Takes what has come since the last time. Batches that came together are fetched for together and share a commit, so that a
    /// follower that fell behind does fewer and larger steps.
    private nonisolated func hear(
        _ messages: [FollowConversation.Incoming], over link: Following, _ upstream: Upstream
    ) async throws(Fault) {
        var batches: [Arrived] = []
        for message in messages {
            if case .batch(let header, let packed) = message {
                batches.append(Arrived(header: header, packed: packed))
                continue
            }
            try await take(batches, over: link, upstream)
            batches = []
            switch message {
            case .answer(let answer): await heard(answer, over: link, upstream)
            case .heartbeat(let heartbeat): await heard(heartbeat, over: link)
            case .batch: break
            }
        }
        try await take(batches, over: link, upstream)
    }

    private nonisolated func take(_ batches: [Arrived], over link: Following, _ upstream: Upstream) async throws(Fault) {
        if batches.isEmpty { return }
        let byteCount = batches.reduce(0) { $0 + $1.packed.reduce(0) { $0 + $1.count } }
        let isSmall = byteCount <= Self.loopBytesMax
        let (checked, needed) = try await withTaskExecutorPreference(isSmall ? nil : globalConcurrentExecutor) { () async throws(Fault) in
            try self.check(batches)
        }
        if let attachments, !needed.isEmpty {
            try await withTaskExecutorPreference(globalConcurrentExecutor) { () async throws(Fault) in
                try await attachments.fetch(needed, from: upstream)
            }
        }
        await offer(checked, over: link)
    }

    /// Bytes of a batch that are unpacked and hashed on an event loop: some tens of microseconds of work.
    private static let loopBytesMax = 16 << 10

    /// Unpacks batches and checks their hashes, beside the writer's thread: the machine compares where they begin and end.
    private nonisolated func check(_ batches: [Arrived]) throws(Fault) -> (checked: [Checked], needed: [Attachment]) {
        var checked: [Checked] = []
        var needed: [Attachment] = []
        for batch in batches {
            let (entries, computed) = Self.decode(batch.packed, after: batch.header.previous)
            checked.append(Checked(header: batch.header, entries: entries, computed: computed))
            if attachments == nil { continue }
            for entry in entries { needed += try changes.handler(for: entry.proposal).attachments(entry.proposal.arguments) }
        }
        return (checked, needed)
    }

    /// The entries of a batch, and the position that they lead to: not that of the header where one of them does not continue the history.
    private static func decode(_ packed: [[UInt8]], after previous: Position) -> ([Entry], Position) {
        var entries: [Entry] = []
        entries.reserveCapacity(packed.count)
        var position = previous
        for bytes in packed {
            do throws(Fault) {
                let entry = try Entry(packed: bytes, after: position)
                position = entry.position
                entries.append(entry)
            } catch {
                return ([], Position(term: previous.term, index: previous.index, hash: .zero))
            }
        }
        return (entries, position)
    }

    private func heard(_ answer: FollowAnswer, over link: Following, _ upstream: Upstream) {
        guard following === link else { return }
        let isCurrent = answer.feed == link.feed && answer.term >= term
        handle(.followAnswer(from: link.name, answer))
        if answer.verdict == .snapshot, isCurrent, following === link { fetchSnapshot(from: upstream) }
    }

    private func heard(_ heartbeat: Heartbeat, over link: Following) {
        guard following === link else { return }
        handle(.heartbeat(from: link.name, heartbeat))
    }

    private func offer(_ batches: [Checked], over link: Following) {
        for batch in batches {
            guard following === link else { return }
            offered = batch.entries
            handle(.batch(batch.header, computed: batch.computed))
            offered = []
        }
    }

    // MARK: Snapshots

    /// Fetches a copy of the upstream's store beside our own. The cell puts it in the place of ours and starts the service again.
    func fetchSnapshot(from upstream: Upstream) {
        guard !snapshotTask else { return }
        snapshotTask = true
        logger.info("fetching a snapshot", metadata: ["upstream": "\(upstream.name)"])
        let fetch = SnapshotFetch(store: store, host: host, blocking: blocking, record: ReplicaRecord(term: term))
        start("snapshot") { (driver) async in
            do throws(Fault) {
                try await fetch.run(from: upstream)
                await driver.finish(.snapshotReady)
            } catch {
                await driver.snapshotFailed(error)
            }
        }
    }

    private func snapshotFailed(_ fault: Fault) {
        snapshotTask = false
        logger.warning("the snapshot could not be fetched", metadata: ["fault": "\(fault)"])
        if machine.rejoin?.phase == .rebuilding { handle(.rejoinStep(.failed(fault))) }
        following?.close()
    }
}
