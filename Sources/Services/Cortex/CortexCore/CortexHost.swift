import Graph
import Kernel
import Model
import Storm
import Store
import World

/// What a Cortex is without its service: the graph, and all documents beside it (users, views, queues, triggers, ...), over one store.
///
/// Every change is a list of ``CoreChange``, planned by one writer at a time and applied in one write transaction. Readers see the newest
/// published state and never wait for a writer.
public final class CortexHost: Sendable {
    /// The nodes of all layers.
    public let graph: GraphStore
    /// Commands, libraries and objects of the queries.
    public let catalogue: StormCatalogue
    public let clock: any Clock
    public let random: any RandomSource
    let store: CoreStore
    let graphWriter: GraphWriter
    let hasher: any ContentHasher
    private let state: Locked<CoreState>
    /// One writer plans at a time, from the reading of the state until its publication.
    private let writer = ThreadSemaphore()
    let queueWaiters = QueueWaiters()
    let modules = ModuleCache()
    let queries = StormQueryCache()
    let startTime: Instant

    private init(
        graph: GraphStore, catalogue: StormCatalogue, clock: any Clock, random: any RandomSource, hasher: any ContentHasher,
        store: CoreStore, state: CoreState
    ) {
        (self.graph, self.catalogue, self.clock, self.random, self.hasher) = (graph, catalogue, clock, random, hasher)
        self.store = store
        graphWriter = GraphWriter(graph)
        self.state = Locked(state)
        startTime = clock.now()
        writer.signal()
    }

    /// Opens what the store holds. A store without a root user gets one, the role `all`, and a first view that everybody can read.
    ///
    /// `model` is the stock model: share it between hosts. Throws what the store throws, and faults of the model where stored extensions
    /// do not fit it.
    public static func open(
        store environment: StoreEnvironment, model: DataModel, hasher: any ContentHasher = ModelSupport.hasher, catalogue: StormCatalogue,
        clock: any Clock = Host.linux.clock, random: any RandomSource = Host.linux.random
    ) throws(Fault) -> CortexHost {
        let graph = try GraphStore(environment)
        let store = try CoreStore(environment)
        var state = CoreState(stock: try DefaultLocks.applied(to: model))
        try store.load(into: &state)
        let host = CortexHost(
            graph: graph, catalogue: catalogue, clock: clock, random: random, hasher: hasher, store: store, state: state)
        if state.auth.user(named: User.root) == nil { try host.bootstrap() }
        return host
    }

    // MARK: Reading

    /// Looks at what holds now, without a copy of it.
    func look<Outcome>(_ body: (borrowing CoreState) -> Outcome) -> Outcome { state.withLock { body($0) } }

    /// What holds now: a copy that no writer changes.
    var current: CoreState { state.withLock { $0 } }

    /// The model with all extensions and locks.
    public func model() -> DataModel { state.withLock { $0.model } }

    /// The users, roles and gates now.
    var auth: AuthState { state.withLock { $0.auth } }

    func newIden() -> Iden { Iden(high: random.next(), low: random.next()) }

    /// The time of day.
    public func now() -> Timestamp { clock.wallTime() }

    // MARK: Changing

    /// Plans changes on the newest state, applies them and makes them durable. What `plan` throws changes nothing.
    @discardableResult
    func commit<Outcome>(
        _ plan: (CoreState, inout [CoreChange]) throws(Fault) -> Outcome
    ) throws(Fault) -> Outcome {
        writer.wait()
        defer { writer.signal() }
        var next = current
        var changes: [CoreChange] = []
        let outcome = try plan(next, &changes)
        if changes.isEmpty { return outcome }
        for change in changes { try next.apply(change) }
        try store.environment.write { transaction throws(Fault) in
            for change in changes { try store.apply(change, graph: graph, model: next.model, in: transaction) }
        }
        let published = next
        state.withLock { $0 = published }
        return outcome
    }
}
