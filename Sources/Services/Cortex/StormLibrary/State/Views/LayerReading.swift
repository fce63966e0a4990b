import CortexCore
import Graph
import Kernel
import Model
import Storm

/// What one layer says of nodes: methods of layers.
enum LayerReading {
    /// How many nodes are fetched at once.
    private static let batch = 1_000

    /// A look at the layer alone. Nodes whose primary value lies in another layer do not show in it.
    static func session(_ layer: Iden, _ runtime: StormRuntime) throws -> GraphSession {
        try runtime.session.flush()
        if runtime.session.layers == [layer] { return runtime.session }
        return GraphSession(runtime.core.graph, layers: [layer], sink: ReadOnlySink(), model: runtime.model)
    }

    /// A look at a view that shows the layer: that of the query if it has it, or the first other one.
    static func showing(_ layer: Iden, _ runtime: StormRuntime) throws -> GraphSession {
        try runtime.session.flush()
        if runtime.session.layers.contains(layer) { return runtime.session }
        for view in runtime.core.views() where try runtime.core.layers(of: view.iden).contains(where: { $0.iden == layer }) {
            return try runtime.core.session(view: view.iden, user: runtime.user)
        }
        return try session(layer, runtime)
    }

    static let methods: [StormFunction] = liftMethods + nodeMethods + edgeMethods + [verify]

    private static let verify = StormFunction(
        "verify", [.optional("config", .null)], help: "What disagrees between nodes and indexes: nothing, unless the store is damaged."
    ) { call in
        let layer = try call.layer().iden
        try call.runtime.requireAdmin(gate: layer.description, "Verifying a layer requires admin privileges.")
        try call.runtime.session.flush()
        return .object(StormGenerator { runtime, body in
            let core = runtime.core
            for finding in try core.graph.check(model: runtime.model, in: core.graph.store.snapshot()) {
                try body(.tuple([.string("StoreDamage"), .dict(["mesg": .string(finding)])]))
            }
        })
    }

    // MARK: Lifts

    private static let liftMethods: [StormFunction] = [
        StormFunction(
            "liftByProp", ["propname", .optional("propvalu", .null), .optional("propcmpr", "=")],
            help: "The nodes that have a property in the layer, or a value of it."
        ) { call in
            let layer = try call.layer().iden
            let source = try call.propertySource()
            return nodes { runtime in (try showing(layer, runtime), source, layer) }
        },
        StormFunction("liftByTag", ["tagname", .optional("formname", .null)], help: "The nodes that have a tag in the layer.") { call in
            let layer = try call.layer().iden
            let (tag, form) = (try call.text(0), try call.optionalText(1))
            let definition = try form.map { try call.runtime.model.requireForm($0) }
            return nodes { runtime in (try showing(layer, runtime), .tag(tag, form: definition), layer) }
        },
        StormFunction("liftByNodeData", ["name"], help: "The nodes that have data of a name in the layer.") { call in
            let (name, layer) = (try call.text(0), try call.layer().iden)
            return nodes { runtime in (try showing(layer, runtime), .data(name), layer) }
        },
        StormFunction("getStorNodes", help: "All nodes that the layer says anything of, with what it says.") { call in
            let layer = try call.layer().iden
            return stored(layer) { .touched(layer) }
        },
        StormFunction("getStorNodesByForm", ["form"], help: "The nodes of a form, with what the layer says of them.") { call in
            let layer = try call.layer().iden
            let form = try call.runtime.model.requireForm(call.text(0))
            return stored(layer) { .form(form) }
        },
        StormFunction(
            "getStorNodesByProp", ["propname", .optional("propvalu", .null), .optional("propcmpr", "=")],
            help: "The nodes that have a property, with what the layer says of them."
        ) { call in
            let layer = try call.layer().iden
            let source = try call.propertySource()
            return stored(layer) { source }
        },
    ]

    /// A stream of nodes as `yield` takes them: those of a lift of which the layer says anything.
    private static func nodes(_ plan: @escaping (StormRuntime) throws -> (GraphSession, Lift.Source, Iden)) -> StormValue {
        .object(StormGenerator { runtime, body in
            let (session, source, layer) = try plan(runtime)
            try each(source, session, runtime) { node in
                guard try node.state(in: layer) != nil || !node.data(in: layer).isEmpty else { return }
                try body(.object(NodeObject(node)))
            }
        })
    }

    private static func stored(_ layer: Iden, _ source: @escaping () -> Lift.Source) -> StormValue {
        .object(StormGenerator { runtime, body in
            let session = try showing(layer, runtime)
            try each(source(), session, runtime) { node in
                guard let state = try packed(node, in: layer, runtime) else { return }
                try body(.tuple([.string(try node.iden().description), state]))
            }
        })
    }

    static func each(
        _ source: Lift.Source, _ session: GraphSession, _ runtime: StormRuntime, _ body: (Node) throws -> Void
    ) throws {
        let cursor = try session.lift(Lift(source))
        while true {
            let nodes = try cursor.next(batch)
            if nodes.isEmpty { return }
            for node in nodes {
                try runtime.check()
                try body(node)
            }
        }
    }

    // MARK: Nodes

    private static let nodeMethods: [StormFunction] = [
        StormFunction("getStorNode", ["nodeid"], help: "What the layer says of a node.") { call in
            let layer = try call.layer().iden
            guard let node = try call.node(0, layer) else { return .dict(StormDict()) }
            return try packed(node, in: layer, call.runtime) ?? .dict(StormDict())
        },
        StormFunction("getNodeData", ["nodeid"], help: "The data that the layer has of a node.") { call in
            let layer = try call.layer().iden
            let node = try call.node(0, layer)
            return .object(StormGenerator { _, body in
                for (name, value) in try node?.data(in: layer) ?? [] { try body(.tuple([.string(name), StormValue(value)])) }
            })
        },
        StormFunction("getNodeDataValu", ["nodeid", "name"], help: "One datum that the layer has of a node.") { call in
            let layer = try call.layer().iden
            let name = try call.text(1)
            return try call.node(0, layer)?.data(in: layer).first { $0.name == name }.map { StormValue($0.value) } ?? .null
        },
        StormFunction("setNodeDataValu", ["nodeid", "name", "valu"], help: "Set one datum of a node.", isReadOnlySafe: false) { call in
            try call.edit([.setData(call.text(1), call.primitive(2))])
        },
        StormFunction("delNodeData", ["nodeid", .optional("name", .null)], help: "Remove data of a node.", isReadOnlySafe: false) { call in
            let layer = try call.layer().iden
            guard let node = try call.node(0, layer) else { return .bool(false) }
            let names = try call.optionalText(1).map { [$0] } ?? node.data(in: layer).map(\.name)
            return try call.edit(names.map { .deleteData($0) })
        },
        StormFunction("setStorNodeProp", ["nodeid", "prop", "valu"], help: "Set a property of a node.", isReadOnlySafe: false) { call in
            let property = try call.runtime.model.requireProperty(call.text(1))
            let value = try property.type.norm(call.primitive(2), in: call.runtime.model).value
            return try call.edit([.setProperty(property.name, value)])
        },
        StormFunction("delStorNodeProp", ["nodeid", "prop"], help: "Remove a property of a node.", isReadOnlySafe: false) { call in
            try call.edit([.deleteProperty(call.runtime.model.requireProperty(call.text(1)).name)])
        },
        StormFunction("delStorNode", ["nodeid"], help: "Remove all that the layer says of a node.", isReadOnlySafe: false) { call in
            try call.edit([.deleteNode])
        },
    ]

    /// What a layer says of a node, as queries see it. Nil where it says nothing.
    static func packed(_ node: Node, in layer: Iden, _ runtime: StormRuntime) throws -> StormValue? {
        guard let state = try node.state(in: layer) else { return nil }
        let model = runtime.model
        func pair(_ value: ModelValue, _ type: TypeDefinition?) -> StormValue {
            .tuple([StormValue(stored: value), .int(Int64(type.map { StorageType.number($0, in: model) } ?? 1))])
        }
        let dict = StormDict()
        dict["ndef"] = .tuple([.string(node.form.name), StormValue(stored: node.value)])
        if state.isAdded { dict["valu"] = pair(node.value, node.form.type) }
        let properties = StormDict()
        for property in state.properties { properties[property.name] = pair(property.value, node.form.property(property.name)?.type) }
        if !properties.isEmpty { dict["props"] = .dict(properties) }
        let tags = StormDict()
        for tag in state.tags { tags[tag.name] = StormValue(stored: tag.times.value) }
        if !tags.isEmpty { dict["tags"] = .dict(tags) }
        let tagProperties = StormDict()
        for tag in state.tagProperties {
            let values = StormDict()
            for value in tag.values { values[value.name] = pair(value.value, model.tagProperty(value.name)?.type) }
            tagProperties[tag.tag] = .dict(values)
        }
        if !tagProperties.isEmpty { dict["tagprops"] = .dict(tagProperties) }
        return .dict(dict)
    }

    // MARK: Edges

    private static let edgeMethods: [StormFunction] = [
        StormFunction("getEdges", help: "The edges of the layer: source, verb and target.") { call in
            let layer = try call.layer().iden
            return .object(StormGenerator { runtime, body in
                let session = try showing(layer, runtime)
                try each(.touched(layer), session, runtime) { node in
                    try edges(from: node, nil, layer, session) { source, verb, target in
                        try body(.tuple([.string(source), .string(verb), .string(target)]))
                    }
                }
            })
        },
        StormFunction("getEdgesByN1", ["nodeid", .optional("verb", .null)], help: "The edges that leave a node: verb and target.") { call in
            let layer = try call.layer().iden
            let (node, verb) = (try call.node(0, layer), try call.optionalText(1))
            return .object(StormGenerator { runtime, body in
                guard let node else { return }
                try edges(from: node, verb, layer, try showing(layer, runtime)) { _, verb, target in
                    try body(.tuple([.string(verb), .string(target)]))
                }
            })
        },
        StormFunction("getEdgesByN2", ["nodeid", .optional("verb", .null)], help: "The edges that reach a node: verb and source.") { call in
            let layer = try call.layer().iden
            let (node, verb) = (try call.node(0, layer), try call.optionalText(1))
            return .object(StormGenerator { runtime, body in
                guard let node, let id = node.id else { return }
                let session = try showing(layer, runtime)
                for edge in try node.edgesIn(verb: verb) {
                    guard let other = try session.node(edge.other) else { continue }
                    let isHere = try other.edgesOut(in: layer).contains { $0.verb == edge.verb && $0.other == id }
                    if isHere { try body(.tuple([.string(edge.verb), .string(try other.iden().description)])) }
                }
            })
        },
        StormFunction("hasEdge", ["nodeid1", "verb", "nodeid2"], help: "Whether the layer has an edge.") { call in
            let layer = try call.layer().iden
            guard let node = try call.node(0, layer), let other = try call.node(2, layer)?.id else { return .bool(false) }
            let verb = try call.text(1)
            return .bool(try node.edgesOut(in: layer).contains { $0.verb == verb && $0.other == other })
        },
        StormFunction("delEdge", ["nodeid1", "verb", "nodeid2"], help: "Remove an edge.", isReadOnlySafe: false) { call in
            guard let other = try call.node(2, call.layer().iden) else { return .bool(false) }
            return try call.edit([.deleteEdge(verb: call.text(1), to: other.name)])
        },
    ]

    private static func edges(
        from node: Node, _ verb: String?, _ layer: Iden, _ session: GraphSession,
        _ body: (_ source: String, _ verb: String, _ target: String) throws -> Void
    ) throws {
        let source = try node.iden().description
        for edge in try node.edgesOut(in: layer) where verb == nil || edge.verb == verb {
            guard let other = try session.node(edge.other) else { continue }
            try body(source, edge.verb, try other.iden().description)
        }
    }
}

/// For sessions that only look.
struct ReadOnlySink: EditSink {
    func commit(_ edits: [LayerEdits], listsChanges: Bool) throws(Fault) -> [LayerChanges] {
        throw Fault(.isReadOnly, "this look at a layer takes no edits")
    }
}

extension Call {
    /// What the arguments property, value and comparator lift. Throws `NoSuchProp`.
    fileprivate func propertySource() throws -> Lift.Source {
        let name = try text(0)
        let model = runtime.model
        let comparator = try text(2)
        let value = try optionalPrimitive(1)
        if let property = model.property(name) {
            return try value.map { .propertyBy(property, try property.type.lift(comparator, $0, in: model)) } ?? .property(property)
        }
        guard let form = model.form(name) else {
            throw Fault(.noSuchProperty, "The property \(name) does not exist.", fields: ["name": .string(name)])
        }
        return try value.map { .formBy(form, try form.type.lift(comparator, $0, in: model)) } ?? .form(form)
    }

    /// The node of the identity in an argument, as a view that has the layer shows it. Throws `BadArg`.
    fileprivate func node(_ position: Int, _ layer: Iden) throws -> Node? {
        let text = try text(position)
        guard let digest = Digest(text) else { throw Fault(.badArgument, "\(text) is no identity of a node", advice: "Use $node.iden()") }
        return try LayerReading.showing(layer, runtime).node(iden: digest)
    }

    /// Makes edits of the node in the first argument, in the layer of the method. Whether anything changed.
    fileprivate func edit(_ edits: [NodeEdit]) throws -> StormValue {
        let layer = try layer().iden
        try runtime.requireWritable()
        try runtime.requireAdmin(gate: layer.description, "Direct edits of a layer require admin privileges.")
        guard let node = try node(0, layer), !edits.isEmpty else { return .bool(false) }
        let changes = try core.commit(edits, of: node.name, in: layer)
        return .bool(!changes.isEmpty)
    }
}
