import CortexCore
import Graph
import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `merge`
    static let merge = CommandDeclaration(
        "merge", help: "Show what a fork changed at each node, or move it to the parent view.",
        arguments: [
            .flag("--apply", help: "Move the changes; without it they are only printed."),
            .flag("--wipe", help: "Empty the top layer of the fork afterwards, when everything was moved."),
            .flag("--no-tags", destination: "no_tags", help: "Leave out tags and their nodes."),
            .flag("--only-tags", destination: "only_tags", help: "Move only tags and their nodes."),
            .option("--include-tags", count: .any, destination: "include_tags", default: [], help: "Move only these tags."),
            .option("--exclude-tags", count: .any, destination: "exclude_tags", default: [], help: "Leave out these tags."),
            .option("--include-props", count: .any, destination: "include_props", default: [], help: "Move only these properties."),
            .option("--exclude-props", count: .any, destination: "exclude_props", default: [], help: "Leave out these properties."),
            .flag("--diff", help: "Take every node that was changed in the fork, instead of those that come in."),
        ], isReadOnlySafe: false
    ) { run in
        let runtime = run.runtime
        guard let parent = runtime.core.view(runtime.view)?.parent else {
            throw Fault(
                FaultCode("CantMergeView"), "You may only merge nodes in forked views", fields: ["iden": .string(runtime.view.description)],
                advice: "Run it in a fork; `view.fork` makes one")
        }
        let options = try run.options()
        let merger = try NodeMerger(run, into: parent, MergeChoice(options, runtime), isApplied: options.flag("apply"))
        if options.flag("diff") {
            try run.source { _ in }
            try run.forEachTouched { item in
                try merger.merge(item.node)
                try run.output(item)
            }
        } else {
            try run.source { item in
                try runtime.check()
                try merger.merge(item.node)
                try run.output(item)
            }
        }
        try merger.finish()
        if options.flag("apply"), options.flag("wipe") {
            try runtime.require(["view", "wipe"], gates: [runtime.view], defaultAllow: false)
            if let top = runtime.session.layers.first { try runtime.core.wipeLayer(top) }
        }
    }
}

/// Which changes a merge takes.
private struct MergeChoice {
    private let takesTags: Bool
    private let takesOthers: Bool
    private let includedTags: [TagPattern]
    private let excludedTags: [TagPattern]
    private let includedProperties: Set<String>
    private let excludedProperties: Set<String>

    init(_ options: CommandOptions, _ runtime: StormRuntime) throws {
        takesTags = !options.flag("no_tags")
        takesOthers = !options.flag("only_tags")
        func texts(_ name: String) throws -> [String] { try options[name].items(runtime).map { try $0.toText(runtime) } }
        includedTags = try texts("include_tags").map(TagPattern.init)
        excludedTags = try texts("exclude_tags").map(TagPattern.init)
        includedProperties = Set(try texts("include_props"))
        excludedProperties = Set(try texts("exclude_props"))
        for name in includedProperties.union(excludedProperties) { _ = try runtime.model.requireProperty(name) }
    }

    private func takes(tag: String) -> Bool {
        guard takesTags else { return false }
        if !includedTags.isEmpty { return includedTags.contains { $0.matches(tag) } }
        return !excludedTags.contains { $0.matches(tag) }
    }

    func takes(_ edit: NodeEdit, of node: Node) -> Bool {
        let form = node.form
        let isTagNode = form.name == "syn:tag"
        switch edit {
        case .setTag(let tag, _), .setTagProperty(let tag, _, _): return takes(tag: tag)
        case .addNode where isTagNode: return takes(tag: node.value.string ?? "")
        case _ where !takesOthers: return isTagNode
        case _ where isTagNode && !takesTags: return false
        case .setProperty(let name, _):
            let full = form.property(name)?.fullName ?? name
            if !includedProperties.isEmpty { return includedProperties.contains(full) || includedProperties.contains(name) }
            return !excludedProperties.contains(full) && !excludedProperties.contains(name)
        default: return true
        }
    }
}

/// Moves what the top layer says of nodes to the top layer of the parent view. The parent has it before the fork forgets it, so that a
/// crash between the two leaves it in both.
private final class NodeMerger {
    /// How many nodes wait before they are committed.
    private static let batch = 500

    private let run: CommandRun
    private let runtime: StormRuntime
    private let parent: GraphSession
    private let editor: GraphEditor
    private let top: LayerID
    private let choice: MergeChoice
    private let isApplied: Bool
    private var moved: [(node: Node, edits: [NodeEdit])] = []

    init(_ run: CommandRun, into parent: Iden, _ choice: MergeChoice, isApplied: Bool) throws {
        self.run = run
        runtime = run.runtime
        self.choice = choice
        self.isApplied = isApplied
        self.parent = try runtime.otherSession(view: parent, user: runtime.user)
        editor = GraphEditor(self.parent)
        guard let top = runtime.session.layers.first else { preconditionFailure("a view without layers") }
        self.top = top
    }

    func merge(_ node: Node) throws {
        guard !node.isRuntime else { return }
        let edits = try CortexHost.edits(of: node, in: top, runtime.session).filter { choice.takes($0, of: node) }
        guard !edits.isEmpty else { return }
        guard isApplied else {
            for edit in edits { if let line = try line(edit, node) { try runtime.print(line) } }
            return
        }
        for edit in edits {
            try runtime.require(edit.permission(of: node.form), gates: parent.layers.first.map { [$0] } ?? [])
            try runtime.require(edit.reversed.permission(of: node.form), gates: [top])
        }
        var plain: [NodeEdit] = []
        for edit in edits { if case .setTag = edit {} else { plain.append(edit) } }
        let target = try parent.record(new: node.name, plain)
        for case .setTag(let tag, let times) in edits { _ = try editor.addTag(tag, times, on: target) }
        moved.append((node, edits))
        if moved.count >= Self.batch { try finish() }
    }

    func finish() throws {
        guard !moved.isEmpty else { return }
        try parent.flush()
        for (node, edits) in moved { try runtime.session.record(edits.reversed().map(\.reversed), on: node) }
        try runtime.session.flush()
        moved = []
    }

    /// An edit as people read it.
    private func line(_ edit: NodeEdit, _ node: Node) throws -> String? {
        let form = node.form
        let start = "\(try node.iden()) \(form.name)"
        func repr(_ type: TypeDefinition?, _ value: ModelValue) throws -> String {
            let shown = try type?.repr(value, in: runtime.model) ?? value
            return shown.string ?? StormValue(stored: shown).quoted
        }
        switch edit {
        case .addNode: return "\(start) = \(try repr(form.type, node.value))"
        case .setProperty(".created", _): return nil
        case .setProperty(let name, let value):
            let separator = name.hasPrefix(".") ? "" : ":"
            return "\(start)\(separator)\(name) = \(try repr(form.property(name)?.type, value))"
        case .setTag(let tag, let times):
            guard let first = times.first, let last = times.last else { return "\(start)#\(tag)" }
            return "\(start)#\(tag) = \(try repr(runtime.model.type("ival"), [.int(first), .int(last)]))"
        case .setTagProperty(let tag, let name, let value):
            return "\(start)#\(tag):\(name) = \(try repr(runtime.model.tagProperty(name)?.type, value))"
        case .setData(let name, let value): return "\(start) DATA \(name) = \(StormValue(value).quoted)"
        case .addEdge(let verb, let other):
            return "\(start) +(\(verb))> \(try NodeIdentity.iden(form: other.form, value: other.value, runtime.model.environment))"
        default: return nil
        }
    }
}

extension NodeEdit {
    /// What undoes this edit in a layer that said nothing before.
    var reversed: NodeEdit {
        switch self {
        case .addNode: .deleteNode
        case .setProperty(let name, _): .deleteProperty(name)
        case .setTag(let tag, _): .deleteTag(tag)
        case .setTagProperty(let tag, let name, _): .deleteTagProperty(tag: tag, name: name)
        case .setData(let name, _): .deleteData(name)
        case .addEdge(let verb, let other): .deleteEdge(verb: verb, to: other)
        case .deleteNode, .deleteProperty, .deleteTag, .deleteTagProperty, .deleteData, .deleteEdge: self
        }
    }

    /// What a user needs to make this edit at a node of `form`.
    func permission(of form: FormDefinition) -> [String] {
        switch self {
        case .addNode: ["node", "add", form.name]
        case .deleteNode: ["node", "del", form.name]
        case .setProperty(let name, _): ["node", "prop", "set", form.property(name)?.fullName ?? name]
        case .deleteProperty(let name): ["node", "prop", "del", form.property(name)?.fullName ?? name]
        case .setTag(let tag, _): ["node", "tag", "add"] + tag.split(separator: ".").map(String.init)
        case .deleteTag(let tag): ["node", "tag", "del"] + tag.split(separator: ".").map(String.init)
        case .setTagProperty(let tag, _, _): ["node", "tag", "add"] + tag.split(separator: ".").map(String.init)
        case .deleteTagProperty(let tag, _): ["node", "tag", "del"] + tag.split(separator: ".").map(String.init)
        case .setData(let name, _): ["node", "data", "set", name]
        case .deleteData(let name): ["node", "data", "pop", name]
        case .addEdge(let verb, _): ["node", "edge", "add", verb]
        case .deleteEdge(let verb, _): ["node", "edge", "del", verb]
        }
    }
}
