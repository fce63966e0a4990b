import ActorTree
import Kernel
import Leadership
import Messaging
import Store

extension NexusDriver {
    /// Bytes of entries in one batch: large enough to make the cost of a batch small, small enough that a small call is not delayed.
    static let batchBytesMax = 256 * 1024
    /// Entries in one batch: what a follower applies in one transaction before others may write.
    static let batchCountMax = 2048

    /// A feed that is further behind than this reads on the shared threads: so far back the log may have to come from the disk.
    private static let loopEntriesMax: UInt64 = 256

    /// Serves one follower, from its first request until either side ends the conversation.
    ///
    /// It runs on the event loop of the follower's link, so that from a commit to the frame on the wire there is one change of threads.
    public nonisolated func serve(
        follower: String, _ reader: ItemReader<FollowConversation.Outgoing>, _ writer: ItemWriter<FollowConversation.Incoming>
    ) async throws(Fault) {
        guard case .request(let request)? = try await reader.next() else { return }
        guard request.name == follower else {
            throw Fault(
                .denied, "the certificate is of \(follower), the request is of \(request.name)", fields: ["name": .string(request.name)])
        }
        let feed = Feed(name: request.name)
        await open(feed, request)
        var failure: Fault?
        do throws(Fault) {
            try await firstToEnd(
                { () async throws(Fault) in
                    try await firstToEnd(
                        { () async throws(Fault) in while let message = await feed.outbox.next() { try await writer.send(message) } },
                        { () async throws(Fault) in try await self.pump(feed) })
                },
                { () async throws(Fault) in while let messages = try await reader.nextBatch() { await self.hear(messages, from: feed) } },
                ended: {
                    feed.close()
                    reader.cancel()
                })
        } catch {
            failure = error
        }
        await close(feed)
        if let failure { throw failure }
    }

    private func open(_ feed: Feed, _ request: FollowRequest) async {
        feeds[request.name]?.close()
        feeds[request.name] = feed
        // After a handoff the old leader may ask before this server has heard that it leads. The request waits for the news, or for the
        // next tick: refused, it would come again only after a while, and writes would wait for that long.
        if !machine.leads, !machine.isInStep || request.term > term {
            await waitForNews()
            guard feeds[request.name] === feed else { return }
        }
        ask(request)
    }

    private func ask(_ request: FollowRequest) {
        do throws(Fault) {
            handle(.follow(request, known: try knowledge(of: request.position.index)))
        } catch {
            endFatally(error)
        }
    }

    private func hear(_ messages: [FollowConversation.Outgoing], from feed: Feed) {
        for message in messages {
            guard feeds[feed.name] === feed else { return }
            switch message {
            // A follower asks anew in a new conversation.
            case .request: feed.close()
            case .progress(let report): handle(.progress(from: feed.name, report))
            }
        }
    }

    private func close(_ feed: Feed) {
        guard feeds[feed.name] === feed else { return }
        feeds[feed.name] = nil
        handle(.followerGone(feed.name))
    }

    /// Has the task that serves a follower feed it.
    func stream(to name: String, feed number: UInt64, after: Position) {
        guard let feed = feeds[name] else { return }
        if !feed.orders.offer(Feed.Order(number: number, after: after, term: term)) { feed.close() }
    }

    /// Feeds durable entries to a follower until its conversation ends.
    private nonisolated func pump(_ feed: Feed) async throws(Fault) {
        guard let order = await feed.orders.next() else { return }
        var previous = order.after
        while true {
            try await applied.wait(for: previous.index.next)
            let from = previous.index
            let isFar = applied.index.distance(after: from) > Self.loopEntriesMax
            let (entries, last) = try await withTaskExecutorPreference(isFar ? globalConcurrentExecutor : nil) { () async throws(Fault) in
                try self.entries(after: from)
            }
            guard let last, !entries.isEmpty else {
                throw Fault(.trimmed, "the log was trimmed past entry \(from) while it was sent to \(feed.name)")
            }
            let header = BatchHeader(feed: order.number, term: order.term, previous: previous, last: last)
            try await feed.outbox.send(.batch(header, entries: entries))
            previous = last
        }
    }

    /// A batch of packed entries behind `index`, and where it ends.
    private nonisolated func entries(after index: Index) throws(Fault) -> ([[UInt8]], Position?) {
        try store.read { (transaction) throws(Fault) in
            let entries = try log.read(from: index.next, bytesMax: Self.batchBytesMax, countMax: Self.batchCountMax, transaction)
            return (entries, try log.position(at: Index(index.number + UInt64(entries.count)), transaction))
        }
    }

    /// The highest term that this server has seen.
    var term: Term { machine.record.term }
}
