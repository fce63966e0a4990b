import Kernel
import Storm

extension CommandDeclaration {
    /// `runas`
    static let runas = CommandDeclaration(
        "runas", help: "Run a query as another user. The nodes that come in go on; what the query gives does not.",
        arguments: [
            .value("user", help: "The name or identifier of the user."),
            .value("storm", help: "The query."),
            .flag("--asroot", help: "Ask for no permissions, inside of a package that may do so."),
        ],
        examples: [StormExample("runas root { $lib.print($lib.user.name()) }", prints: ["root"])]
    ) { run in
        try run.runBeside { options in
            let user = try run.runtime.core.user(namedOrIden: options.text("user"))
            try run.runtime.requireAdmin("The runas command requires admin privileges.")
            return (try options.text("storm"), user.iden, nil)
        }
    }

    /// `view.exec`
    static let viewExec = CommandDeclaration(
        "view.exec", help: "Run a query in another view. The nodes that come in go on; what the query gives does not.",
        arguments: [.value("view", help: "The identifier of the view."), .value("storm", help: "The query.")],
        examples: [StormExample("view.exec $lib.view.get().iden { $lib.print(there) }", prints: ["there"])]
    ) { run in
        try run.runBeside { options in
            let view = try run.runtime.core.view(text: options.text("view"))
            return (try options.text("storm"), nil, view)
        }
    }
}

extension CommandRun {
    /// Runs a query with the variables of each node that comes in, or once where none does.
    func runBeside(_ plan: @escaping (CommandOptions) throws -> (text: String, user: Iden?, view: Iden?)) throws {
        func execute(_ item: NodePath?, _ options: CommandOptions) throws {
            let (text, user, view) = try plan(options)
            let query = try runtime.query(text)
            var variables: [String: StormValue] = [:]
            for (name, value) in item?.path.allVariables ?? runtime.allVariables where variables[name] == nil { variables[name] = value }
            let scope = try runtime.isolated(for: query, variables: variables, user: user, view: view)
            try scope.run(query) { _ in }
            // What it changed is there for whoever looks next, be it through another session.
            try scope.session.flush()
        }
        var hasNodes = false
        try forEach { item, options in
            hasNodes = true
            try execute(item, options)
            try self.output(item)
        }
        if !hasNodes, isRuntimeSafe { try execute(nil, options()) }
    }
}
