import Graph
import Kernel
import Model
import Store

/// Layers: their documents, and the numbers that are kept of what they hold.
extension CortexHost {
    /// A layer; nil where there is none.
    public func layer(_ iden: Iden) -> LayerInfo? { current.layers[iden] }

    /// In the order in which they were made.
    public func layers() -> [LayerInfo] { current.layers.values.sorted { ($0.created, $0.iden) < ($1.created, $1.iden) } }

    /// Adds an empty layer. `info` holds settings beside the name. Throws what the store throws.
    @discardableResult
    public func addLayer(name: String? = nil, info: CoreDocument = CoreDocument(), creator: Iden) throws(Fault) -> LayerInfo {
        var layer = LayerInfo(iden: newIden(), creator: creator, created: now(), name: name)
        layer.isReadOnly = info.flag("readonly")
        layer.info = info
        layer.info["name"] = nil
        layer.info["readonly"] = nil
        let added = layer
        try commit { state, changes throws(Fault) in
            changes.append(.put(.layer, added.iden.description, added.document))
            changes.append(.put(.gate, added.iden.description, Self.gate(added.iden, "layer", creator: creator).document))
        }
        return added
    }

    /// Deletes the layer with all it holds. Throws `NoSuchIden`, `LayerInUse`.
    public func deleteLayer(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            _ = try state.requireLayer(iden)
            guard state.views(using: iden).isEmpty else { throw Self.layerInUse(iden) }
            changes += Self.deletion(ofLayer: iden)
        }
    }

    /// Deletes all that the layer holds, and keeps it. Throws `NoSuchIden`.
    public func wipeLayer(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard try !state.requireLayer(iden).isReadOnly else { throw Self.readOnly(iden) }
            changes.append(.deleteLayer(iden))
        }
    }

    static func readOnly(_ layer: Iden) -> Fault {
        Fault(
            .isReadOnly, "Layer \(layer) is read only!", fields: ["iden": .string(layer.description)],
            advice: "Allow changes with: layer.set \(layer) readonly (false)")
    }

    /// Throws `IsReadOnly` where the layer takes no edits.
    public func requireWritable(layer: Iden) throws(Fault) {
        if look({ $0.layers[layer]?.isReadOnly ?? false }) { throw Self.readOnly(layer) }
    }

    /// Sets one of the settings that a layer has: `name`, `desc`, `logedits`, `readonly`. Throws `NoSuchIden`, `BadOptValu` for others.
    public func setLayer(_ iden: Iden, _ setting: String, _ value: ModelValue) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var layer = try state.requireLayer(iden)
            switch setting {
            case "name": layer.name = value.string
            case "readonly": layer.isReadOnly = value.isTruthy
            case "desc", "logedits": layer.info[setting] = value.isNull ? nil : value
            default:
                let message = "Layer does not support setting: \(setting)"
                throw Fault(FaultCode("BadOptValu"), message, fields: ["name": .string(setting)])
            }
            changes.append(.put(.layer, iden.description, layer.document))
        }
    }

    // MARK: Counts

    /// Nodes by form, added up over the layers.
    public func formCounts(_ layers: [Iden]) throws(Fault) -> [String: Int] {
        let graph = graph
        return try graph.store.read { transaction throws(Fault) in
            var counts: [String: Int] = [:]
            for layer in layers { counts.merge(try graph.formCounts(layer, in: transaction), uniquingKeysWith: +) }
            return counts
        }
    }

    /// Nodes that have the property, added up over the layers; with a plan only those whose value it asks for.
    public func propertyCount(_ property: PropertyDefinition, plan: LiftPlan? = nil, _ layers: [Iden]) throws(Fault) -> Int {
        if let plan { return try indexCount(.propertyBy(property, plan), layers) }
        let graph = graph
        return try graph.store.read { transaction throws(Fault) in
            var count = 0
            for layer in layers {
                let form = property.form.isEmpty ? nil : property.form
                count += try graph.propertyCount(form: form, property.name, layer, in: transaction)
            }
            return count
        }
    }

    /// What an index of each layer has of a source, added up.
    public func indexCount(_ source: Lift.Source, _ layers: [Iden]) throws(Fault) -> Int {
        var count = 0
        for layer in layers {
            let session = GraphSession(graph, layers: [layer], sink: CoreEditSink(host: self), model: model())
            count += try session.lift(Lift(source)).count()
        }
        return count
    }

    /// Nodes of the form, added up over the layers.
    public func formCount(_ form: String, _ layers: [Iden]) throws(Fault) -> Int {
        let graph = graph
        return try graph.store.read { transaction throws(Fault) in
            var count = 0
            for layer in layers { count += try graph.formCount(form, layer, in: transaction) }
            return count
        }
    }

    /// Nodes that have the tag, of one form or of all.
    public func tagCount(_ tag: String, form: String?, _ layers: [Iden]) throws(Fault) -> Int {
        let graph = graph
        return try graph.store.read { transaction throws(Fault) in
            var count = 0
            for layer in layers { count += try graph.tagCount(tag, form: form, layer, in: transaction) }
            return count
        }
    }

    /// Nodes that have the tag property, of one tag and form or of all.
    public func tagPropertyCount(_ tag: String?, _ name: String, form: String?, _ layers: [Iden]) throws(Fault) -> Int {
        let graph = graph
        return try graph.store.read { transaction throws(Fault) in
            var count = 0
            for layer in layers { count += try graph.tagPropertyCount(tag: tag, name, form: form, layer, in: transaction) }
            return count
        }
    }
}
