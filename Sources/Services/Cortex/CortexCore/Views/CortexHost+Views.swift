import Graph
import Kernel
import Model

extension FaultCode {
    static let cannotMerge = FaultCode("CantMergeView")
    static let layerInUse = FaultCode("LayerInUse")
    static let noSuchLayer = FaultCode("NoSuchLayer")
    static let noSuchView = FaultCode("NoSuchView")
}

extension CoreState {
    /// All layers of a view, the topmost first: its own, and for a fork those of its parents.
    func layers(of view: View) -> [Iden] {
        var all = view.layers
        var next = view.parent
        // No view is its own ancestor, but a bound costs nothing.
        for _ in 0..<View.layersMax {
            guard let parent = next.flatMap({ views[$0] }) else { break }
            all += parent.layers
            next = parent.parent
        }
        return all
    }

    func requireView(_ iden: Iden) throws(Fault) -> View {
        guard let view = views[iden] else {
            throw Fault(.noSuchView, "No view with iden: \(iden)", fields: ["iden": .string(iden.description)])
        }
        return view
    }

    func requireLayer(_ iden: Iden) throws(Fault) -> LayerInfo {
        guard let layer = layers[iden] else {
            throw Fault(.noSuchIden, "No layer with iden: \(iden)", fields: ["iden": .string(iden.description)])
        }
        return layer
    }

    /// The views that use a layer as their own.
    func views(using layer: Iden) -> [View] { views.values.filter { $0.layers.contains(layer) } }

    func children(of view: Iden) -> [View] {
        views.values.filter { $0.parent == view }.sorted { ($0.created, $0.iden) < ($1.created, $1.iden) }
    }
}

/// Views and what they are made of.
extension CortexHost {
    /// A view; nil where there is none.
    public func view(_ iden: Iden) -> View? { current.views[iden] }

    /// In the order in which they were made.
    public func views() -> [View] { current.views.values.sorted { ($0.created, $0.iden) < ($1.created, $1.iden) } }

    /// The forks of the view, in the order in which they were made.
    public func children(of view: Iden) -> [View] { current.children(of: view) }

    /// All layers of the view, the topmost first. Throws `NoSuchView`.
    public func layers(of view: Iden) throws(Fault) -> [LayerInfo] {
        let state = current
        return state.layers(of: try state.requireView(view)).compactMap { state.layers[$0] }
    }

    /// The view that queries see which name none.
    public var defaultView: Iden {
        let state = current
        if let stored = state.documents[.global]?[Self.defaultViewKey]?.string.flatMap({ Iden($0) }) { return stored }
        preconditionFailure("a Cortex that was opened has a default view")
    }

    /// A new view over one new layer, without a parent, that everybody can read: what a test starts from.
    public func makeView(name: String? = nil) throws(Fault) -> Iden {
        let layer = try addLayer(creator: rootUser)
        return try addView(layers: [layer.iden], name: name, creator: rootUser, isWorldReadable: true).iden
    }

    /// Throws `NoSuchLayer`.
    @discardableResult
    public func addView(
        layers: [Iden], name: String? = nil, creator: Iden, isWorldReadable: Bool = false
    ) throws(Fault) -> View {
        guard !layers.isEmpty, layers.count <= View.layersMax else {
            throw Fault(.schemaViolation, "data.layers must contain at least 1 items")
        }
        let iden = newIden()
        let time = now()
        return try commit { state, changes throws(Fault) in
            for layer in layers where state.layers[layer] == nil {
                throw Fault(.noSuchLayer, "No such layer \(layer)", fields: ["iden": .string(layer.description)])
            }
            let view = View(iden: iden, creator: creator, created: time, layers: layers, name: name)
            let readers = isWorldReadable ? state.auth.rolesByName[Role.all] : nil
            changes.append(.put(.view, iden.description, view.document))
            changes.append(.put(.gate, iden.description, Self.gate(iden, "view", creator: creator, readers: readers).document))
            return view
        }
    }

    /// A view over the layers of `parent` with a new layer of its own on top. Throws `NoSuchView`.
    @discardableResult
    public func fork(_ parent: Iden, name: String? = nil, creator: Iden) throws(Fault) -> View {
        let (view, layer) = (newIden(), newIden())
        let time = now()
        return try commit { state, changes throws(Fault) in
            let parent = try state.requireView(parent)
            guard state.layers(of: parent).count < View.layersMax else {
                throw Fault(.limit, "the view \(parent.iden) has \(View.layersMax) layers already", advice: "Merge a fork first")
            }
            let fork = View(iden: view, creator: creator, created: time, layers: [layer], parent: parent.iden, name: name)
            let info = LayerInfo(iden: layer, creator: creator, created: time)
            changes.append(.put(.layer, layer.description, info.document))
            changes.append(.put(.gate, layer.description, Self.gate(layer, "layer", creator: creator).document))
            changes.append(.put(.view, view.description, fork.document))
            changes.append(.put(.gate, view.description, Self.gate(view, "view", creator: creator).document))
            return fork
        }
    }

    /// A new view between a fork and its parent, with a layer of its own. Throws `NoSuchView`, and `BadState` for a view without a parent.
    @discardableResult
    public func insertParentFork(_ iden: Iden, name: String? = nil, creator: Iden) throws(Fault) -> View {
        let inner = try current.requireView(iden)
        guard let parent = inner.parent else {
            throw Fault(
                FaultCode("BadState"), "Cannot insert a new fork between a view and its parent: view \(iden) has no parent.",
                fields: ["iden": .string("\(iden)")])
        }
        let fork = try fork(parent, name: name, creator: creator)
        try changeView(iden) { _, view, _ throws(Fault) in view.parent = fork.iden }
        return fork
    }

    /// Deletes the view with its triggers; its layers stay. Throws `NoSuchView`, and `SynErr` for the default view and one with forks.
    public func deleteView(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            let view = try state.requireView(iden)
            guard state.document(.global, Self.defaultViewKey) == nil || iden != self.defaultView else {
                throw Fault(.systemFault, "Cannot delete the main view")
            }
            guard state.children(of: iden).isEmpty else { throw Fault(.systemFault, "Cannot delete a view that has children") }
            changes.append(.delete(.view, key: view.iden.description))
            changes.append(.delete(.gate, key: view.iden.description))
            for trigger in state.triggers.values where trigger.view == iden {
                changes.append(.delete(.trigger, key: trigger.iden.description))
                changes.append(.delete(.gate, key: trigger.iden.description))
            }
        }
    }

    /// Changes one view. Throws `NoSuchView` and what `change` throws.
    func changeView(_ iden: Iden, _ change: (CoreState, inout View, inout [CoreChange]) throws(Fault) -> Void) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var view = try state.requireView(iden)
            try change(state, &view, &changes)
            changes.append(.put(.view, iden.description, view.document))
        }
    }

    /// Sets one of the settings that a view has: `name`, `desc`, `parent`, `layers`, `nomerge`, `protected`, `quorum`.
    /// Throws `NoSuchView`, `BadOptValu` for others.
    public func setView(_ iden: Iden, _ setting: String, _ value: ModelValue) throws(Fault) {
        try changeView(iden) { state, view, _ throws(Fault) in
            switch setting {
            case "name": view.name = value.string
            case "desc", "nomerge", "protected", "quorum": view.info[setting] = value.isNull ? nil : value
            case "parent": try Self.setParent(value.string.flatMap { Iden($0) }, of: &view, state)
            case "layers": try Self.setLayers(value, of: &view, state)
            default:
                let message = "View does not support setting: \(setting)"
                throw Fault(FaultCode("BadOptValu"), message, fields: ["name": .string(setting)])
            }
        }
    }

    private static func setParent(_ parent: Iden?, of view: inout View, _ state: CoreState) throws(Fault) {
        guard let parent else {
            throw Fault(.badArgument, "the parent of a view is a view", advice: "Use `detach` to make a fork a view of its own")
        }
        _ = try state.requireView(parent)
        guard view.parent == nil else { throw Fault(.badArgument, "You may not set parent on a view which already has one.") }
        guard view.layers.count == 1 else {
            throw Fault(.badArgument, "You may not set parent on a view which has more than one layer.")
        }
        var next: Iden? = parent
        while let iden = next {
            guard iden != view.iden else { throw Fault(.badArgument, "Circular dependency of view parents is not supported.") }
            next = state.views[iden]?.parent
        }
        view.parent = parent
    }

    private static func setLayers(_ value: ModelValue, of view: inout View, _ state: CoreState) throws(Fault) {
        guard view.parent == nil else {
            throw Fault(.badArgument, "You may not set layers on a forked view.", fields: ["iden": .string(view.iden.description)])
        }
        let layers = (value.list ?? []).compactMap { $0.string.flatMap { Iden($0) } }
        guard !layers.isEmpty else { throw Fault(.badArgument, "a view has at least one layer") }
        for layer in layers { _ = try state.requireLayer(layer) }
        view.layers = layers
    }

    /// Makes a fork a view of its own over the same layers. Throws `NoSuchView`.
    public func detach(_ iden: Iden) throws(Fault) {
        try changeView(iden) { state, view, _ throws(Fault) in
            guard view.parent != nil else { throw Fault(.badArgument, "A view without a parent may not be detached.") }
            view.layers = state.layers(of: view)
            view.parent = nil
        }
    }

    /// Gives the view a new top layer and deletes the old one. Throws `NoSuchView`, `LayerInUse` where another view uses the old one.
    public func swapTopLayer(_ iden: Iden, creator: Iden) throws(Fault) {
        let layer = newIden()
        let time = now()
        try changeView(iden) { state, view, changes throws(Fault) in
            let old = view.layers[0]
            guard state.views(using: old).count == 1 else { throw Self.layerInUse(old) }
            let info = LayerInfo(iden: layer, creator: creator, created: time)
            changes.append(.put(.layer, layer.description, info.document))
            changes.append(.put(.gate, layer.description, Self.gate(layer, "layer", creator: creator).document))
            changes += Self.deletion(ofLayer: old)
            view.layers[0] = layer
        }
    }

    static func layerInUse(_ layer: Iden) -> Fault {
        Fault(.layerInUse, "", fields: ["iden": .string(layer.description)], advice: "Delete the views that use it first")
    }

    static func deletion(ofLayer layer: Iden) -> [CoreChange] {
        [.delete(.layer, key: layer.description), .delete(.gate, key: layer.description), .deleteLayer(layer)]
    }
}
