import ActorTree
import Kernel
import Leadership

/// What this server sends to one follower: answers and heartbeats as they come, entries as they become durable.
final class Feed: Sendable {
    /// What may wait for a follower that reads slowly, beside the batch under way. Heartbeats beyond it are dropped: a later one says the
    /// same.
    private static let waitingMax = 64

    /// Where in the log a feed begins, and in which term: every change of the term ends all feeds.
    struct Order: Sendable {
        let number: UInt64
        let after: Position
        let term: Term
    }

    let name: String
    let outbox = Mailbox<FollowConversation.Incoming>(capacity: waitingMax)
    /// The one order to stream.
    let orders = Mailbox<Order>(capacity: 1)

    init(name: String) { self.name = name }

    /// Says something without waiting; it is dropped when the follower is far behind in reading, which then asks again.
    func say(_ message: FollowConversation.Incoming) { _ = outbox.offer(message) }

    /// Ends the conversation; the follower asks again.
    func close() {
        outbox.close()
        orders.close()
    }
}

/// The link to the server that this one follows.
final class Following: Sendable {
    private static let waitingMax = 64

    let name: String
    let feed: UInt64
    let outbox = Mailbox<FollowConversation.Outgoing>(capacity: waitingMax)

    init(name: String, feed: UInt64) {
        self.name = name
        self.feed = feed
    }

    /// Says something without waiting. Where there is no room, the link has stopped moving: it is given up, and made anew.
    func say(_ message: FollowConversation.Outgoing) {
        if !outbox.offer(message) { outbox.close() }
    }

    func close() { outbox.close() }
}
