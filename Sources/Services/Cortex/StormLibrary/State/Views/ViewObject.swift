import CortexCore
import Graph
import Kernel
import Model
import Storm

/// A view.
final class ViewObject: StormObject {
    static let type = StormObjectType(
        "view", help: "A view: a stack of layers.", methods: settingMethods + forkMethods + countMethods + graphMethods,
        values: [
            "iden": { object, _ in .iden(try view(object).iden) },
            "layers": { object, runtime in
                .objects(try runtime.core.layers(of: view(object).iden).map { LayerObject($0.iden) })
            },
            "parent": { object, runtime in
                .text(runtime.core.view(try view(object).iden)?.parent?.description)
            },
            "triggers": { object, runtime in
                .objects(runtime.core.triggers(of: try view(object).iden).map { TriggerObject($0.iden) })
            },
        ])

    let iden: Iden

    init(_ iden: Iden) { self.iden = iden }

    static func view(_ object: any StormObject) throws -> ViewObject { try StormValue.object(object).required(ViewObject.self) }

    func isEqual(to other: StormValue) -> Bool { other.object(as: ViewObject.self)?.iden == iden }

    func primitive() throws -> ModelValue { .iden(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "view: \(iden)" }

    /// The view as it is now. Throws `NoSuchView`.
    func info(_ runtime: StormRuntime) throws -> View {
        guard let view = runtime.core.view(iden) else { throw ViewLibrary.missing(iden.description) }
        return view
    }

    private static let settingMethods: [StormFunction] = [
        StormFunction("pack", help: "All of it as a dictionary.") { call in
            let view = try call.view()
            return StormValue(try call.core.packed(view).value)
        },
        StormFunction("repr", help: "Lines that describe it, for people.") { call in
            let view = try call.view()
            let layers = try call.core.layers(of: view.iden)
            var lines = ["View: \(view.iden) (name: \(view.name ?? "unnamed"))", "  Creator: \(view.creator)", "  Layers:"]
            for layer in layers { lines.append("    " + LayerObject.describe(layer)) }
            return .texts(lines)
        },
        StormFunction("get", ["name", .optional("defv", .null)], help: "One setting of the view.") { call in
            let document = try call.core.packed(call.view())
            guard let value = document[try call.text(0)], !value.isNull else { return call.value(1) }
            return StormValue(value)
        },
        StormFunction("set", ["name", "valu"], help: "Change one setting of the view.", isReadOnlySafe: false) { call in
            let view = try call.view()
            let name = try call.text(0)
            try call.require("view", "set", name, gate: view.iden.description)
            let value: ModelValue
            switch name {
            case "name", "desc": value = call.isNull(1) ? .null : .string(try call.text(1))
            case "parent": value = .text(try call.optionalText(1))
            case "nomerge", "protected": value = .bool(try call.bool(1))
            case "layers": value = .list(try call.items(1).map { item in .string(try item.toText(call.runtime)) })
            default: value = try call.primitive(1)
            }
            try call.core.setView(view.iden, name, value)
            return .null
        },
        StormFunction("detach", help: "Make a fork a view of its own.", isReadOnlySafe: false) { call in
            let view = try call.view()
            try call.runtime.requireAdmin(gate: view.iden.description, "Detaching a view requires admin privileges.")
            try call.core.detach(view.iden)
            return .null
        },
    ]

    private static let forkMethods: [StormFunction] = [
        StormFunction("fork", [.optional("name", .null)], help: "A new view on top of this one.", isReadOnlySafe: false) { call in
            let view = try call.view()
            try call.require("view", "add")
            try call.require("view", "read", gate: view.iden.description)
            try call.require("view", "fork", gate: view.iden.description)
            let fork = try call.core.fork(view.iden, name: call.optionalText(0), creator: call.runtime.user)
            return .object(ViewObject(fork.iden))
        },
        StormFunction(
            "insertParentFork", [.optional("name", .null)], help: "A new view between a fork and its parent.", isReadOnlySafe: false
        ) { call in
            let view = try call.view()
            try call.runtime.requireAdmin(gate: view.iden.description, "Inserting a fork requires admin privileges.")
            try call.require("view", "add")
            if let parent = view.parent { try call.require("view", "fork", gate: parent.description) }
            try call.runtime.session.flush()
            let fork = try call.core.insertParentFork(view.iden, name: call.optionalText(0), creator: call.runtime.user)
            return .object(ViewObject(fork.iden))
        },
        StormFunction("children", help: "The forks of the view.") { call in
            let view = try call.view()
            let core = call.core
            return .object(StormGenerator { _, body in
                for child in core.children(of: view.iden) { try body(.object(ViewObject(child.iden))) }
            })
        },
        StormFunction(
            "merge", [.optional("force", false)], help: "Write what the fork holds into its parent.", isReadOnlySafe: false
        ) { call in
            let view = try call.view()
            try call.runtime.session.flush()
            let (_, parent) = try call.core.requireMergeable(view.iden, force: call.bool(0))
            let target = parent.layers[0].description
            let runtime = call.runtime
            let isAdmin = runtime.isPrivileged || call.core.isAdmin(runtime.user, gateName: target)
            try call.core.merge(view.iden, force: call.bool(0), user: runtime.user) { name, edit throws(Fault) in
                if isAdmin { return }
                for permission in EditPermission.of(edit, form: name.form) {
                    try runtime.core.require(runtime.user, permission, gate: target)
                }
            }
            return .null
        },
        StormFunction("wipeLayer", help: "Delete all that the top layer holds.", isReadOnlySafe: false) { call in
            let view = try call.view()
            try call.runtime.requireAdmin(gate: view.layers[0].description, "Wiping a layer requires admin privileges.")
            try call.runtime.session.flush()
            try call.core.wipeLayer(view.layers[0])
            return .null
        },
        StormFunction("swapLayer", help: "Replace the top layer with an empty one.", isReadOnlySafe: false) { call in
            let view = try call.view()
            try call.runtime.requireAdmin(gate: view.iden.description, "Swapping a layer requires admin privileges.")
            try call.runtime.session.flush()
            try call.core.swapTopLayer(view.iden, creator: call.runtime.user)
            return .null
        },
    ]

    private static let countMethods: [StormFunction] = [
        StormFunction("getFormCounts", help: "How many nodes of each form the layers hold.") { call in
            try call.runtime.session.flush()
            return try call.counts(call.core.formCounts(call.viewLayers()))
        },
        StormFunction(
            "getPropCount", ["propname", .optional("valu", .null)], help: "How many nodes have a property, or a value of it."
        ) { call in
            try call.propertyCount(call.viewLayers(), value: call.optionalPrimitive(1))
        },
        StormFunction(
            "getPropArrayCount", ["propname", .optional("valu", .null)], help: "How many items array properties have, or one value."
        ) { call in
            try call.arrayCount(call.viewLayers(), value: call.optionalPrimitive(1))
        },
        StormFunction(
            "getTagPropCount", ["tag", "propname", .optional("form", .null), .optional("valu", .null)],
            help: "How many nodes have a tag property."
        ) { call in
            try call.tagPropertyCount(call.viewLayers(), value: call.optionalPrimitive(3))
        },
        StormFunction("getPropValues", ["propname"], help: "The values that a property has, each once, in order.") { call in
            let name = try call.text(0)
            let iden = try call.view().iden
            return .object(StormGenerator { runtime, body in
                try PropertyValues.each(name, try runtime.session(of: iden), runtime, body)
            })
        },
    ]

    private static let graphMethods: [StormFunction] = [
        StormFunction(
            "addNode", ["form", "valu", .optional("props", .null)], help: "Add a node with properties.", isReadOnlySafe: false
        ) { call in
            let view = try call.view()
            let query = try call.runtime.query("""
                [ *$form=$valu ]
                for ($name, $value) in $props { [ :$name=$value ] }
                return($node)
                """)
            let variables: [String: StormValue] = [
                "form": call.value(0), "valu": call.value(1), "props": call.isNull(2) ? .dict(StormDict()) : call.value(2),
            ]
            let scope = try call.runtime.isolated(for: query, variables: variables, view: view.iden)
            do {
                try scope.run(query) { _ in }
            } catch StormSignal.return {
                return call.runtime.context.returned
            }
            return .null
        },
        StormFunction("getEdges", [.optional("verb", .null)], help: "The edges of the view: source, verb and target.") { call in
            let verb = try call.optionalText(0)
            let iden = try call.view().iden
            return .object(StormGenerator { runtime, body in
                try EdgeWalk.each(try runtime.session(of: iden), verb: verb, runtime, body)
            })
        },
        StormFunction("getEdgeVerbs", help: "The verbs of the edges of the view.") { call in
            let iden = try call.view().iden
            return .object(StormGenerator { runtime, body in
                for verb in try EdgeWalk.verbs(try runtime.session(of: iden), runtime.core) { try body(.string(verb)) }
            })
        },
    ]
}

extension Call {
    /// The view that the method is called on, as it is now.
    fileprivate func view() throws -> View { try subject(as: ViewObject.self).info(runtime) }

    fileprivate func viewLayers() throws -> [Iden] { try core.layers(of: view().iden).map(\.iden) }
}

extension CortexHost {
    /// A view as queries see it.
    func packed(_ view: View) throws(Fault) -> CoreDocument {
        var layers: [ModelValue] = []
        for layer in try self.layers(of: view.iden) { layers.append(packed(layer).value) }
        var document: CoreDocument = [
            "iden": .iden(view.iden), "name": .text(view.name), "creator": .iden(view.creator), "created": .int(view.created.milliseconds),
            "parent": .iden(view.parent), "layers": .list(layers),
        ]
        for entry in view.info.entries { document[entry.key] = entry.value }
        return document
    }

    /// A layer as queries see it.
    func packed(_ layer: LayerInfo) -> CoreDocument {
        var document: CoreDocument = [
            "iden": .iden(layer.iden), "creator": .iden(layer.creator), "created": .int(layer.created.milliseconds),
            "readonly": .bool(layer.isReadOnly),
        ]
        if let name = layer.name { document["name"] = .string(name) }
        for entry in layer.info.entries { document[entry.key] = entry.value }
        return document
    }
}

extension StormRuntime {
    /// A look at a view: that of the query where it is the same one, with its edits on disk first.
    func session(of view: Iden) throws -> GraphSession {
        try session.flush()
        return view == self.view ? session : try otherSession(view: view, user: user)
    }
}
