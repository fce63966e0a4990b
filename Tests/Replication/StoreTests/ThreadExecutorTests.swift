import Glibc
import Kernel
import Store
import Synchronization
import Testing

/// What a writer does: rows of many callers go into one open transaction, and each caller goes on once it is committed.
private actor GroupCommit {
    private let executor: ThreadExecutor
    private let store: StoreEnvironment
    private let table: Table
    private var transaction: WriteTransaction?
    private var waiters: [CheckedContinuation<Void, any Error>] = []
    private(set) var commits = 0

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ store: StoreEnvironment, _ table: Table, _ executor: ThreadExecutor) {
        self.store = store
        self.table = table
        self.executor = executor
        executor.onIdle { [weak self] in self?.assumeIsolated { $0.commit() } }
    }

    func put(_ key: UInt64, _ value: UInt64) async throws {
        let open = try transaction ?? store.beginWrite()
        transaction = open
        try open.put(table, StoreKey.bigEndian(key), StoreKey.bigEndian(value))
        try await withCheckedThrowingContinuation { waiters.append($0) }
    }

    private func commit() {
        guard let open = transaction else { return }
        transaction = nil
        let outcome = Result { try open.commit() }
        commits += 1
        for waiter in waiters { waiter.resume(with: outcome) }
        waiters = []
    }
}

@Test func groupCommit_manyWriters_shareCommitsAndAreDurable() async throws {
    let directory = TemporaryDirectory()
    let store = try openStore(directory)
    let table = try store.table("t", .plain)
    let executor = ThreadExecutor(name: "writer")
    let writer = GroupCommit(store, table, executor)
    let (writers, rows) = (100 as UInt64, 10 as UInt64)
    try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<writers {
            group.addTask {
                for row in 0..<rows {
                    let key = number * rows + row
                    try await writer.put(key, key + 1)
                    let seen = try store.read { transaction throws(Fault) in
                        try transaction.get(table, StoreKey.bigEndian(key)) { value in value.bigEndian() }
                    }
                    #expect(seen == key + 1)
                }
            }
        }
        try await group.waitForAll()
    }
    let commits = await writer.commits
    #expect(commits >= Int(rows))
    #expect(commits < Int(writers * rows) / 2)
    executor.stop()
    #expect(store.close())
    let again = try openStore(directory)
    let reopened = try again.table("t", .plain)
    #expect(try again.read { transaction throws(Fault) in try transaction.count(reopened) } == Int(writers * rows))
}

private actor Counter {
    private let executor: ThreadExecutor
    private(set) var count = 0
    private(set) var threads: Set<UInt> = []
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }
    init(_ executor: ThreadExecutor) { self.executor = executor }
    func add() {
        count += 1
        threads.insert(UInt(pthread_self()))
    }
}

@Test func executor_runsEveryJobOnOneThread() async {
    let executor = ThreadExecutor(name: "counter")
    let counter = Counter(executor)
    await withTaskGroup(of: Void.self) { group in
        for _ in 0..<5000 { group.addTask { await counter.add() } }
    }
    #expect(await counter.count == 5000)
    #expect(await counter.threads.count == 1)
    #expect(await counter.threads.contains(UInt(pthread_self())) == false)
    executor.stop()
}

@Test func executor_idleHook_isCalledOnTheThreadAfterJobs() async {
    let executor = ThreadExecutor(name: "hook")
    let counter = Counter(executor)
    let calls = Mutex(0)
    executor.onIdle { [unowned executor] in
        #expect(executor.isCurrentThread)
        calls.withLock { $0 += 1 }
    }
    await counter.add()
    executor.stop()
    let made = calls.withLock { $0 }
    #expect(made >= 1 && made <= 2)
    #expect(!executor.isCurrentThread)
}

@Test func executor_stopped_stillRunsLateJobsAndStopsAgain() async {
    let executor = ThreadExecutor(name: "late")
    let counter = Counter(executor)
    executor.stop()
    executor.stop()
    for number in 1...10 {
        await counter.add()
        #expect(await counter.count == number)
    }
    executor.stop()
}
