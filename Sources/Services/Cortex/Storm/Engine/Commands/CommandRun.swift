import Kernel
import Model

/// The values of a command's arguments by destination.
public struct CommandOptions {
    var values: [String: StormValue]
    /// Destinations that were given, not defaulted.
    var given: Set<String>
    let runtime: StormRuntime

    /// The value; null where it was not given and has no default.
    public subscript(destination: String) -> StormValue { values[destination] ?? .null }

    /// Whether it has a value that is not null.
    public func isSet(_ destination: String) -> Bool {
        switch self[destination] {
        case .null, .undefined: false
        default: true
        }
    }

    /// Whether the query gave it, be it with the value of the default.
    public func isGiven(_ destination: String) -> Bool { given.contains(destination) }

    /// Whether a flag is on.
    public func flag(_ destination: String) -> Bool { self[destination].isTrue }

    /// The value as text. Throws `BadCast`.
    public func text(_ destination: String) throws -> String { try self[destination].toText(runtime) }

    /// The value as text; nil for null.
    public func optionalText(_ destination: String) throws -> String? { isSet(destination) ? try text(destination) : nil }

    /// The value as an integer. Throws `BadCast`.
    public func int(_ destination: String) throws -> Int { try self[destination].toInt() }

    /// The value as an integer; nil for null.
    public func optionalInt(_ destination: String) throws -> Int? { isSet(destination) ? try int(destination) : nil }

    /// The items of a list as texts; none for null.
    public func texts(_ destination: String) throws -> [String] {
        guard isSet(destination) else { return [] }
        return try self[destination].items(runtime).map { try $0.toText(runtime) }
    }

    /// All values, as a dictionary that a command written in Storm sees as `$cmdopts`.
    public func dictionary(of command: CommandDeclaration) -> StormDict {
        let dict = StormDict()
        dict["help"] = .bool(false)
        for argument in command.arguments { dict[argument.destination] = self[argument.destination] }
        return dict
    }
}

/// One run of a command in a pipeline.
public final class CommandRun {
    /// The runtime of the query that the command is part of.
    public let runtime: StormRuntime
    /// The command: its name, its arguments and its help.
    public let declaration: CommandDeclaration
    /// Pushes the nodes that come in. They must be passed on by whoever takes them.
    public let source: Source
    let sink: Sink
    private let argument: any StormExpression
    private var fixedOptions: CommandOptions?

    init(
        _ runtime: StormRuntime, _ declaration: CommandDeclaration, argument: any StormExpression, source: @escaping Source,
        sink: @escaping Sink
    ) {
        self.runtime = runtime
        self.declaration = declaration
        self.argument = argument
        self.source = source
        self.sink = sink
    }

    /// Whether the arguments do not depend on nodes.
    public var isRuntimeSafe: Bool { argument.isRuntimeSafe(runtime) }

    /// The options of a command whose arguments may not depend on nodes. Throws `StormRuntimeError` where they do.
    public func options() throws -> CommandOptions {
        if let fixedOptions { return fixedOptions }
        guard isRuntimeSafe else {
            throw Fault(.stormRuntime, "\(declaration.name) arguments must be runtsafe.")
        }
        let options = try options(nil)
        fixedOptions = options
        return options
    }

    /// The options for one node, or outside of nodes.
    public func options(_ input: NodePath?) throws -> CommandOptions {
        let values = try argument.value(runtime, input).items(runtime)
        return try CommandParser(declaration, runtime).parse(values)
    }

    /// Calls `body` for each node that comes in, with the options for it.
    public func forEach(_ body: @escaping (NodePath, CommandOptions) throws -> Void) throws {
        let fixed = isRuntimeSafe ? try options() : nil
        try source { item in
            try self.runtime.check()
            try body(item, try fixed ?? self.options(item))
        }
    }

    /// How many nodes come in. Nodes that a lift gives are not made for it where an index knows their number.
    public func countInput() throws -> Int {
        let request = CountRequest()
        runtime.context.countRequest = request
        defer { runtime.context.countRequest = nil }
        var seen = 0
        try source { _ in
            try self.runtime.check()
            seen += 1
        }
        return seen + request.count
    }

    /// Passes a node on.
    public func output(_ item: NodePath) throws { try sink(item) }

    /// Passes on all that comes in.
    public func passAll() throws { try source(sink) }
}
