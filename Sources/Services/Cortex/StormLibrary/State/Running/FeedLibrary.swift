import CortexCore
import Graph
import Kernel
import Model
import Storm

/// `$lib.feed`: nodes in bulk.
enum FeedLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "feed", help: "Nodes in bulk.",
            functions: [
                StormFunction("ingest", ["name", "data"], help: "Add packed nodes.", isReadOnlySafe: false) { call in
                    try requireFormat(call)
                    let editor = call.runtime.editor
                    for item in try call.items(1) { _ = try add(item.primitive(), editor, call.runtime) }
                    return .null
                },
                StormFunction(
                    "genr", ["name", "data"], help: "Add packed nodes, and give them as a stream.", isReadOnlySafe: false
                ) { call in
                    try requireFormat(call)
                    let items = try call.items(1)
                    return .object(StormGenerator { runtime, body in
                        let editor = runtime.editor
                        for item in items {
                            if let node = try add(item.primitive(), editor, runtime) { try body(.object(NodeObject(node))) }
                        }
                    })
                },
                StormFunction("list", help: "The formats that feeds have.") { _ in
                    .list([.dict(["name": .string("syn.nodes"), "desc": .string("Packed nodes."), "fulldoc": .string("Packed nodes.")])])
                },
                StormFunction("fromAxon", ["sha256"], help: "Add the nodes of a file that an export wrote.", isReadOnlySafe: false) { _ in
                    throw Fault(.notReady, "this Cortex reads no exports yet", advice: "Feed the nodes with $lib.feed.ingest")
                },
            ])
    ]

    private static func requireFormat(_ call: Call) throws {
        let name = try call.text(0)
        try call.runtime.require(["feed:data"] + name.split(separator: ".").map(String.init), gate: nil)
        try call.runtime.requireWritable()
        guard name == "syn.nodes" else {
            throw Fault(.noSuchName, "No feed named \(name)", fields: ["name": .string(name)], advice: "syn.nodes takes packed nodes")
        }
    }

    private static func add(_ packed: ModelValue, _ editor: GraphEditor, _ runtime: StormRuntime) throws -> Node? {
        try runtime.check()
        let node = try editor.add(PackedNode(packed))
        try runtime.finishEdit(editor)
        return node
    }
}
