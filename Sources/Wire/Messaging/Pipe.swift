import Kernel
import Synchronization

/// A bounded stream within the process: the sender waits while the elements that nobody has read weigh too much.
final class Pipe<Item: Sendable>: ItemSource, ItemSink, Sendable {
    private struct State {
        var items: [Item] = []
        var weight = 0
        var isFinished = false
        var fault: Fault?
        var isCancelled = false
        var reader: CheckedContinuation<Void, Never>?
        var writers: [CheckedContinuation<Void, Never>] = []

        mutating func takeWriters() -> [CheckedContinuation<Void, Never>] {
            defer { writers = [] }
            return writers
        }
    }

    private let state = Mutex(State())
    private let weightMax: Int
    private let weigh: @Sendable (Item) -> Int
    private let onCancel: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

    /// - Parameter weightMax: a sender waits while unread elements weigh this much or more.
    init(weightMax: Int, weigh: @escaping @Sendable (Item) -> Int) {
        self.weightMax = weightMax
        self.weigh = weigh
    }

    /// Calls `action` when the reader cancels.
    func whenCancelled(_ action: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock(\.isCancelled)
        if isCancelled { action() } else { onCancel.withLock { $0 = action } }
    }

    // MARK: Writing

    nonisolated(nonsending) func send(_ item: Item) async throws(Fault) { try await send(contentsOf: CollectionOfOne(item)) }

    nonisolated(nonsending) func send(contentsOf items: [Item]) async throws(Fault) { try await send(contentsOf: items[...]) }

    private nonisolated(nonsending) func send(contentsOf items: some Collection<Item> & Sendable) async throws(Fault) {
        var position = items.startIndex
        while true {
            let (fault, reader) = state.withLock { state -> (Fault?, CheckedContinuation<Void, Never>?) in
                if let fault = state.fault { return (fault, nil) }
                if state.isCancelled || state.isFinished { return (Fault(.cancelled, "the reader is gone"), nil) }
                while position != items.endIndex, state.weight < weightMax {
                    state.weight += weigh(items[position])
                    state.items.append(items[position])
                    items.formIndex(after: &position)
                }
                return (nil, state.items.isEmpty ? nil : state.reader.take())
            }
            reader?.resume()
            if let fault { throw fault }
            if position == items.endIndex { return }
            await waitForRoom()
            if Task.isCancelled { throw Fault(.cancelled, "the task was cancelled while it waited for the reader") }
        }
    }

    /// Puts an element in without waiting, whatever the weight.
    func offer(_ item: Item) {
        state.withLock { state in
            state.weight += weigh(item)
            state.items.append(item)
            return state.reader.take()
        }?.resume()
    }

    private nonisolated(nonsending) func waitForRoom() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    let mustWait = state.weight >= weightMax && state.fault == nil && !state.isCancelled && !state.isFinished
                    guard mustWait, !Task.isCancelled else { return true }
                    state.writers.append(continuation)
                    return false
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            wakeWriters()
        }
    }

    func finish() { end(nil) }

    func fail(_ fault: Fault) { end(fault) }

    private func end(_ fault: Fault?) {
        let (reader, writers) = state.withLock { state in
            if !state.isFinished {
                state.isFinished = true
                state.fault = fault
            }
            return (state.reader.take(), state.takeWriters())
        }
        reader?.resume()
        for writer in writers { writer.resume() }
    }

    private func wakeWriters() {
        for writer in state.withLock({ $0.takeWriters() }) { writer.resume() }
    }

    // MARK: Reading

    nonisolated(nonsending) func nextBatch() async throws(Fault) -> [Item]? {
        while true {
            let (batch, end, writers) = state.withLock { state -> ([Item], Result<Void, Fault>?, [CheckedContinuation<Void, Never>]) in
                if !state.items.isEmpty {
                    let batch = state.items
                    state.items = []
                    state.weight = 0
                    return (batch, nil, state.takeWriters())
                }
                if let fault = state.fault { return ([], .failure(fault), []) }
                return ([], state.isFinished || state.isCancelled ? .success(()) : nil, [])
            }
            for writer in writers { writer.resume() }
            if !batch.isEmpty { return batch }
            if let end {
                try end.get()
                return nil
            }
            if Task.isCancelled { throw Fault(.cancelled, "the task was cancelled while it waited for the sender") }
            await waitForItems()
        }
    }

    private nonisolated(nonsending) func waitForItems() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    guard state.items.isEmpty, !state.isFinished, !state.isCancelled, !Task.isCancelled else { return true }
                    precondition(state.reader == nil, "two tasks read one stream")
                    state.reader = continuation
                    return false
                }
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.reader.take() }?.resume()
        }
    }

    func cancel() {
        let (wasOpen, reader, writers) = state.withLock { state in
            let wasOpen = !state.isCancelled && !state.isFinished
            state.isCancelled = true
            state.items = []
            state.weight = 0
            return (wasOpen, state.reader.take(), state.takeWriters())
        }
        reader?.resume()
        for writer in writers { writer.resume() }
        let action = onCancel.withLock { $0.take() }
        if wasOpen { action?() }
    }
}
