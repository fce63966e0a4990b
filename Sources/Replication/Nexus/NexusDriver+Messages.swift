import Kernel
import Leadership
import Messaging
import Store

extension NexusDriver {
    /// The messages that servers of one service send to each other.
    ///
    /// - Parameter peerName: the full name of the server that a caller's certificate belongs to; throws for anybody else.
    public nonisolated func messages(
        peerName: @escaping @Sendable (Caller) throws(Fault) -> String
    ) -> MessageTable {
        MessageTable { table in
            table.on(IssueRequest.self, runs: .loop) { (message, context) throws(Fault) in
                try await self.fetchAttachments(of: message.proposal, from: context.caller, peerName)
                return try await self.take(message.proposal)
            }
            table.on(FollowConversation.self, runs: .loop) { (_, context, reader, writer) throws(Fault) in
                try await self.serve(follower: try peerName(context.caller), reader, writer)
            }
            table.on(HandoffStep.self, runs: .loop) { (message, context) throws(Fault) in
                let name = try peerName(context.caller)
                guard name == message.from else {
                    throw Fault(.denied, "the certificate is of \(name), the message is of \(message.from)")
                }
                await self.hear(message)
                return Done()
            }
            table.on(ProbeLog.self) { (message, _) throws(Fault) in try self.probe(message.index) }
            table.on(FetchSnapshot.self) { (_, _, writer) throws(Fault) in
                try writer.begin(FetchSnapshot.Head(position: try self.durablePosition()))
                let copy = try self.store.copyStream()
                while let chunk = try await copy.next() { try await writer.send(chunk) }
            }
        }
    }

    /// The bytes that a mirror's write names are with the mirror; they are brought here before the write is ordered.
    private nonisolated func fetchAttachments(
        of proposal: Proposal, from caller: Caller, _ peerName: @Sendable (Caller) throws(Fault) -> String
    ) async throws(Fault) {
        guard let attachments else { return }
        let needed = try changes.handler(for: proposal).attachments(proposal.arguments)
        if needed.isEmpty { return }
        let name = try peerName(caller)
        let upstream = Upstream(name: name, endpoint: try await peers.endpoint(of: name))
        try await withTaskExecutorPreference(globalConcurrentExecutor) { () async throws(Fault) in
            try await attachments.fetch(needed, from: upstream)
        }
    }

    private func hear(_ step: HandoffStep) { handle(.handoff(from: step.from, step.message)) }

    private nonisolated func probe(_ index: Index) throws(Fault) -> ProbeLog.Reply {
        try store.read { (transaction) throws(Fault) in
            ProbeLog.Reply(hash: try log.position(at: index, transaction)?.hash, start: try log.start(transaction).index.next)
        }
    }

    /// The end of the durable log.
    public nonisolated func durablePosition() throws(Fault) -> Position {
        try store.read { (transaction) throws(Fault) in try log.end(transaction) }
    }
}
