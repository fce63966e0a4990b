import Kernel
import Model

/// Triggers: their definitions. ``TriggerEngine`` runs them.
extension CortexHost {
    /// A trigger; nil where there is none.
    public func trigger(_ iden: Iden) -> TriggerDefinition? { current.triggers[iden] }

    /// Of one view or of all, in the order in which they were made.
    public func triggers(of view: Iden?) -> [TriggerDefinition] {
        current.triggers.values.filter { view == nil || $0.view == view }
            .sorted { ($0.created, $0.iden) < ($1.created, $1.iden) }
    }

    /// The enabled triggers of a view.
    func enabledTriggers(of view: Iden) -> [TriggerDefinition] { current.enabledTriggers[view] ?? [] }

    /// What each condition needs beside the query.
    private static func requirement(_ condition: TriggerDefinition.Condition) -> String {
        switch condition {
        case .nodeAdd, .nodeDelete: "form"
        case .tagAdd, .tagDelete: "tag"
        case .propertySet: "prop"
        case .edgeAdd, .edgeDelete: "verb"
        }
    }

    /// Adds a trigger from the dictionary that a query gives. Throws `SchemaViolation`, `DupIden`, `NoSuchView`.
    public func addTrigger(_ definition: CoreDocument, view: Iden, user: Iden) throws(Fault) -> TriggerDefinition {
        let conditions = TriggerDefinition.Condition.allCases.map(\.rawValue)
        let missing = ["cond", "storm"].filter { definition[$0] == nil }
        guard missing.isEmpty, let storm = definition.text("storm") else {
            throw Fault(.schemaViolation, "data must contain [\(missing.map { "'\($0)'" }.joined(separator: ", "))] properties")
        }
        guard let condition = definition.text("cond").flatMap(TriggerDefinition.Condition.init(rawValue:)) else {
            let list = conditions.map { "'\($0)'" }.joined(separator: ", ")
            throw Fault(.schemaViolation, "data.cond must be one of [\(list)]")
        }
        guard definition.text(Self.requirement(condition)) != nil else {
            throw Fault(.schemaViolation, "data must contain ['\(Self.requirement(condition))'] properties")
        }
        if let text = definition.text("iden"), Iden(text) == nil {
            throw Fault(.schemaViolation, "data.iden must match pattern ^[0-9a-f]{32}$")
        }
        let iden = definition.iden("iden") ?? newIden()
        var trigger = TriggerDefinition(iden: iden, view: view, user: user, created: now(), condition: condition, storm: storm)
        trigger.isEnabled = definition["enabled"].map(\.isTruthy) ?? true
        trigger.isAsync = definition.flag("async")
        trigger.name = definition.text("name")
        trigger.doc = definition.text("doc")
        trigger.form = definition.text("form")
        trigger.property = definition.text("prop")
        trigger.tag = definition.text("tag")
        trigger.verb = definition.text("verb")
        trigger.farForm = definition.text("n2form")
        let added = trigger
        try commit { state, changes throws(Fault) in
            _ = try state.requireView(view)
            guard state.triggers[iden] == nil else {
                throw Fault(.duplicateIden, "Trigger already exists with iden: \(iden)", fields: ["iden": .string(iden.description)])
            }
            changes.append(.put(.trigger, iden.description, added.document))
            changes.append(.put(.gate, iden.description, Self.gate(iden, "trigger", creator: user).document))
        }
        return trigger
    }

    /// The trigger whose identifier starts so. Throws `StormRuntimeError`.
    public func trigger(prefix: String, among triggers: [TriggerDefinition]) throws(Fault) -> TriggerDefinition {
        try PrefixMatch.one(prefix, in: triggers, iden: \.iden.description, one: "trigger", many: "triggers")
    }

    /// Deletes the trigger with its gate.
    public func deleteTrigger(_ iden: Iden) throws(Fault) {
        try commit { state, changes throws(Fault) in
            changes.append(.delete(.trigger, key: iden.description))
            changes.append(.delete(.gate, key: iden.description))
        }
    }

    /// Throws `NoSuchIden` and what `change` throws.
    @discardableResult
    public func changeTrigger(
        _ iden: Iden, _ change: (inout TriggerDefinition) throws(Fault) -> Void
    ) throws(Fault) -> TriggerDefinition {
        try commit { state, changes throws(Fault) in
            guard var trigger = state.triggers[iden] else { throw Fault(.noSuchIden, "Trigger not found") }
            try change(&trigger)
            _ = try state.requireView(trigger.view)
            changes.append(.put(.trigger, iden.description, trigger.document))
            return trigger
        }
    }
}
