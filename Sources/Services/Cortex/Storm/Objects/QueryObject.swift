import Kernel
import Model

/// `${ ... }`: a query as a value, with the variables that it was made with.
public final class QueryObject: StormObject {
    /// `storm:query`, with the methods `exec` and `size`.
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

    /// The Storm text of the query.
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

    /// Runs the query and gives each node that comes out of it. Throws what the query or the body throws.
    public func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        try withoutActuallyEscaping(body) { body in
            try run(runtime) { item in try body(NodeObject.value(item)) }
        }
        return true
    }

    /// False: the text stays the same, so a query may be a key.
    public var isMutable: Bool { false }
    /// The text of the query. Throws nothing.
    public func primitive() throws -> ModelValue { .string(text) }
    /// The text of the query. Throws nothing.
    public func text(_ runtime: StormRuntime) throws -> String { text }
    /// `storm:query: ` and the text in quotes.
    public var quoted: String { "storm:query: \(ValueQuoter.quote(text))" }
    /// Whether the other value is the same text, or a query with the same text. Variables do not count.
    public func isEqual(to other: StormValue) -> Bool {
        switch other {
        case .string(let other): text == other
        case .object(let object): (object as? QueryObject)?.text == text
        default: false
        }
    }
}
