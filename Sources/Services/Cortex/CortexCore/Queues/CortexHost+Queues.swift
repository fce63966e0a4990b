import Kernel
import Model
import World

/// Wakes those who wait for an item of a queue.
struct QueueWaiters: Sendable {
    private let waiting = Locked<[String: [ThreadSemaphore]]>([:])

    /// A semaphore that is signalled when something is put into the queue, until it is removed.
    func add(_ queue: String) -> ThreadSemaphore {
        let semaphore = ThreadSemaphore()
        waiting.withLock { $0[queue, default: []].append(semaphore) }
        return semaphore
    }

    func remove(_ queue: String, _ semaphore: ThreadSemaphore) {
        waiting.withLock { waiting in
            waiting[queue]?.removeAll { $0 === semaphore }
            if waiting[queue]?.isEmpty ?? false { waiting[queue] = nil }
        }
    }

    func wake(_ queue: String) {
        for semaphore in waiting.withLock({ $0[queue] ?? [] }) { semaphore.signal() }
    }
}

/// A queue: a list of items that grows at one end and is consumed from the other, each item under a number that is never used again.
public struct QueueInfo: Sendable, Hashable {
    /// What it is called.
    public let name: String
    /// The user who made it.
    public var creator: Iden
    /// When it was made.
    public var created: Timestamp
    /// The number of the next item.
    public var nextOffset: Int64
    /// How many items there are.
    public var count: Int64
    /// Beside: the package that it belongs to.
    public var package: String?

    init?(_ document: CoreDocument) {
        guard let name = document.text("name"), let creator = document.iden("creator") else { return nil }
        self.name = name
        self.creator = creator
        created = Timestamp(milliseconds: document.int("created") ?? 0)
        nextOffset = document.int("offs") ?? 0
        count = document.int("size") ?? 0
        package = document.text("pkg")
    }

    init(name: String, creator: Iden, created: Timestamp, package: String? = nil) {
        (self.name, self.creator, self.created, self.package) = (name, creator, created, package)
        (nextOffset, count) = (0, 0)
    }

    var document: CoreDocument {
        [
            "name": .string(name), "creator": .iden(creator), "created": .int(created.milliseconds), "offs": .int(nextOffset),
            "size": .int(count), "pkg": .text(package),
        ]
    }
}

extension CortexHost {
    /// An item with its number.
    public typealias QueueItem = (offset: Int64, value: ModelValue)

    /// How often a query that waits for an item looks whether it was cancelled.
    private static let queueCheckMs: UInt32 = 100

    /// The gate of a queue.
    public static func queueGate(_ name: String) -> String { "queue:\(name)" }

    private static func itemKey(_ queue: String, _ offset: Int64) -> String { "\(queue)\u{0}\(Hex.encode(bigEndian(offset)))" }

    private static func bigEndian(_ offset: Int64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: offset >> Int64(56 - 8 * $0)) }
    }

    private static func offset(_ key: String) -> Int64 {
        (Hex.decode(key.suffix(16)) ?? []).reduce(0) { $0 << 8 | Int64($1) }
    }

    /// Sorted by name.
    public func queues() -> [QueueInfo] { current.all(.queue).compactMap { QueueInfo(CoreDocument($0.value)) } }

    public func queue(_ name: String) -> QueueInfo? { current.document(.queue, name).flatMap(QueueInfo.init) }

    /// Throws `NoSuchName`.
    public func requireQueue(_ name: String) throws(Fault) -> QueueInfo {
        guard let queue = queue(name) else { throw Self.noQueue(name) }
        return queue
    }

    private static func noQueue(_ name: String) -> Fault { Fault(.noSuchName, "No queue named \(name).", fields: ["name": .string(name)]) }

    /// Throws `DupName`.
    @discardableResult
    public func addQueue(_ name: String, creator: Iden, package: String? = nil) throws(Fault) -> QueueInfo {
        guard !name.isEmpty, name.utf8.count <= Self.nameBytesMax, !name.contains("\u{0}") else {
            throw Fault(.badArgument, "the name of a queue has 1 to \(Self.nameBytesMax) bytes", advice: "Choose another name")
        }
        let queue = QueueInfo(name: name, creator: creator, created: now(), package: package)
        var gate = AuthGate(name: Self.queueGate(name), type: "queue")
        var admin = AuthGate.Member()
        admin.isAdmin = true
        gate.users[creator] = admin
        let added = gate
        try commit { state, changes throws(Fault) in
            guard state.document(.queue, name) == nil else {
                throw Fault(.duplicateName, "Queue named \(name) already exists!", fields: ["name": .string(name)])
            }
            changes.append(.put(.queue, name, queue.document))
            changes.append(.put(.gate, added.name, added.document))
        }
        return queue
    }

    /// Throws `NoSuchName`.
    public func deleteQueue(_ name: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard state.document(.queue, name) != nil else { throw Self.noQueue(name) }
            changes.append(.delete(.queue, key: name))
            changes.append(.delete(.gate, key: Self.queueGate(name)))
            changes.append(.deleteAll(.queueItem, prefix: name + "\u{0}"))
        }
        queueWaiters.wake(name)
    }

    /// Adds items at the end. Returns the number of the last one. Throws `NoSuchName`.
    @discardableResult
    public func put(_ items: [ModelValue], into name: String) throws(Fault) -> Int64 {
        let last = try commit { state, changes throws(Fault) -> Int64 in
            guard var queue = state.document(.queue, name).flatMap(QueueInfo.init) else { throw Self.noQueue(name) }
            for item in items {
                changes.append(.put(.queueItem, Self.itemKey(name, queue.nextOffset), value: item))
                queue.nextOffset += 1
                queue.count += 1
            }
            changes.append(.put(.queue, name, queue.document))
            return queue.nextOffset
        }
        queueWaiters.wake(name)
        return last
    }

    /// At most `limit` items from the number `start` on. Throws `NoSuchName`.
    public func items(of name: String, from start: Int64, limit: Int) throws(Fault) -> [QueueItem] {
        _ = try requireQueue(name)
        var items: [QueueItem] = []
        guard limit > 0 else { return items }
        try store.forEach(.queueItem, prefix: name + "\u{0}", from: Self.itemKey(name, max(start, 0))) { key, value in
            items.append((Self.offset(key), value))
            return items.count < limit
        }
        return items
    }

    /// Removes the items up to the number `end`, and that one. Throws `NoSuchName`, `BadArg` for a negative number.
    public func cull(_ name: String, through end: Int64) throws(Fault) {
        guard end >= 0 else { throw Fault(.badArgument, "the number of an item is not negative") }
        let keys = try items(of: name, from: 0, limit: .max).map(\.offset).filter { $0 <= end }
        try remove(keys, from: name)
    }

    /// Removes the items with these numbers.
    private func remove(_ offsets: [Int64], from name: String) throws(Fault) {
        if offsets.isEmpty { return }
        try commit { state, changes throws(Fault) in
            guard var queue = state.document(.queue, name).flatMap(QueueInfo.init) else { throw Self.noQueue(name) }
            for offset in offsets {
                // Another query may have taken it meanwhile.
                guard try self.store.get(.queueItem, Self.itemKey(name, offset)) != nil else { continue }
                changes.append(.delete(.queueItem, key: Self.itemKey(name, offset)))
                queue.count -= 1
            }
            changes.append(.put(.queue, name, queue.document))
        }
    }

    /// Takes the first item, or the one with a number. Nil where there is none. Throws `NoSuchName`.
    public func pop(_ name: String, offset: Int64? = nil) throws(Fault) -> QueueItem? {
        let first = try items(of: name, from: offset ?? 0, limit: 1).first
        guard let item = first, offset == nil || item.offset == offset else { return nil }
        try remove([item.offset], from: name)
        return item
    }

    /// Blocks the thread until the queue has an item with the number `start` or a later one. `check` is called at times, and ends the
    /// waiting by throwing.
    public func wait(for name: String, from start: Int64, _ check: () throws -> Void) throws {
        let semaphore = queueWaiters.add(name)
        defer { queueWaiters.remove(name, semaphore) }
        while try items(of: name, from: start, limit: 1).isEmpty {
            try check()
            _ = semaphore.wait(forMs: Self.queueCheckMs)
        }
    }
}
