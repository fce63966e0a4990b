import CortexCore
import Graph
import Kernel
import Model
import Storm

/// `$lib.lift`: lifts that the language has no sign for.
enum LiftLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "lift", help: "Lifts that the language has no sign for.",
            functions: [
                StormFunction("byNodeData", ["name"], help: "The nodes that have data of a name.") { call in
                    let name = try call.text(0)
                    return .object(StormGenerator { runtime, body in
                        try LayerReading.each(.data(name), runtime.session, runtime) { try body(.object(NodeObject($0))) }
                    })
                },
                StormFunction(
                    "tagsByPref", ["prefix", .optional("depth", 0)], help: "The tags below a prefix, as `syn:tag` nodes, to a depth."
                ) { call in
                    let (prefix, depth) = (try call.text(0), try call.int(1))
                    return .object(StormGenerator { runtime, body in
                        let form = try runtime.model.requireForm("syn:tag")
                        let plan = try form.type.lift("^=", .string(prefix), in: runtime.model)
                        try LayerReading.each(.formBy(form, plan), runtime.session, runtime) { node in
                            let level = try node.property("depth")?.int ?? 0
                            if depth == 0 || level < depth { try body(.object(NodeObject(node))) }
                        }
                    })
                },
            ])
    ]
}
