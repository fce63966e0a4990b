import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `movetag`
    static let movetag = CommandDeclaration(
        "movetag", help: "Give every node that has a tag, or one below it, the same tag under a new name.",
        arguments: [.value("oldtag", help: "The tag as it is."), .value("newtag", help: "The tag as it is to be.")], isReadOnlySafe: false,
        examples: [
            StormExample("[ inet:asn=1 +#old.x ] | spin | movetag old new", prints: ["moved tags on 1 nodes."])
        ]
    ) { run in
        let options = try run.options()
        let mover = try TagMover(run.runtime, from: options["oldtag"].primitive(), to: options["newtag"].primitive())
        let count = try mover.move()
        try run.runtime.print("moved tags on \(count) nodes.")
        try run.passAll()
    }
}

/// Renames a tag on every node, and the nodes of the tags themselves.
private struct TagMover {
    private static let batch = 256

    private let runtime: StormRuntime
    private let old: String
    private let new: String

    init(_ runtime: StormRuntime, from old: ModelValue, to new: ModelValue) throws {
        self.runtime = runtime
        self.old = try runtime.editor.tagName(old)
        self.new = try runtime.editor.tagName(new)
        guard let form = runtime.model.form("syn:tag"), try runtime.session.node(form, .string(self.old)) != nil else {
            throw Fault(.badOperation, "Cannot move a tag which does not exist.", fields: ["tag": .string(self.old)])
        }
        guard self.old != self.new else {
            throw Fault(.badOperation, "Cannot retag a tag to the same valu.", fields: ["tag": .string(self.old)])
        }
        guard !self.new.hasPrefix(self.old + ".") else {
            throw Fault(
                .recursionLimit, "Maximum Storm pipeline depth exceeded.", fields: ["tag": .string(self.new)],
                advice: "Move the tag to a place outside of itself")
        }
        try runtime.require(["node", "tag", "del"] + self.old.split(separator: ".").map(String.init))
        try runtime.require(["node", "tag", "add"] + self.new.split(separator: ".").map(String.init))
    }

    private func renamed(_ name: String) -> String? {
        if name == old { return new }
        return name.hasPrefix(old + ".") ? new + name.dropFirst(old.utf8.count) : nil
    }

    func move() throws -> Int {
        try renameTagNodes()
        var count = 0
        let cursor = try runtime.session.lift(Lift(.tag(old, form: nil)))
        while true {
            let nodes = try cursor.next(Self.batch)
            guard !nodes.isEmpty else { return count }
            for node in nodes {
                try runtime.check()
                try move(node)
                count += 1
            }
        }
    }

    /// The titles and descriptions of the tags go along.
    private func renameTagNodes() throws {
        guard let form = runtime.model.form("syn:tag") else { return }
        var names: [String] = [old]
        var position = 0
        guard let up = form.property("up") else { return }
        while position < names.count {
            let plan = try up.type.lift("=", .string(names[position]), in: runtime.model)
            let cursor = try runtime.session.lift(Lift(.propertyBy(up, plan)))
            while case let nodes = try cursor.next(Self.batch), !nodes.isEmpty { names += nodes.compactMap(\.value.string) }
            position += 1
        }
        for name in names {
            guard let target = renamed(name), let node = try runtime.session.node(form, .string(name)) else { continue }
            let moved = try runtime.editor.add(form, .string(target))
            for property in ["doc", "doc:url", "title"] {
                guard let value = try node.property(property), let definition = form.property(property),
                    try moved.property(property) == nil
                else { continue }
                _ = try runtime.editor.set(definition, value, on: moved)
            }
            for (tag, times) in try node.tags() { _ = try runtime.editor.addTag(tag, times, on: moved) }
            if let isNow = form.property("isnow") { _ = try runtime.editor.set(isNow, .string(target), on: node) }
        }
    }

    private func move(_ node: Node) throws {
        let tags = try node.tags()
        let properties = try node.tagProperties()
        for (name, times) in tags {
            guard let target = renamed(name) else { continue }
            _ = try runtime.editor.addTag(target, times, on: node)
            for (tag, values) in properties where tag == name {
                for (property, value) in values { try runtime.editor.setTagProperty(target, property, value, on: node) }
            }
        }
        _ = try runtime.editor.deleteTag(old, from: node)
    }
}
