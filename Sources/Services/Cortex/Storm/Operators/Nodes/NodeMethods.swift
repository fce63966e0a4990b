import Graph
import Kernel
import Model

/// The methods of a node.
enum NodeMethods {
    static let reading: [StormFunction] = [
        StormFunction("form", help: "The name of the form.") { .string(try node($0).form.name) },
        StormFunction("value", help: "The primary value.") { StormValue(stored: try node($0).value) },
        StormFunction("ndef", help: "The form and the primary value.") { call in
            let node = try node(call)
            return .tuple([.string(node.form.name), StormValue(stored: node.value)])
        },
        StormFunction("iden", help: "The identity: SHA-256 over form and value, in hexadecimal.") { call in
            .string(try node(call).idenText(call.runtime.model))
        },
        StormFunction("isform", ["name"], help: "Whether the node is of the form.") { call in
            .bool(try node(call).form.name == call.text(0))
        },
        StormFunction(
            "repr", [.optional("name", .null), .optional("defv", .null)],
            help: "The display text of the value, or of a property; `defv` where the node does not have it."
        ) { call in
            let text = try node(call).display(call.optionalText(0), call.runtime.model)
            return text.map(StormValue.init(stored:)) ?? call.value(1)
        },
        StormFunction(
            "tags", [.optional("glob", .null), .optional("leaf", false)],
            help: "The names of the tags: those that match `glob`, or those below which there are no others.", tags),
        StormFunction("globtags", ["glob"], help: "What the asterisks of `glob` stand for in each tag that matches.", globTags),
        StormFunction(
            "edges", [.optional("verb", .null), .optional("reverse", false)],
            help: "The edges from the node, or to it: the verb and the identity of the other node.", edges),
        StormFunction("getByLayer", help: "The layer from which each part of the node comes.", byLayer),
        StormFunction("getStorNodes", help: "What each layer of the view says of the node, the top one first.", storage),
        StormFunction("pack", [.optional("dorepr", false)], help: "The node as a list of its name and what it has.") { call in
            StormValue(try NodePack(node(call), repr: call.bool(0)).value(call.runtime.model))
        },
    ]

    static let editing: [StormFunction] = [
        StormFunction("addEdge", ["verb", "iden"], help: "Adds an edge to the node with the identity.", isReadOnlySafe: false) { call in
            let (verb, node, other) = try edge(call, "add")
            if let other { try call.runtime.editing { editor in try editor.addEdge(verb, from: node, to: other) } }
            return .null
        },
        StormFunction(
            "delEdge", ["verb", "iden"], help: "Takes away an edge to the node with the identity.", isReadOnlySafe: false
        ) { call in
            let (verb, node, other) = try edge(call, "del")
            if let other { try call.runtime.editing { editor in try editor.deleteEdge(verb, from: node, to: other) } }
            return .null
        },
        StormFunction(
            "difftags", ["tags", .optional("prefix", .null), .optional("apply", false), .optional("norm", false)],
            help: "Which tags the node lacks, and which it has too much, compared with a list; perhaps below a tag only.",
            TagDifference.run),
    ]

    static func node(_ call: Call) throws -> Node { try call.subject(as: NodeObject.self).node }

    private static func tags(_ call: Call) throws -> StormValue {
        let node = try node(call)
        var names = try node.tags().map(\.name)
        if let glob = try call.optionalText(0) {
            let pattern = TagPattern(try checked(glob))
            names = names.filter(pattern.matches)
        }
        guard try call.bool(1) else { return .texts(names) }
        return .texts(TagPivot.leaves(names))
    }

    private static func checked(_ glob: String) throws -> String {
        guard glob.contains("***") else { return glob }
        throw Fault(.badArgument, "Tag globs may not be adjacent: \(glob)", advice: "Use one or two asterisks at a place")
    }

    private static func globTags(_ call: Call) throws -> StormValue {
        let pattern = TagPattern(try checked(call.text(0)))
        var found: [StormValue] = []
        for (name, _) in try node(call).tags() {
            guard let parts = pattern.captures(name) else { continue }
            found.append(parts.count == 1 ? .string(parts[0]) : .tuple(parts.map(StormValue.string)))
        }
        return .list(found)
    }

    private static func edges(_ call: Call) throws -> StormValue {
        let node = try node(call)
        let verb = try call.optionalText(0)
        let direction: EdgeDirection = try call.bool(1) ? .into : .out
        return .object(
            StormGenerator { runtime, body in
                try EdgeWalk(runtime, direction).each(node, verb: verb) { verb, other in
                    try body(.tuple([.string(verb), .string(try other.idenText(runtime.model))]))
                }
            })
    }

    private static func byLayer(_ call: Call) throws -> StormValue {
        let node = try node(call)
        let result = StormDict()
        func layer(_ part: NodePart) throws -> StormValue? { try node.layer(of: part).map { .string($0.description) } }
        if let value = try layer(.primary) { result["ndef"] = value }
        let properties = StormDict()
        for (name, _) in try node.properties() { if let value = try layer(.property(name)) { properties[name] = value } }
        if !properties.isEmpty { result["props"] = .dict(properties) }
        let tags = StormDict()
        for (name, _) in try node.tags() { if let value = try layer(.tag(name)) { tags[name] = value } }
        if !tags.isEmpty { result["tags"] = .dict(tags) }
        let tagProperties = StormDict()
        for (tag, values) in try node.tagProperties() {
            let layers = StormDict()
            for (name, _) in values { if let value = try layer(.tagProperty(tag: tag, name: name)) { layers[name] = value } }
            tagProperties[tag] = .dict(layers)
        }
        if !tagProperties.isEmpty { result["tagprops"] = .dict(tagProperties) }
        return .dict(result)
    }

    private static func storage(_ call: Call) throws -> StormValue {
        .list(try NodePack(node(call)).storage(call.runtime).map { StormValue($0) })
    }

    /// The verb, the node, and the one with the identity, which may be missing.
    private static func edge(_ call: Call, _ action: String) throws -> (verb: String, node: Node, other: Node?) {
        let verb = try call.text(0)
        let text = try call.text(1)
        guard let iden = Digest(text) else {
            throw Fault(.badArgument, "addEdge() iden argument must be a valid iden, got: \(text)", fields: ["iden": .string(text)])
        }
        try call.runtime.requireWritable()
        try call.runtime.require(["node", "edge", action, verb])
        return (verb, try node(call), try call.runtime.session.node(iden: iden))
    }
}

/// `$node.difftags()`.
enum TagDifference {
    static func run(_ call: Call) throws -> StormValue {
        let runtime = call.runtime
        let node = try NodeMethods.node(call)
        var wanted: Set<[String]> = []
        for value in try call.items(0) {
            guard let name = try name(value, isNormed: try call.bool(3), runtime) else { continue }
            wanted.insert(name.split(separator: ".").map(String.init))
        }
        var current = Set(try node.tags().map { $0.name.split(separator: ".").map(String.init) })
        if let prefix = try call.optionalText(1) {
            let parts = prefix.split(separator: ".").map(String.init)
            wanted = Set(wanted.map { parts + $0 })
            current = current.filter { $0.count > parts.count && $0.starts(with: parts) }
        }
        let parents = Set(wanted.flatMap { tag in (0..<tag.count).map { Array(tag[..<$0]) } })
        let missing = wanted.subtracting(current).map { $0.joined(separator: ".") }.sorted()
        let surplus = current.subtracting(wanted).subtracting(parents).map { $0.joined(separator: ".") }.sorted()
        if try call.bool(2) {
            try runtime.requireWritable()
            for tag in missing {
                try runtime.requireTag("add", tag)
                try runtime.editing { editor in _ = try editor.addTag(tag, .none, on: node) }
            }
            for tag in surplus {
                try runtime.requireTag("del", tag)
                try runtime.editing { editor in _ = try editor.deleteTag(tag, from: node) }
            }
        }
        return .dict(["adds": .texts(missing), "dels": .texts(surplus)])
    }

    /// The name of a tag; nil for one that is none and is to be left out.
    private static func name(_ value: StormValue, isNormed: Bool, _ runtime: StormRuntime) throws -> String? {
        let text = try value.toText(runtime)
        guard isNormed else { return text }
        let type = try runtime.model.requireType("syn:tag")
        return try text.split(separator: ".").compactMap { part -> String? in
            do {
                return try type.norm(.string(String(part)), in: runtime.model).value.string
            } catch let fault as Fault where fault.code == .badTypeValue {
                return nil
            }
        }.joined(separator: ".")
    }
}
