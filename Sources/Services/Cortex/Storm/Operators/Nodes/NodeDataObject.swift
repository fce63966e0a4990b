import Graph
import Kernel
import Model

/// `$node.data`: values by name that are kept with a node and are no properties.
final class NodeDataObject: StormObject {
    static let type = StormObjectType(
        "node:data", help: "The data of a node.",
        methods: [
            StormFunction("get", ["name"], help: "The value; null where there is none.") { call in
                let (node, name) = try named(call)
                try require(call, "get", name)
                return try node.data(name).map { StormValue($0) } ?? .null
            },
            StormFunction("has", ["name"], help: "Whether there is a value.") { call in
                let (node, name) = try named(call)
                try require(call, "get", name)
                return .bool(try node.data(name) != nil)
            },
            StormFunction("list", help: "The names and values of all data.") { call in
                let node = try subject(call).node
                try require(call, "list", nil)
                return .list(try node.dataNames().map { .tuple([.string($0), StormValue(try node.data($0) ?? .null)]) })
            },
            StormFunction("load", ["name"], help: "Lets the node carry the value where it is sent.") { call in
                let (node, name) = try named(call)
                try require(call, "get", name)
                try LoadedNodeData.of(call.runtime).load(name, node)
                return .null
            },
            StormFunction("set", ["name", "valu"], help: "Sets the value.", isReadOnlySafe: false) { call in
                let (node, name) = try named(call)
                try require(call, "set", name)
                let value = try call.primitive(1)
                try call.runtime.editing { editor in _ = try editor.setData(name, value, on: node) }
                return .null
            },
            StormFunction("pop", ["name"], help: "Takes the value away and returns it.", isReadOnlySafe: false) { call in
                let (node, name) = try named(call)
                try require(call, "pop", name)
                return try call.runtime.editing { editor in try editor.takeData(name, from: node) }.map { StormValue($0) } ?? .null
            },
            StormFunction(
                "cacheget", ["name", .optional("asof", "now")],
                help: "The value, where it was cached at a time or later; null otherwise."
            ) { call in
                let (node, name) = try named(call)
                try require(call, "get", name)
                let time = try call.runtime.model.requireType("time").norm(try call.primitive(1), in: call.runtime.model).value
                guard let kept = try node.data(name), let asOf = kept["asof"]?.int, let wanted = time.int, asOf >= wanted else {
                    return .null
                }
                return kept["data"].map { StormValue($0) } ?? .null
            },
            StormFunction("cacheset", ["name", "valu"], help: "Sets the value with the time.", isReadOnlySafe: false) { call in
                let (node, name) = try named(call)
                try require(call, "set", name)
                let now = call.runtime.host.now().milliseconds
                let kept = ModelValue.dict([.init("asof", .int(now)), .init("data", try call.primitive(1))])
                try call.runtime.editing { editor in _ = try editor.setData(name, kept, on: node) }
                return .null
            },
        ])

    private let node: Node
    private let path: StormPath?

    init(_ object: NodeObject) {
        node = object.node
        path = object.path
    }

    private static func subject(_ call: Call) throws -> NodeDataObject { try call.subject(as: NodeDataObject.self) }

    private static func named(_ call: Call) throws -> (node: Node, name: String) { (try subject(call).node, try call.text(0)) }

    private static func require(_ call: Call, _ action: String, _ name: String?) throws {
        if action == "set" || action == "pop" { try call.runtime.requireWritable() }
        let isRead = action == "get" || action == "list"
        try call.runtime.require(["node", "data", action] + (name.map { [$0] } ?? []), defaultAllow: isRead)
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for name in try node.dataNames() { try body(.tuple([.string(name), StormValue(try node.data(name) ?? .null)])) }
        return true
    }
}
