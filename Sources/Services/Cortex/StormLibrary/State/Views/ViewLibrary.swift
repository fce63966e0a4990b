import CortexCore
import Kernel
import Model
import Storm

/// `$lib.view`.
enum ViewLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "view", help: "Views: stacks of layers.",
            functions: [
                StormFunction("get", [.optional("iden", .null)], help: "A view; without an identifier that of the query.") { call in
                    guard let text = try call.optionalText(0) else { return .object(ViewObject(call.runtime.view)) }
                    guard let iden = Iden(text), call.core.view(iden) != nil else { throw ViewLibrary.missing(text) }
                    try call.require("view", "read", gate: text)
                    return .object(ViewObject(iden))
                },
                StormFunction("list", [.optional("deporder", false)], help: "All views that the user may read.") { call in
                    let views = call.core.views().filter { call.runtime.isAllowed(["view", "read"], gate: $0.iden.description) }
                    return .objects(views.map { ViewObject($0.iden) })
                },
                StormFunction(
                    "add", ["layers", .optional("name", .null), .optional("worldreadable", false)], help: "Add a view over layers.",
                    isReadOnlySafe: false
                ) { call in
                    try call.require("view", "add")
                    var layers: [Iden] = []
                    for (position, item) in try call.items(0).enumerated() {
                        let text = try item.toText(call.runtime)
                        guard let iden = Iden(text) else {
                            throw Fault(FaultCode("SchemaViolation"), "data.layers[\(position)] must match pattern ^[0-9a-f]{32}$")
                        }
                        layers.append(iden)
                    }
                    let view = try call.core.addView(
                        layers: layers, name: call.optionalText(1), creator: call.runtime.user, isWorldReadable: call.bool(2))
                    return .object(ViewObject(view.iden))
                },
                StormFunction("del", ["iden"], help: "Delete a view; its layers stay.", isReadOnlySafe: false) { call in
                    let text = try call.text(0)
                    guard let iden = Iden(text), call.core.view(iden) != nil else { throw ViewLibrary.missing(text) }
                    try call.require("view", "del", gate: text)
                    try call.core.deleteView(iden)
                    return .null
                },
            ])
    ]

    static func missing(_ text: String) -> Fault {
        Fault(.noSuchView, "No view with iden: \(text)", fields: ["iden": .string(text)], advice: "`view.list` lists the views")
    }
}
