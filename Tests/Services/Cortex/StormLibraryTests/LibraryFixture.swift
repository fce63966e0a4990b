import CortexCore
import Graph
import Kernel
import Model
import Storm
import Store
import TestSupport
import World

@testable import StormLibrary

/// A Cortex in a directory of its own, for queries that call the libraries.
final class LibraryFixture {
    private static let model: Result<DataModel, Fault> = Result { () throws(Fault) in try StockModel.make(ModelSupport.environment()) }

    private let directory: String
    private let store: StoreEnvironment
    let host: CortexHost

    init() throws {
        directory = try makeTemporaryDirectory()
        store = try StoreEnvironment.open(directory: directory)
        host = try CortexHost.open(store: store, model: Self.model.get(), catalogue: StandardLibrary.catalogue)
    }

    deinit {
        store.close()
        try? Host.linux.files.removeTree(directory, label: "remove the Cortex of a test")
    }

    /// What a query returns.
    func call(_ query: String, variables: [ModelValue.Entry] = []) throws -> ModelValue {
        try onQueryThread {
            try $0.call(query, $1(variables)).primitive()
        }
    }

    /// The lines that a query prints; the fault that ended it, if one did.
    func lines(_ query: String) throws -> (lines: [String], fault: Fault?) {
        try onQueryThread { host, options in
            var lines: [String] = []
            var fault: Fault?
            host.run(query, options([])) { message in
                switch message {
                case .print(let line): lines.append(line)
                case .error(let error): fault = error
                default: break
                }
            }
            return (lines, fault)
        }
    }

    /// Runs a query and hands over its messages, on the query's thread.
    func messages(_ query: String, _ body: @escaping @Sendable (CortexHost, StormMessage) throws -> Void) throws {
        try onQueryThread { host, options in host.run(query, options([])) { try body(host, $0) } }
    }

    /// Where tables of the graph disagree.
    func findings() throws -> [String] { try host.graph.check(model: host.model(), in: try store.snapshot()) }

    /// Queries need more stack than a test's thread has.
    private func onQueryThread<Outcome: Sendable>(
        _ body: @escaping @Sendable (CortexHost, ([ModelValue.Entry]) -> StormOptions) throws -> Outcome
    ) throws -> Outcome {
        let host = host
        let outcome = Locked<Result<Outcome, any Error>?>(nil)
        let done = ThreadSemaphore()
        try SystemThread.start(name: "query", stackBytes: StormEngine.stackBytes) {
            let result = Result {
                try body(host) { variables in
                    var options = StormOptions(user: host.rootUser)
                    options.variables = variables
                    return options
                }
            }
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        guard let result = outcome.withLock({ $0 }) else { throw Fault(.notReady, "the query gave no result") }
        return try result.get()
    }
}
