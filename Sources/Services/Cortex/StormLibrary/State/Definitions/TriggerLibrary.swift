import CortexCore
import Kernel
import Model
import Storm

/// `$lib.trigger` and the triggers themselves.
enum TriggerLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "trigger", help: "Triggers: queries that run when something changes.",
            functions: [
                StormFunction("add", ["tdef"], help: "Add a trigger.", isReadOnlySafe: false) { call in
                    var definition = try call.document(0)
                    let view = try definition.text("view").map { try call.core.view(text: $0) } ?? call.runtime.view
                    try call.require("trigger", "add", gate: view.description)
                    if let query = definition["query"], definition["storm"] == nil { definition["storm"] = query }
                    if let condition = definition["condition"], definition["cond"] == nil { definition["cond"] = condition }
                    if let text = definition.text("storm") { _ = try call.runtime.query(text) }
                    return .object(TriggerObject(try call.core.addTrigger(definition, view: view, user: call.runtime.user).iden))
                },
                StormFunction("get", ["iden"], help: "A trigger.") { call in
                    let text = try call.text(0)
                    guard let trigger = Iden(text).flatMap({ call.core.trigger($0) }) else {
                        throw Fault(.noSuchIden, "Trigger not found", fields: ["iden": .string(text)], advice: "`trigger.list` lists them")
                    }
                    try call.require("trigger", "get", gate: text)
                    return .object(TriggerObject(trigger.iden))
                },
                StormFunction("list", [.optional("all", false)], help: "The triggers of the view, or of all views.") { call in
                    let triggers = call.core.triggers(of: try call.bool(0) ? nil : call.runtime.view)
                        .filter { call.runtime.isAllowed(["trigger", "get"], gate: $0.iden.description) }
                    return .objects(triggers.map { TriggerObject($0.iden) })
                },
                StormFunction("del", ["prefix"], help: "Delete a trigger.", isReadOnlySafe: false) { call in
                    let trigger = try call.trigger(["trigger", "del"])
                    try call.core.deleteTrigger(trigger.iden)
                    return .iden(trigger.iden)
                },
                change("enable", ["prefix"], "Let a trigger run.") { trigger, _ in trigger.isEnabled = true },
                change("disable", ["prefix"], "Keep a trigger from running.") { trigger, _ in trigger.isEnabled = false },
                change("mod", ["prefix", "query"], "Change the query of a trigger.") { trigger, call in
                    trigger.storm = try call.queryText(1)
                    _ = try call.runtime.query(trigger.storm)
                },
            ])
    ]

    private static func change(
        _ name: String, _ parameters: [Parameter], _ help: String,
        _ body: @escaping @Sendable (inout TriggerDefinition, Call) throws -> Void
    ) -> StormFunction {
        StormFunction(name, parameters, help: help, isReadOnlySafe: false) { call in
            var trigger = try call.trigger(["trigger", "set", name == "mod" ? "storm" : "enabled"])
            try body(&trigger, call)
            let changed = trigger
            try call.core.changeTrigger(trigger.iden) { $0 = changed }
            return .iden(trigger.iden)
        }
    }
}

extension Call {
    /// The trigger whose identifier starts as the first argument does, among those for which the user has the permission.
    fileprivate func trigger(_ permission: [String]) throws -> TriggerDefinition {
        let allowed = core.triggers(of: runtime.view).filter { runtime.isAllowed(permission, gate: $0.iden.description) }
        return try core.trigger(prefix: text(0), among: allowed)
    }
}

/// A trigger.
final class TriggerObject: StormObject {
    static let type = StormObjectType(
        "trigger", help: "A trigger: a query that runs when something changes.",
        methods: [
            StormFunction("pack", help: "All of it as a dictionary.") { call in
                let object = try call.subject(as: TriggerObject.self)
                return StormValue(try object.packed(call.runtime).value)
            },
            StormFunction("set", ["name", "valu"], help: "Change one setting.", isReadOnlySafe: false) { call in
                try call.setTrigger(call.text(0))
            },
            StormFunction("move", ["viewiden"], help: "Move the trigger to another view.", isReadOnlySafe: false) { call in
                let iden = try call.subject(as: TriggerObject.self).iden
                let view = try call.core.view(text: call.text(0))
                guard let trigger = call.core.trigger(iden) else { throw TriggerObject.missing }
                try call.require("view", "read", gate: view.description)
                try call.require("trigger", "add", gate: view.description)
                try call.require("trigger", "del", gate: trigger.iden.description)
                try call.core.changeTrigger(iden) { $0.view = view }
                return .null
            },
        ],
        values: ["iden": { object, _ in .iden(try StormValue.object(object).required(TriggerObject.self).iden) }])

    static let missing = Fault(.noSuchIden, "Trigger not found")

    let iden: Iden

    init(_ iden: Iden) { self.iden = iden }

    func isEqual(to other: StormValue) -> Bool { other.object(as: TriggerObject.self)?.iden == iden }

    func primitive() throws -> ModelValue { .iden(iden) }

    func text(_ runtime: StormRuntime) throws -> String { "trigger: \(iden)" }

    /// All of it, with the name of its user.
    func packed(_ runtime: StormRuntime) throws -> CoreDocument {
        guard let trigger = runtime.core.trigger(iden) else { throw Self.missing }
        var document = trigger.document
        document["username"] = .string(runtime.core.userName(trigger.user))
        document["startcount"] = .int(trigger.runs)
        document["errcount"] = .int(trigger.faults)
        document["lasterrs"] = .list([])
        return document
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let method = Self.type.method(name) { return .object(BoundFunction(method, subject: .object(self), path: typeName)) }
        if name == "iden" { return .iden(iden) }
        return try packed(runtime)[name].map { StormValue($0) }
    }
}

extension Call {
    /// Changes one setting of a trigger.
    fileprivate func setTrigger(_ name: String) throws -> StormValue {
        let iden = try subject(as: TriggerObject.self).iden
        guard var trigger = core.trigger(iden) else { throw TriggerObject.missing }
        try require("trigger", "set", name, gate: iden.description)
        switch name {
        case "enabled": trigger.isEnabled = try bool(1)
        case "async": trigger.isAsync = try bool(1)
        case "name": trigger.name = try text(1)
        case "doc": trigger.doc = try text(1)
        case "form": trigger.form = try text(1)
        case "tag": trigger.tag = try text(1)
        case "prop": trigger.property = try text(1)
        case "verb": trigger.verb = try text(1)
        case "n2form": trigger.farForm = try text(1)
        case "storm":
            trigger.storm = try queryText(1)
            _ = try runtime.query(trigger.storm)
        case "user":
            try runtime.requireAdmin("Only admins may change the user of a trigger.")
            trigger.user = try core.user(namedOrIden: text(1)).iden
        default: throw Fault(.badArgument, "Invalid key name provided: \(name)", fields: ["name": .string(name)])
        }
        let changed = trigger
        try core.changeTrigger(iden) { $0 = changed }
        return .null
    }
}
