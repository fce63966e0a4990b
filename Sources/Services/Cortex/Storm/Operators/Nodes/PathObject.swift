import Graph
import Kernel
import Model

/// `$path`: how the node of the pipeline was reached.
public final class PathObject: StormObject {
    /// The methods of a path, and the values `meta` and `vars`.
    public static let type = StormObjectType(
        "node:path", help: "The way to a node.",
        methods: [
            StormFunction("idens", help: "The identities of the nodes on the way.") { call in
                .list(try path(call).nodes.map { .string(try $0.idenText(call.runtime.model)) })
            },
            StormFunction("links", help: "The identity of each node before, and how the way went on from it.") { call in
                .list(
                    try path(call).links.map {
                        .tuple([.string(try $0.node.idenText(call.runtime.model)), StormValue($0.link?.value ?? [:])])
                    })
            },
            StormFunction("listvars", help: "The names and values of the variables of the path.") { call in
                .list(try path(call).allVariables.map { .tuple([.string($0.name), $0.value]) })
            },
        ],
        values: [
            "meta": { object, _ in .object(PathMetadataObject(try path(object))) },
            "vars": { object, _ in .object(PathVariablesObject(try path(object))) },
        ])

    /// The node of the pipeline with its way to it.
    public let item: NodePath

    init(_ item: NodePath) { self.item = item }

    /// The value of the variable `path`.
    static func value(_ input: NodePath) -> StormValue { .object(PathObject(input)) }

    private static func path(_ call: Call) throws -> StormPath { try call.subject(as: PathObject.self).item.path }

    private static func path(_ object: any StormObject) throws -> StormPath {
        guard let path = object as? PathObject else {
            throw Fault(.stormRuntime, "a value of node:path was asked of an object of the type \(object.typeName)")
        }
        return path.item.path
    }
}

extension PathLink {
    /// As queries and messages show it.
    var value: ModelValue {
        var entries: [ModelValue.Entry] = [.init("type", .string(kind))]
        switch kind {
        case "prop": entries.append(.init("prop", .string(name)))
        case "edge": entries.append(.init("verb", .string(name)))
        case "tag": entries.append(.init("tag", .string(name)))
        default: break
        }
        if isReverse { entries.append(.init("reverse", true)) }
        return .dict(entries)
    }
}

/// `$path.vars`: the variables of a path as members.
final class PathVariablesObject: StormObject {
    static let type = StormObjectType("node:path:vars", help: "The variables of a path.")

    private let path: StormPath

    init(_ path: StormPath) { self.path = path }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        guard let value = path.variable(name) else {
            throw Fault(.noSuchVariable, "No var with name: \(name).", fields: ["name": .string(name)])
        }
        return value
    }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        let isRemoved = value?.isUndefined ?? true
        path.set(name, isRemoved ? nil : value)
        runtime.set(name, isRemoved ? nil : value)
        return true
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for (name, value) in path.allVariables { try body(.tuple([.string(name), value])) }
        return true
    }
}

/// `$path.meta`: notes that go out with a node.
final class PathMetadataObject: StormObject {
    static let type = StormObjectType("node:path:meta", help: "Notes of a path, which go out with its node.")

    private let path: StormPath

    init(_ path: StormPath) { self.path = path }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? { path.metadata?[name] ?? .null }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        let metadata = path.metadata ?? StormDict()
        metadata[name] = value.flatMap { $0.isUndefined ? nil : $0 }
        path.metadata = metadata
        return true
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for (key, value) in path.metadata?.pairs ?? [] { try body(.tuple([key.value, value])) }
        return true
    }
}
