import Graph
import Kernel
import Model

/// What all parts of one run of a query share.
public final class QueryContext {
    /// How many steps pass between two looks at the clock.
    private static let clockInterval = 256

    /// The service that the query runs in.
    public let host: any StormHost
    /// The libraries, types of objects and commands that the query can call.
    public let catalogue: StormCatalogue
    /// How the query is to be run.
    public let options: StormOptions
    /// Compiled queries by text.
    public let queries: StormQueryCache
    /// Names the run.
    public let task: Iden
    let messages: HeldMessages
    let shown: Set<String>?
    /// The value that a `return` carries to whoever waits for it.
    public var returned = StormValue.null
    /// The node that a `break` or `continue` takes along.
    public var leaving: NodePath?
    /// Set by a command that wants no nodes but their count, for the operator directly before it.
    var countRequest: CountRequest?
    /// Values that libraries keep for the length of the run.
    public var notes: [String: Any] = [:]
    private var warned: Set<String> = []
    private var steps = 0
    private var signalCount = 0
    private var activeOperators = 0

    init(
        host: any StormHost, catalogue: StormCatalogue, options: StormOptions, queries: StormQueryCache, task: Iden,
        output: @escaping (StormMessage) throws -> Void
    ) {
        self.host = host
        self.catalogue = catalogue
        self.options = options
        self.queries = queries
        self.task = task
        messages = HeldMessages(now: { host.now() }, output: output)
        shown = options.show.map(Set.init)
    }

    /// Throws `Cancelled` or `TimeOut`. Every loop and every batch calls it.
    func check() throws {
        if let cancellation = options.cancellation, cancellation.isCancelled {
            throw Fault(.cancelled, "the query was cancelled")
        }
        steps &+= 1
        guard steps % Self.clockInterval == 0 else { return }
        if let deadline = options.limits.deadline, host.now() > deadline {
            throw Fault(.deadline, "the query did not end before its deadline")
        }
        try messages.look()
    }

    /// The value that a `return` carried, for whoever waited for it.
    public func takeReturned() -> StormValue {
        defer { returned = .null }
        return returned
    }

    /// The node that a `break` or `continue` took along.
    func takeLeaving() -> NodePath? {
        defer { leaving = nil }
        return leaving
    }

    func isFirstWarning(_ text: String) -> Bool { warned.insert(text).inserted }

    /// Counts the operators that run inside of each other, which is what the stack of the thread must hold.
    func enter(_ query: StormQuery) throws {
        guard activeOperators + query.operatorCount <= Compiler.operatorsMax * 2 else { throw StormFaults.recursion(query.text) }
        activeOperators += query.operatorCount
    }

    func leave(_ query: StormQuery) { activeOperators -= query.operatorCount }

    func nextSignal() -> Int {
        signalCount += 1
        return signalCount
    }
}
