import Kernel
import Storm

extension CommandDeclaration {
    /// `macro.exec`
    static let macroExec = CommandDeclaration(
        "macro.exec", help: "Let the nodes flow through a macro.", arguments: [.value("name", help: "The name of the macro.")],
        examples: [StormExample("macro.set hello { $lib.print(hello) } | macro.exec hello", prints: ["Set macro: hello", "hello"])],
        makesNodes: true
    ) { run in
        func query(_ options: CommandOptions) throws -> StormQuery {
            let name = try options.text("name")
            guard let text = try run.runtime.core.macroQuery(name, user: run.runtime.user) else {
                throw Fault(
                    .noSuchName, "Macro name not found: \(name)", fields: ["name": .string(name)], advice: "`macro.list` lists them")
            }
            return try run.runtime.query(text)
        }
        // Looked up when the first node comes, or none does: what stands before may set the macro.
        var isEmpty = true
        try run.forEach { item, options in
            isEmpty = false
            try run.runtime.subquery(query(options), input: { sink in try sink(item) }, sink: run.output)
        }
        if isEmpty, run.isRuntimeSafe { try run.runtime.subquery(query(run.options()), sink: run.output) }
    }
}
