import Kernel
import Model

extension GraphEditor {
    /// Sets a property of a node to `value`, which need not be normalised, with all that follows from it. An interval is widened, a first
    /// or last time kept where it is earlier or later. Says whether anything changed.
    /// Throws `BadTypeValu`, `ReadOnlyProp`, `IsDeprLocked`, `IsRuntForm`.
    public func set(_ property: PropertyDefinition, _ value: ModelValue, on node: Node) throws(Fault) -> Bool {
        try set(property, value, on: node, shown: { PythonText.quote(value) })
    }

    private func set(
        _ property: PropertyDefinition, _ value: ModelValue, on node: Node, shown: () -> String
    ) throws(Fault) -> Bool {
        if node.isRuntime {
            throw Fault(
                .isRuntimeForm, "Cannot set read-only props on runt nodes: \(shown())",
                fields: ["form": .string(node.form.name), "prop": .string(property.name)])
        }
        let plan = try plan(of: property)
        try requireUnlocked(plan)
        return try store(plan, try normalise(value, for: plan, shown: shown), on: node, isSub: false)
    }

    /// The items of an array property with `changes` made to them; see ``ArrayChange``.
    public func change(
        _ property: PropertyDefinition, _ changes: ArrayChange, of items: [ModelValue], on node: Node, ignoringBadItems: Bool = false
    ) throws(Fault) -> Bool {
        guard let element = try property.type.elementType(in: model) else {
            preconditionFailure("only array properties have items; the caller checks")
        }
        var array = try node.property(property.name)?.list ?? []
        switch changes {
        case .add: array += try resolved(items, element)
        case .addEach, .remove, .removeEach:
            for item in try resolved(items, element) {
                let value: ModelValue
                do {
                    value = try element.norm(item, in: model).value
                } catch {
                    if ignoringBadItems, error.code == .badTypeValue { continue }
                    throw error
                }
                if changes == .addEach {
                    array.append(value)
                } else if let position = array.firstIndex(of: value) {
                    array.remove(at: position)
                }
            }
        }
        return try set(property, .list(array), on: node) {
            "[" + array.map(PythonText.quote).joined(separator: ", ") + "]"
        }
    }

    /// Takes a property away. Says whether it was there. Throws `ReadOnlyProp`, `IsRuntForm`.
    public func delete(_ property: PropertyDefinition, from node: Node) throws(Fault) -> Bool {
        if node.isRuntime {
            throw Fault(
                .isRuntimeForm, "Cannot delete read-only props on runt nodes",
                fields: ["form": .string(node.form.name), "prop": .string(property.name)])
        }
        if property.isReadOnly { throw readOnly(property) }
        guard try node.property(property.name) != nil else { return false }
        try session.record([.deleteProperty(property.name)], on: node)
        if node.form.name == "syn:tag" { forget() }
        return true
    }

    /// Sets a property without asking whether it is only set when the node is made: for what the rules of a form work out.
    func setDerived(_ name: String, _ value: ModelValue, on node: Node) throws(Fault) {
        guard let property = node.form.property(name) else { return }
        let plan = try plan(of: property)
        guard !plan.isLocked else { return }
        _ = try store(plan, try property.type.norm(value, in: model), on: node, isSub: true)
    }

    /// Stores a normalised value and what follows from it.
    func store(_ plan: PropertyPlan, _ normal: Normalized, on node: Node, isSub: Bool) throws(Fault) -> Bool {
        let property = plan.property
        try requireUnlockedReference(plan, normal.value)
        var value = normal.value
        if let old = try node.property(property.name) {
            if old == value { return false }
            if plan.isFixed { throw readOnly(property) }
            value = property.type.merge(old, value)
            if old == value { return false }
        } else if property.flags.contains(.computed) {
            throw readOnly(property)
        }
        try session.record([.setProperty(property.name, value)], on: node)
        if property.isDeprecated, !isSub { warnDeprecated(property) }
        if let form = plan.form { try mention(form, value, normal) }
        if plan.hasSubs {
            for sub in normal.subs {
                guard let subProperty = node.form.property("\(property.name):\(sub.key)") else { continue }
                let subPlan = try self.plan(of: subProperty)
                if subPlan.isLocked { continue }
                _ = try store(subPlan, try subPlan.normalised(sub.value, model), on: node, isSub: true)
            }
        }
        try mention(normal.adds)
        if let rule = self.plan(of: node.form).rule { try rule.follow(property, value, on: node, self) }
        return true
    }

    func normalise(_ value: ModelValue, for plan: PropertyPlan, shown: () -> String) throws(Fault) -> Normalized {
        let property = plan.property
        do {
            let given = try resolved(value, property.type)
            return try property.type.norm(given, in: model)
        } catch {
            guard error.code == .badTypeValue else { throw error }
            var fields = error.fields
            fields["prop"] = .string(property.name)
            fields["form"] = .string(property.form)
            throw Fault(
                .badTypeValue, "Bad prop value \(property.fullName)=\(shown()) : \(error.message)", fields: fields, advice: error.advice)
        }
    }

    func warnDeprecated(_ property: PropertyDefinition) {
        warn("The property \(property.fullName) is deprecated or using a deprecated type and will be removed in 3.0.0")
    }

    // MARK: Checks

    func requireUnlocked(_ plan: PropertyPlan) throws(Fault) {
        if plan.isLocked { throw locked(plan.property) }
    }

    /// A reference to any node must not be to one of a locked form.
    func requireUnlockedReference(_ plan: PropertyPlan, _ value: ModelValue) throws(Fault) {
        guard plan.property.type.name == "ndef", let form = value.list?.first?.string, model.isLocked(form) else { return }
        throw locked(plan.property)
    }

    private func locked(_ property: PropertyDefinition) -> Fault {
        Fault(
            .isDeprecationLocked, "Prop \(property.fullName) is locked due to deprecation.", fields: ["prop": .string(property.fullName)],
            advice: "Use the property that replaced it, or unlock it with `model.deprecated.lock --unlock \(property.fullName)`")
    }

    func readOnly(_ property: PropertyDefinition) -> Fault {
        Fault(
            .readOnlyProperty, "Property is read only: \(property.fullName).",
            fields: ["prop": .string(property.name), "form": .string(property.form)])
    }
}

/// What to do with items of an array property.
public enum ArrayChange: Sendable, Hashable {
    /// `+=`: behind the others, to be normalised with them.
    case add
    /// `++=`: each item by itself.
    case addEach
    /// `-=`
    case remove
    /// `--=`
    case removeEach
}
