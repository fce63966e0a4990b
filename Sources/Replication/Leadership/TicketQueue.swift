import Kernel

/// Writes that wait, first come first served, no more than a bound.
struct TicketQueue: Sendable {
    struct Item: Sendable {
        var ticket: Ticket
        /// The index of the entry; zero for a write that has none yet.
        var index: Index = .zero
        /// The index that must be safe before the write is acknowledged.
        var until: Index = .zero
        var deadline: Instant
        /// Whether the write may have reached a leader.
        var sent = false
        /// Why it waits, when something went wrong before.
        var fault: Fault?
    }

    private var items: [Item] = []
    private var head = 0

    var count: Int { items.count - head }
    var isEmpty: Bool { head == items.count }
    var first: Item? { isEmpty ? nil : items[head] }

    mutating func append(_ item: Item) { items.append(item) }

    mutating func removeFirst() {
        head += 1
        // Moving the rest down only when half of it is gone keeps a removal cheap on average.
        if head == items.count {
            items.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 64, head * 2 > items.count {
            items.removeFirst(head)
            head = 0
        }
    }

    /// Takes everything out, in order.
    mutating func drain() -> [Item] {
        let rest = Array(items[head...])
        items = []
        head = 0
        return rest
    }

    /// Takes out everything whose deadline has come.
    mutating func expire(_ now: Instant) -> [Item] {
        guard items[head...].contains(where: { $0.deadline <= now }) else { return [] }
        let gone = items[head...].filter { $0.deadline <= now }
        items = items[head...].filter { $0.deadline > now }
        head = 0
        return gone
    }
}
