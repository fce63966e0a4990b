import Storm

extension CommandDeclaration {
    /// `tag.prune`
    static let tagPrune = CommandDeclaration(
        "tag.prune", help: "Remove tags, and the tags above them that would be left without another tag below.",
        arguments: [.value("tags", count: .any, default: [], help: "The names of the tags.")], isReadOnlySafe: false,
        examples: [StormExample("[ inet:asn=1 +#a.b ] | tag.prune a.b | spin", prints: [])]
    ) { run in
        try run.forEach { item, options in
            for value in try options["tags"].items(run.runtime) {
                let editor = run.runtime.editor
                let name = try editor.tagName(value.primitive())
                guard try item.node.tag(name) != nil else { continue }
                let parts = name.split(separator: ".").map(String.init)
                try run.runtime.require(["node", "tag", "del"] + parts)
                let kept = try item.node.tags().map(\.name).filter { $0 != name && !$0.hasPrefix(name + ".") }
                var top = name
                var above = parts.dropLast()
                while !above.isEmpty {
                    let parent = above.joined(separator: ".")
                    if kept.contains(where: { $0.hasPrefix(parent + ".") && !name.hasPrefix($0 + ".") }) { break }
                    top = parent
                    above = above.dropLast()
                }
                _ = try editor.deleteTag(top, from: item.node)
            }
            try run.output(item)
        }
    }
}
