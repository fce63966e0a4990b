import CortexCore
import Graph
import Kernel
import Model
import Storm

/// `$lib.model` and what lies below it.
enum ModelLibrary {
    static let all: [StormLibrary] = [parts, deprecated, tags, edges, ModelExtensionLibrary.library]

    private static let parts = StormLibrary(
        "model", help: "The data model.",
        functions: [
            StormFunction(
                "form", ["name"], help: "A form; null where there is none.",
                examples: [StormExample("return($lib.model.form(inet:ipv4).name)", returns: "inet:ipv4")]
            ) { call in call.runtime.model.form(try call.text(0)).map { .object(FormObject($0)) } ?? .null },
            StormFunction("prop", ["name"], help: "A property by full name; null where there is none.") { call in
                let name = try call.text(0)
                return call.runtime.model.property(name).map { .object(PropertyObject($0)) } ?? .null
            },
            StormFunction("type", ["name"], help: "A type; null where there is none.") { call in
                call.runtime.model.type(try call.text(0)).map { .object(TypeObject($0)) } ?? .null
            },
            StormFunction("tagprop", ["name"], help: "A tag property; null where there is none.") { call in
                call.runtime.model.tagProperty(try call.text(0)).map { .object(TagPropertyObject($0)) } ?? .null
            },
        ])

    private static let deprecated = StormLibrary(
        "model.deprecated", help: "Deprecated parts of the model.",
        functions: [
            StormFunction(
                "lock", ["name", "locked"], help: "Forbid or allow new data of a deprecated part.", isReadOnlySafe: false
            ) { call in
                try call.require("model", "deprecated", "lock")
                try call.core.setDeprecationLock(call.text(0), call.bool(1))
                call.runtime.useNewModel()
                return .null
            },
            StormFunction("locks", help: "All deprecated parts, and whether each is locked.") { call in
                let dict = StormDict()
                let model = call.core.model()
                for (name, isLocked) in model.deprecationLocks.sorted(by: { $0.key < $1.key })
                where model.form(name)?.isDeprecated ?? model.property(name)?.isDeprecated ?? false { dict[name] = .bool(isLocked) }
                return .dict(dict)
            },
        ])

    private static let tags = StormLibrary(
        "model.tags", help: "What the model says of tags: patterns for their parts, and pruning.",
        functions: [
            StormFunction("set", ["tagname", "propname", "propvalu"], help: "Set what is said of a tag.", isReadOnlySafe: false) { call in
                try call.require("model", "tag", "set")
                try call.core.setTagModel(call.text(0), call.text(1), call.primitive(2))
                call.runtime.editor.forget()
                return .null
            },
            StormFunction("get", ["tagname"], help: "What is said of a tag; null where nothing is.") { call in
                call.core.tagModel(try call.text(0)).map { StormValue($0.value) } ?? .null
            },
            StormFunction("del", ["tagname"], help: "Forget what is said of a tag.", isReadOnlySafe: false) { call in
                try call.require("model", "tag", "set")
                try call.core.removeTagModel(call.text(0))
                call.runtime.editor.forget()
                return .null
            },
            StormFunction(
                "pop", ["tagname", "propname"], help: "Take away one thing said of a tag, and return it.", isReadOnlySafe: false
            ) { call in
                try call.require("model", "tag", "set")
                let old = try call.core.removeTagModel(call.text(0), call.text(1))
                call.runtime.editor.forget()
                return old.map { StormValue($0) } ?? .null
            },
            StormFunction("list", help: "All tags of which something is said.") { call in
                .list(call.core.tagModels().map { .tuple([.string($0.tag), StormValue($0.document.value)]) })
            },
        ])

    /// What may be noted of a verb.
    private static let edgeKeys: Set<String> = ["doc"]

    private static let edges = StormLibrary(
        "model.edge", help: "What is noted of the verbs of edges.",
        functions: [
            StormFunction("validkeys", help: "What may be noted of a verb.") { _ in .texts(edgeKeys.sorted()) },
            StormFunction("get", ["verb"], help: "What is noted of a verb.") { call in
                StormValue(call.core.edgeText(try call.verb()).value)
            },
            StormFunction("set", ["verb", "key", "valu"], help: "Note something of a verb.", isReadOnlySafe: false) { call in
                let key = try call.edgeKey(edgeKeys)
                try call.core.setEdgeText(call.verb(), key, call.primitive(2))
                return .null
            },
            StormFunction("del", ["verb", "key"], help: "Forget something noted of a verb.", isReadOnlySafe: false) { call in
                let key = try call.edgeKey(edgeKeys)
                let verb = try call.verb()
                guard call.core.edgeText(verb)[key] != nil else {
                    throw Fault(.noSuchName, "Key \(key) is not set for edge verb \(verb)", fields: ["name": .string(key)])
                }
                try call.core.setEdgeText(verb, key, nil)
                return .null
            },
            StormFunction("list", help: "The verbs of the edges of the view, with what is noted of them.") { call in
                try call.runtime.session.flush()
                let verbs = try EdgeWalk.verbs(call.runtime.session, call.core)
                return .list(verbs.map { .tuple([.string($0), StormValue(call.core.edgeText($0).value)]) })
            },
        ])
}

extension Call {
    /// The verb in the first argument. Throws `NoSuchName` where no edge of the view has it.
    fileprivate func verb() throws -> String {
        let verb = try text(0)
        try runtime.session.flush()
        guard try !runtime.session.lift(Lift(.edge(verb: verb))).next(1).isEmpty else {
            throw Fault(.noSuchName, "No such edge verb in the current view", fields: ["name": .string(verb)])
        }
        return verb
    }

    /// The key in the second argument. Throws `NoSuchProp`.
    fileprivate func edgeKey(_ known: Set<String>) throws -> String {
        let key = try text(1)
        guard known.contains(key) else {
            let message = "The requested key is not valid for light edge metadata."
            throw Fault(.noSuchProperty, message, fields: ["name": .string(key)])
        }
        return key
    }
}

extension StormRuntime {
    /// Lets the rest of the query see the model as it is now.
    func useNewModel() { session.model = core.model() }
}
