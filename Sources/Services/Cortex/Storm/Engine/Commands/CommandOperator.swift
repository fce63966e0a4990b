import Kernel

extension Compiler {
    /// A command; `preceding` are the operations before it in its pipeline.
    func compileCommand(_ node: StormNode, preceding: ArraySlice<StormNode>) throws -> any Operator {
        var arguments: [any StormExpression] = []
        for child in node.children {
            if child.kind == .option {
                arguments.append(ConstantExpression(.string(child.text)))
                for value in child.children { arguments.append(try expression(value)) }
            } else {
                arguments.append(try expression(child))
            }
        }
        return CommandOperator(
            name: node.text, arguments: ListExpression(arguments), drainsFirst: !preceding.isEmpty && preceding.allSatisfy(Self.isQuiet))
    }

    /// Whether an operation makes no nodes of its own.
    private static func isQuiet(_ node: StormNode) -> Bool {
        switch node.kind {
        case .evaluate, .setVariable, .setVariables, .setItem, .function: true
        case .if, .ifClause, .forLoop, .forEach, .whileLoop, .switch, .case, .defaultCase, .try, .catch, .initBlock, .query:
            node.children.allSatisfy { isQuiet($0) || isValue($0) }
        default: false
        }
    }

    private static func isValue(_ node: StormNode) -> Bool {
        switch node.kind {
        case .query: false
        case .word, .doubleQuoted, .singleQuoted, .tripleQuoted, .formatString, .list, .variable, .chain, .expression, .parameter,
            .propertyValue, .tagValue, .tagPropertyValue, .subqueryValue, .embedQuery: true
        default: false
        }
    }
}

/// A command in a pipeline.
struct CommandOperator: Operator {
    let name: String
    let arguments: ListExpression
    /// Whether what stands before makes no nodes of its own. It is run before the command begins then, as in the reference, where a
    /// command looks at its first node before it begins.
    let drainsFirst: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        guard let command = runtime.context.catalogue.command(name) ?? runtime.host.command(name) else {
            throw Fault(
                .noSuchName, "Storm command (\(name)) not found.", fields: ["name": .string(name)], advice: "`help` lists the commands")
        }
        if runtime.isReadOnly, !command.isReadOnlySafe {
            throw Fault(
                .isReadOnly, "Command (\(name)) is not marked safe for readonly use.",
                advice: "Run the query without the option `readonly`")
        }
        if let permission = command.permission { try runtime.require(permission) }
        var source = source
        if drainsFirst {
            var items: [NodePath] = []
            try source { items.append($0) }
            source = { sink in for item in items { try sink(item) } }
        }
        let run = CommandRun(runtime, command, argument: arguments, source: source, sink: sink)
        guard run.isRuntimeSafe else { return try command.body(run) }
        do {
            // Wrong arguments end the query before the command begins.
            _ = try run.options()
        } catch let fault as Fault where fault.code == .noSuchVariable && !drainsFirst {
            // What stands before may set the variable: it runs first then.
            var items: [NodePath] = []
            try source { items.append($0) }
            let late = CommandRun(
                runtime, command, argument: arguments, source: { sink in for item in items { try sink(item) } }, sink: sink)
            _ = try late.options()
            return try command.body(late)
        }
        try command.body(run)
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
