import Kernel
import World

/// A bounded queue from many senders to the one actor that drains it. Full means that senders wait, in order; it never grows beyond.
///
/// Taking and putting do not suspend while there is something to take or room to put.
public final class Mailbox<Element: Sendable>: Sendable {
    /// Senders that may wait at once. Each is a task of someone else; more of them is a leak, or an attack through whoever makes them.
    public static var waitingSendersMax: Int { 65_536 }

    /// How many elements wait at most.
    public let capacity: Int
    private let state: Locked<State>

    private struct WaitingSender {
        let number: UInt64
        let element: Element
        let continuation: CheckedContinuation<Fault?, Never>
    }

    private struct State {
        var elements = FirstInFirstOut<Element>()
        var senders = FirstInFirstOut<WaitingSender>()
        /// True: look again. False: the task was cancelled.
        var receiver: CheckedContinuation<Bool, Never>?
        var isClosed = false
        var sendersSeen: UInt64 = 0
        var statistics = MailboxStatistics()

        mutating func admit(_ element: Element) {
            elements.append(element)
            statistics.sent += 1
            statistics.depthMax = max(statistics.depthMax, elements.count)
        }

        mutating func takeReceiver() -> CheckedContinuation<Bool, Never>? {
            defer { receiver = nil }
            return receiver
        }
    }

    public init(capacity: Int) {
        precondition(capacity > 0, "a mailbox holds at least one element")
        self.capacity = capacity
        state = Locked(State())
    }

    // MARK: Sending

    /// Puts the element behind those before it; waits while the mailbox is full.
    /// - Throws: `IsFini` where the mailbox is closed, before or while it waits; `Cancelled`; `HitLimit` where too many wait already.
    nonisolated(nonsending) public func send(_ element: Element) async throws(Fault) {
        switch put(element) {
        case .done: return
        case .closed: throw Self.closedFault
        case .full: break
        }
        let number = state.withLock { state in
            state.sendersSeen += 1
            return state.sendersSeen
        }
        let fault = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                wait(WaitingSender(number: number, element: element, continuation: continuation))
            }
        } onCancel: {
            let waiter = state.withLock { state in state.senders.removeFirst { $0.number == number } }
            waiter?.continuation.resume(returning: Self.cancelledFault)
        }
        if let fault { throw fault }
    }

    /// Puts the element if there is room now, and says whether it did.
    public func offer(_ element: Element) -> Bool {
        if case .done = put(element) { return true }
        state.withLock { $0.statistics.refused += 1 }
        return false
    }

    private enum Put { case done, full, closed }

    private func put(_ element: Element) -> Put {
        let (result, receiver) = state.withLock { state -> (Put, CheckedContinuation<Bool, Never>?) in
            if state.isClosed { return (.closed, nil) }
            // While someone waits there is no room: a late sender never overtakes.
            guard state.elements.count < capacity else { return (.full, nil) }
            state.admit(element)
            return (.done, state.takeReceiver())
        }
        receiver?.resume(returning: true)
        return result
    }

    /// Room may have come, or the end, between the look and the wait: decides again under the lock.
    private func wait(_ sender: WaitingSender) {
        let outcome = state.withLock { state -> (answer: Fault?, isAnswered: Bool, receiver: CheckedContinuation<Bool, Never>?) in
            if state.isClosed { return (Self.closedFault, true, nil) }
            if Task.isCancelled { return (Self.cancelledFault, true, nil) }
            if state.elements.count < capacity {
                state.admit(sender.element)
                return (nil, true, state.takeReceiver())
            }
            guard state.senders.count < Self.waitingSendersMax else {
                return (Fault(.limit, "\(Self.waitingSendersMax) senders wait for one mailbox already"), true, nil)
            }
            state.senders.append(sender)
            state.statistics.waits += 1
            return (nil, false, nil)
        }
        if outcome.isAnswered { sender.continuation.resume(returning: outcome.answer) }
        outcome.receiver?.resume(returning: true)
    }

    // MARK: Receiving

    /// The oldest element; waits while there is none. Nil when the mailbox is closed and drained, or when the task is cancelled and
    /// nothing is left to take. One task at a time may receive.
    nonisolated(nonsending) public func next() async -> Element? {
        while true {
            switch look({ $0.popFirst() }) {
            case .taken(let element): return element
            case .ended: return nil
            case .nothingYet: if !(await waitForElement()) { return nil }
            }
        }
    }

    /// Up to `max` of the oldest elements; waits while there is none. Empty in the cases in which ``next()`` is nil.
    nonisolated(nonsending) public func nextBatch(max: Int) async -> [Element] {
        precondition(max > 0, "a batch has at least one element")
        while true {
            let seen = look { elements in
                var batch: [Element] = []
                batch.reserveCapacity(min(max, elements.count))
                while batch.count < max, let element = elements.popFirst() { batch.append(element) }
                return batch
            }
            switch seen {
            case .taken(let batch): return batch
            case .ended: return []
            case .nothingYet: if !(await waitForElement()) { return [] }
            }
        }
    }

    private enum Look<Taken: Sendable>: Sendable { case taken(Taken), ended, nothingYet }

    /// Takes what `body` takes of the elements, if there are any, and lets waiting senders in in their stead.
    private func look<Taken: Sendable>(_ body: (inout FirstInFirstOut<Element>) -> Taken) -> Look<Taken> {
        let (seen, admitted) = state.withLock { state -> (Look<Taken>, [CheckedContinuation<Fault?, Never>]) in
            if state.elements.isEmpty { return (state.isClosed ? .ended : .nothingYet, []) }
            let before = state.elements.count
            let taken = body(&state.elements)
            state.statistics.received += UInt64(before - state.elements.count)
            var admitted: [CheckedContinuation<Fault?, Never>] = []
            while state.elements.count < capacity, let sender = state.senders.popFirst() {
                state.admit(sender.element)
                admitted.append(sender.continuation)
            }
            return (.taken(taken), admitted)
        }
        for continuation in admitted { continuation.resume(returning: nil) }
        return seen
    }

    nonisolated(nonsending) private func waitForElement() async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Bool, Never>) in
                let answer = state.withLock { state -> Bool? in
                    if !state.elements.isEmpty || state.isClosed { return true }
                    if Task.isCancelled { return false }
                    precondition(state.receiver == nil, "two tasks receive from one mailbox at the same time")
                    state.receiver = continuation
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            state.withLock { $0.takeReceiver() }?.resume(returning: false)
        }
    }

    // MARK: End

    /// Takes nothing more. What waits inside is still received; senders that wait are refused with `IsFini`.
    public func close() {
        let (receiver, senders) = state.withLock { state -> (CheckedContinuation<Bool, Never>?, [WaitingSender]) in
            state.isClosed = true
            var senders: [WaitingSender] = []
            while let sender = state.senders.popFirst() { senders.append(sender) }
            return (state.takeReceiver(), senders)
        }
        receiver?.resume(returning: true)
        for sender in senders { sender.continuation.resume(returning: Self.closedFault) }
    }

    /// What went through so far.
    public var statistics: MailboxStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.depth = state.elements.count
            statistics.waiting = state.senders.count
            return statistics
        }
    }

    private static var closedFault: Fault { Fault(.stopped, "the mailbox is closed: its actor is stopping") }
    private static var cancelledFault: Fault { Fault(.cancelled, "the task was cancelled while it waited for room in a mailbox") }
}

/// Counts of one mailbox since it was made.
public struct MailboxStatistics: Sendable, Hashable {
    /// Elements put in.
    public internal(set) var sent: UInt64 = 0
    /// Elements taken out.
    public internal(set) var received: UInt64 = 0
    /// Offers that found no room, or the mailbox closed.
    public internal(set) var refused: UInt64 = 0
    /// Sends that had to wait.
    public internal(set) var waits: UInt64 = 0
    /// Elements inside now.
    public internal(set) var depth = 0
    /// The most that were ever inside.
    public internal(set) var depthMax = 0
    /// Senders that wait now.
    public internal(set) var waiting = 0
}
