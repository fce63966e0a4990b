import Kernel

/// Virtual time: events are taken out in the order of their times, and events of one time in the order in which they were put in.
/// So one seed gives one history.
public struct EventQueue<Event> {
    private struct Item {
        let at: UInt64
        let order: UInt64
        let event: Event

        func isBefore(_ other: Item) -> Bool { at != other.at ? at < other.at : order < other.order }
    }

    private var heap: [Item] = []
    private var order: UInt64 = 0
    /// The time of the event that was taken out last.
    public private(set) var now = Instant.zero

    public init() {}

    /// Whether nothing waits.
    public var isEmpty: Bool { heap.isEmpty }
    /// How many events wait.
    public var count: Int { heap.count }

    /// Puts in an event that happens `delay` from now.
    public mutating func schedule(_ event: Event, after delay: Instant.Span) {
        order += 1
        heap.append(Item(at: (now + delay).nanoseconds, order: order, event: event))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out the next event and moves time to it; nil when there is none.
    public mutating func next() -> Event? {
        guard let first = heap.first else { return nil }
        now = Instant(nanoseconds: first.at)
        let tail = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = tail
            sink()
        }
        return first.event
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var least = parent
            for child in [parent * 2 + 1, parent * 2 + 2] where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
