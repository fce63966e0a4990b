import Graph
import Kernel
import Model

/// What a message says of a node beside its name.
public struct NodePackOptions: Sendable {
    /// The display texts of the values, where they differ from the values.
    public var repr = false
    /// How the node was reached.
    public var path = false
    /// The links of the way to it.
    public var links = false
    /// What each layer says of it.
    public var storage = false
    /// For each form, properties of nodes that the node leads to: `org::name`.
    public var embeds: [String: [String: [String]]] = [:]
    /// The names of data that go along.
    public var data: [String] = []

    public init() {}

    /// As the options of a query ask for it.
    public init(_ options: StormOptions) {
        repr = options.repr
        path = options.path
        data = options.nodeData ?? []
        for entry in options.others {
            switch entry.key {
            case "links": links = entry.value.isTruthy
            case "show:storage": storage = entry.value.isTruthy
            case "embeds": embeds = Self.embeds(entry.value)
            default: break
            }
        }
    }

    /// `{form: {property: [names]}}`.
    private static func embeds(_ value: ModelValue) -> [String: [String: [String]]] {
        guard case .dict(let forms) = value else { return [:] }
        var all: [String: [String: [String]]] = [:]
        for form in forms {
            guard case .dict(let properties) = form.value else { continue }
            for property in properties { all[form.key, default: [:]][property.key] = property.value.list?.compactMap(\.string) ?? [] }
        }
        return all
    }
}

/// A node as messages carry it: its form and value, and a dictionary of all else.
public struct NodePack {
    private let node: Node
    private let options: NodePackOptions

    public init(_ node: Node, _ options: NodePackOptions = NodePackOptions()) {
        self.node = node
        self.options = options
    }

    init(_ node: Node, repr: Bool) {
        var options = NodePackOptions()
        options.repr = repr
        self.init(node, options)
    }

    /// `[[form, value], {iden, tags, props, tagprops, nodedata, ...}]`, with display texts where asked for.
    public func value(_ model: DataModel) throws -> ModelValue {
        .list([node.reference, .dict(try entries(model))])
    }

    /// The same for a node of a pipeline, with what its path knows.
    public func value(_ runtime: StormRuntime, _ path: StormPath) throws -> ModelValue {
        var entries = try entries(runtime.model)
        entries.append(.init("path", try self.path(path, runtime.model)))
        let loaded = LoadedNodeData.of(runtime).entries(node)
        if !loaded.isEmpty { entries.append(.init("nodedata", .dict(loaded))) }
        if options.links {
            let links = try path.links.map { ModelValue.list([.string(try $0.node.idenText(runtime.model)), $0.link?.value ?? [:]]) }
            entries.append(.init("links", .list(links)))
        }
        if options.storage { entries.append(.init("storage", .list(try storage(runtime)))) }
        if let wanted = options.embeds[node.form.name] { entries.append(.init("embeds", try embeds(wanted, runtime))) }
        return .list([node.reference, .dict(entries)])
    }

    private func entries(_ model: DataModel) throws -> [ModelValue.Entry] {
        let properties = try node.properties()
        let tagProperties = try node.tagProperties()
        var entries: [ModelValue.Entry] = [
            .init("iden", .string(try node.idenText(model))),
            .init("tags", .dict(try node.tags().map { .init($0.name, $0.times.value) })),
            .init("props", .dict(properties.map { .init($0.name, $0.value) })),
            .init("tagprops", .dict(tagProperties.map { .init($0.tag, .dict($0.values.map { .init($0.name, $0.value) })) })),
        ]
        if !options.data.isEmpty {
            let names = options.data.contains("") ? try node.dataNames() : options.data
            let data = try names.compactMap { name in try node.data(name).map { ModelValue.Entry(name, $0) } }
            entries.append(.init("nodedata", .dict(data)))
        }
        guard options.repr else { return entries }
        let text = try node.form.type.repr(node.value, in: model)
        if text != node.value || node.form.type.isArray { entries.append(.init("repr", text)) }
        entries.append(.init("reprs", .dict(try reprs(properties, model))))
        let tagReprs = try tagProperties.compactMap { tag, values -> ModelValue.Entry? in
            let texts = try values.compactMap { name, value -> ModelValue.Entry? in
                guard let definition = model.tagProperty(name) else { return nil }
                return try Self.repr(name, value, definition.type, model)
            }
            return texts.isEmpty ? nil : .init(tag, .dict(texts))
        }
        entries.append(.init("tagpropreprs", .dict(tagReprs)))
        return entries
    }

    private func reprs(_ properties: [(name: String, value: ModelValue)], _ model: DataModel) throws -> [ModelValue.Entry] {
        try properties.compactMap { name, value in
            guard let property = node.form.property(name) else { return nil }
            return try Self.repr(name, value, property.type, model)
        }
    }

    /// The display text where it is not the value itself. Arrays have always one, as in the reference.
    private static func repr(
        _ name: String, _ value: ModelValue, _ type: TypeDefinition, _ model: DataModel
    ) throws -> ModelValue.Entry? {
        let text = try type.repr(value, in: model)
        return text == value && !type.isArray ? nil : .init(name, text)
    }

    // MARK: Parts on demand

    private func path(_ path: StormPath, _ model: DataModel) throws -> ModelValue {
        var entries: [ModelValue.Entry] = []
        for (key, value) in path.metadata?.pairs ?? [] { if let key = key.string { entries.append(.init(key, try value.primitive())) } }
        if options.path {
            let nodes = try path.nodes.map { ModelValue.list([.string(try $0.idenText(model)), $0.reference]) }
            entries.append(.init("nodes", .list(nodes)))
        }
        return .dict(entries)
    }

    /// What each layer says, the top one first.
    func storage(_ runtime: StormRuntime) throws -> [ModelValue] {
        try runtime.session.layers.map { layer in
            guard let state = try node.state(in: layer) else { return [:] }
            var entries: [ModelValue.Entry] = []
            if state.isAdded {
                entries.append(.init("ndef", node.reference))
                entries.append(.init("form", .string(node.form.name)))
            }
            if !state.properties.isEmpty { entries.append(.init("props", .dict(state.properties.map { .init($0.name, $0.value) }))) }
            if !state.tags.isEmpty { entries.append(.init("tags", .dict(state.tags.map { .init($0.name, $0.times.value) }))) }
            if !state.tagProperties.isEmpty {
                let tags = state.tagProperties.map { ModelValue.Entry($0.tag, .dict($0.values.map { .init($0.name, $0.value) })) }
                entries.append(.init("tagprops", .dict(tags)))
            }
            return .dict(entries)
        }
    }

    /// Properties of nodes that the node leads to, by the property that leads there.
    private func embeds(_ wanted: [String: [String]], _ runtime: StormRuntime) throws -> ModelValue {
        var entries: [ModelValue.Entry] = []
        for (path, names) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let found = try follow(path, runtime) else { continue }
            var values: [ModelValue.Entry] = [
                .init("*", .string(try found.idenText(runtime.model))), .init("$iden", .string(try found.idenText(runtime.model))),
            ]
            values.append(.init("$form", .string(found.form.name)))
            for name in names {
                values.append(.init(name, name == "*" ? found.value : try found.property(name) ?? .null))
            }
            entries.append(.init(path, .dict(values)))
        }
        return .dict(entries)
    }

    /// The node at the end of `property::property`.
    private func follow(_ path: String, _ runtime: StormRuntime) throws -> Node? {
        var node = node
        for name in path.split(separator: "::").map(String.init) {
            guard let property = node.form.property(name), let value = try node.property(name) else { return nil }
            let next: Node?
            if property.type.isReference {
                next = try LiftRun(runtime).node(named: value)
            } else {
                guard let form = runtime.model.form(property.type.name) else { return nil }
                next = try runtime.session.node(form, value)
            }
            guard let next else { return nil }
            node = next
        }
        return node
    }
}
