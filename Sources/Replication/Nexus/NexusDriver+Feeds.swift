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

    /// Serves one follower, from its first request until either side ends the conversation.
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
                { () async throws(Fault) in while let message = await feed.outbox.next() { try await writer.send(message) } },
                { () async throws(Fault) in while let message = try await reader.next() { await self.hear(message, from: feed) } },
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

    private func open(_ feed: Feed, _ request: FollowRequest) {
        feeds[request.name]?.close()
        feeds[request.name] = feed
        ask(request)
    }

    private func ask(_ request: FollowRequest) {
        do throws(Fault) {
            handle(.follow(request, known: try knowledge(of: request.position.index)))
        } catch {
            endFatally(error)
        }
    }

    private func hear(_ message: FollowConversation.Outgoing, from feed: Feed) {
        guard feeds[feed.name] === feed else { return }
        switch message {
        case .request(let request) where request.name == feed.name: ask(request)
        case .request: feed.close()
        case .progress(let report): handle(.progress(from: feed.name, report))
        }
    }

    private func close(_ feed: Feed) {
        guard feeds[feed.name] === feed else { return }
        feeds[feed.name] = nil
        handle(.followerGone(feed.name))
    }

    /// Feeds durable entries to a follower until its conversation ends.
    func stream(to name: String, feed number: UInt64, after: Position) {
        guard let feed = feeds[name] else { return }
        start("feed \(name)") { (driver) async throws(Fault) in
            do throws(Fault) {
                try await driver.pump(feed, number: number, after: after)
            } catch {
                feed.close()
                if error.code != .stopped && error.code != .cancelled { throw error }
            }
        }
    }

    private nonisolated func pump(_ feed: Feed, number: UInt64, after: Position) async throws(Fault) {
        var previous = after
        while true {
            try await applied.wait(for: previous.index.next)
            let read = try store.read { (transaction) throws(Fault) in
                let entries = try log.read(
                    from: previous.index.next, bytesMax: Self.batchBytesMax, countMax: Self.batchCountMax, transaction)
                let last = Index(previous.index.number + UInt64(entries.count))
                return (entries, try log.position(at: last, transaction))
            }
            guard let last = read.1, !read.0.isEmpty else {
                throw Fault(.trimmed, "the log was trimmed past entry \(previous.index) while it was sent to \(feed.name)")
            }
            let header = BatchHeader(feed: number, term: await term, previous: previous, last: last)
            try await feed.outbox.send(.batch(header, entries: read.0))
            previous = last
        }
    }

    /// The highest term that this server has seen.
    var term: Term { machine.record.term }
}
