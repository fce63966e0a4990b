import Kernel
import Model

/// `${ ... }`: a query as a value, with the variables that it was made with.
public final class QueryObject: StormObject {
    public static let type = StormObjectType(
        "storm:query", help: "A query that can be run later.",
        methods: [
            StormFunction("exec", help: "Runs the query and gives what it returns.") { call in
                let query = try call.subject(as: QueryObject.self)
                do {
                    try query.run(call.runtime) { _ in try call.runtime.check() }
                } catch StormSignal.return {
                    return call.runtime.context.takeReturned()
                }
                return .null
            },
            StormFunction("size", [.optional("limit", 1000)], help: "Gives how many nodes the query makes, at most `limit`.") { call in
                let query = try call.subject(as: QueryObject.self)
                let limit = try call.int(0)
                var count = 0
                let enough = call.runtime.nextSignal()
                do {
                    try query.run(call.runtime) { _ in
                        count += 1
                        if count >= limit { throw StormSignal.enough(enough) }
                    }
                } catch StormSignal.enough(enough) {
                    return .int(Int64(count))
                } catch StormSignal.return {
                    _ = call.runtime.context.takeReturned()
                }
                return .int(Int64(count))
            },
        ])

    public let text: String
    private let variables: [String: StormValue]
    private let runtime: StormRuntime

    public init(_ text: String, variables: [String: StormValue] = [:], _ runtime: StormRuntime) {
        self.text = text
        self.variables = variables
        self.runtime = runtime
    }

    /// Runs the query in a scope of its own.
    public func run(_ caller: StormRuntime, _ sink: @escaping Sink) throws {
        let query = try runtime.query(text)
        try runtime.isolated(for: query, variables: variables, caller: caller).run(query, sink: sink)
    }

    public func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        try withoutActuallyEscaping(body) { body in
            try run(runtime) { item in try body(NodeObject.value(item)) }
        }
        return true
    }

    public var isMutable: Bool { false }
    public func primitive() throws -> ModelValue { .string(text) }
    public func text(_ runtime: StormRuntime) throws -> String { text }
    public var quoted: String { "storm:query: \(ValueQuoter.quote(text))" }
    public func isEqual(to other: StormValue) -> Bool {
        switch other {
        case .string(let other): text == other
        case .object(let object): (object as? QueryObject)?.text == text
        default: false
        }
    }
}
