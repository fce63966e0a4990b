import Kernel
import Storm

extension CommandDeclaration {
    /// `macro.exec`
    static let macroExec = CommandDeclaration(
        "macro.exec", help: "Let the nodes flow through a macro.", arguments: [.value("name", help: "The name of the macro.")],
        examples: [StormExample("macro.set hello { $lib.print(hello) } | macro.exec hello", prints: ["Set macro: hello", "hello"])],
        makesNodes: true
    ) { run in
        try run.runThrough(isOnce: run.isRuntimeSafe) { options in
            let name = try options.text("name")
            guard let text = try run.runtime.core.macroQuery(name, user: run.runtime.user) else {
                throw Fault(.noSuchName, "Macro name not found: \(name)", fields: ["name": .string(name)], advice: "`macro.list` lists them")
            }
            return try run.runtime.query(text)
        }
    }
}
