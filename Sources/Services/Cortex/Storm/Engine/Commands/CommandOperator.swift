import Kernel

extension Compiler {
    func compileCommand(_ node: StormNode) throws -> any Operator {
        var arguments: [any StormExpression] = []
        for child in node.children {
            if child.kind == .option {
                arguments.append(ConstantExpression(.string(child.text)))
                for value in child.children { arguments.append(try expression(value)) }
            } else {
                arguments.append(try expression(child))
            }
        }
        return CommandOperator(name: node.text, arguments: ListExpression(arguments))
    }
}

/// A command in a pipeline.
struct CommandOperator: Operator {
    let name: String
    let arguments: ListExpression

    private func command(_ runtime: StormRuntime) -> CommandDeclaration? {
        runtime.context.catalogue.command(name) ?? runtime.host.command(name)
    }

    func isQuiet(_ runtime: StormRuntime) -> Bool { command(runtime).map { !$0.makesNodes } ?? false }

    func prepared(_ runtime: StormRuntime) throws -> any Operator {
        guard let command = command(runtime) else {
            throw Fault(
                .noSuchName, "Storm command (\(name)) not found.", fields: ["name": .string(name)], advice: "`help` lists the commands")
        }
        if runtime.isReadOnly, !command.isReadOnlySafe {
            throw Fault(
                .isReadOnly, "Command (\(name)) is not marked safe for readonly use.",
                advice: "Run the query without the option `readonly`")
        }
        return FoundCommandOperator(command: command, arguments: arguments)
    }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try prepared(runtime).run(runtime, source, sink)
    }
}

/// A command in a pipeline, once it is known which one its name means.
struct FoundCommandOperator: Operator {
    let command: CommandDeclaration
    let arguments: ListExpression

    func isQuiet(_ runtime: StormRuntime) -> Bool { !command.makesNodes }

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        if let permission = command.permission { try runtime.require(permission) }
        try command.body(try commandRun(runtime, source, sink))
    }

    /// The run of a command, once wrong arguments had their chance to end the query before the command begins.
    private func commandRun(
        _ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink
    ) throws -> CommandRun {
        let run = CommandRun(runtime, command, argument: arguments, source: source, sink: sink)
        guard run.isRuntimeSafe else { return run }
        do {
            _ = try run.options()
            return run
        } catch let fault as Fault where fault.code == .noSuchVariable {
            // A variable that what stands before sets: that must run first.
            var items: [NodePath] = []
            try source { items.append($0) }
            let made = items
            let later = CommandRun(
                runtime, command, argument: arguments, source: { sink in for item in made { try sink(item) } }, sink: sink)
            _ = try later.options()
            return later
        }
    }
}

extension CommandRun {
    /// Calls `body` for each node that comes in and passes it on, or once without a node when none came in and the arguments do not
    /// depend on nodes: how a command behaves that is written as a query.
    public func eachOrOnce(_ body: @escaping (NodePath?, CommandOptions) throws -> Void) throws {
        var isEmpty = true
        try forEach { item, options in
            isEmpty = false
            try body(item, options)
            try self.output(item)
        }
        if isEmpty, isRuntimeSafe { try body(nil, try options()) }
    }

    /// Runs a query that sees no variables but these, with the nodes that come in; what it makes goes on. Nodes have their own variables
    /// back when they leave it: how a command of a package runs.
    public func run(_ query: StormQuery, variables: [String: StormValue], isPrivileged: Bool? = nil) throws {
        let scope = try runtime.isolated(for: query, variables: variables, isPrivileged: isPrivileged)
        let inner = scope.variables
        try scope.run(
            query,
            input: { sink in
                try self.source { item in
                    item.path.enterFrame(inner)
                    try sink(item)
                }
            },
            sink: { item in
                item.path.leaveFrame()
                try self.output(item)
            })
    }
}
