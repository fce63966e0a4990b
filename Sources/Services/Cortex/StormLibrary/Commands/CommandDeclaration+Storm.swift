import Model
import Storm

extension CommandDeclaration {
    /// A command written in Storm. The text sees the options as `$cmdopts`; what comes in flows through it, and what comes out of it
    /// goes on.
    init(
        _ name: String, help: String, arguments: [CommandArgument] = [], isReadOnlySafe: Bool = true, permission: [String]? = nil,
        examples: [StormExample] = [], storm text: String
    ) {
        self.init(
            name, help: help, arguments: arguments, isReadOnlySafe: isReadOnlySafe, permission: permission, examples: examples
        ) { run in
            let query = try run.runtime.query(text)
            guard run.isRuntimeSafe else {
                return try run.forEach { item, options in
                    let variables = ["cmdopts": StormValue.dict(options.dictionary(of: run.declaration))]
                    let scope = try run.runtime.isolated(for: query, variables: variables)
                    let start = item.cloned()
                    start.path.set("cmdopts", variables["cmdopts"])
                    try scope.run(query, input: { sink in try sink(start) }, sink: run.output)
                }
            }
            let variables = ["cmdopts": StormValue.dict(try run.options().dictionary(of: run.declaration))]
            let scope = try run.runtime.isolated(for: query, variables: variables)
            try scope.run(
                query,
                input: { sink in
                    try run.source { item in
                        item.path.set("cmdopts", variables["cmdopts"])
                        try sink(item)
                    }
                }, sink: run.output)
        }
    }
}
