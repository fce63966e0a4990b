import Storm

extension CommandDeclaration {
    /// `spin`
    static let spin = CommandDeclaration(
        "spin", help: "Let no node through.", examples: [StormExample("inet:ipv4 | spin", prints: [])]
    ) { run in
        try run.source { _ in try run.runtime.check() }
    }
}
