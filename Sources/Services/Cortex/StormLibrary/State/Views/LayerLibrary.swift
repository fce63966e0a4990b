import CortexCore
import Kernel
import Model
import Storm

/// `$lib.layer`.
enum LayerLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "layer", help: "Layers: where nodes are kept.",
            functions: [
                StormFunction("get", [.optional("iden", .null)], help: "A layer; without an identifier the one that the query writes to.") {
                    call in
                    guard let text = try call.optionalText(0) else {
                        guard let top = call.runtime.session.layers.first else { return .null }
                        return .object(LayerObject(top))
                    }
                    guard let iden = Iden(text), call.core.layer(iden) != nil else { throw LayerLibrary.missing(text) }
                    return .object(LayerObject(iden))
                },
                StormFunction("list", help: "All layers.") { call in .objects(call.core.layers().map { LayerObject($0.iden) }) },
                StormFunction("add", [.optional("ldef", .null)], help: "Add a layer.", isReadOnlySafe: false) { call in
                    try call.require("layer", "add")
                    let info = try call.document(0)
                    let layer = try call.core.addLayer(name: info.text("name"), info: info, creator: call.runtime.user)
                    return .object(LayerObject(layer.iden))
                },
                StormFunction("del", ["iden"], help: "Delete a layer with all it holds.", isReadOnlySafe: false) { call in
                    let text = try call.text(0)
                    guard let iden = Iden(text), call.core.layer(iden) != nil else { throw LayerLibrary.missing(text) }
                    try call.require("layer", "del", gate: text)
                    try call.runtime.session.flush()
                    try call.core.deleteLayer(iden)
                    return .null
                },
            ])
    ]

    static func missing(_ text: String) -> Fault {
        Fault(.noSuchIden, "No layer with iden: \(text)", fields: ["iden": .string(text)], advice: "`layer.list` lists the layers")
    }
}
