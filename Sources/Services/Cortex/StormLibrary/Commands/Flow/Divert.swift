import Storm

extension CommandDeclaration {
    /// `divert`
    static let divert = CommandDeclaration(
        "divert", help: "Let either the nodes through or what a generator gives for them.",
        arguments: [
            .value("cond", help: "Whether what the generator gives goes on."),
            .value("genr", help: "The generator of nodes."),
            .option("--size", help: "How many nodes the generator gives at most."),
        ],
        examples: [StormExample("function x(n) { yield $n } [ inet:asn=1 ] | divert (true) $x($node) | spin", prints: [])], makesNodes: true
    ) { run in
        func divert(_ item: NodePath?, _ options: CommandOptions) throws {
            let isYielding = options["cond"].isTrue
            var left = try options.optionalInt("size") ?? Int.max
            try run.runtime.stoppable { enough in
                guard left > 0 else { return }
                try options["genr"].forEach(run.runtime) { value in
                    if isYielding {
                        try YieldedNodes.each(value, run.runtime) { node, _ in
                            try run.output(item?.forked(to: node, nil) ?? run.runtime.started(at: node))
                        }
                    }
                    left -= 1
                    if left <= 0 { throw enough() }
                }
            }
            if !isYielding, let item { try run.output(item) }
        }
        var hasNodes = false
        try run.forEach { item, options in
            hasNodes = true
            try divert(item, options)
        }
        if !hasNodes, run.isRuntimeSafe { try divert(nil, run.options()) }
    }
}
