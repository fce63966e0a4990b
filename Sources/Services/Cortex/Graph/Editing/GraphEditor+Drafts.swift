import Kernel
import Model

/// A node that is being made: its edits so far.
struct NodeDraft {
    let form: FormDefinition
    let value: ModelValue
    /// In the order in which they are recorded; the first makes the node.
    var edits: [NodeEdit] = []
    /// Nodes that properties are, to be made behind this one.
    var mentioned: [(form: FormDefinition, normal: Normalized)] = []
    var additions: [NodeAddition] = []

    /// `capacity`: how many properties are likely.
    init(form: FormDefinition, value: ModelValue, capacity: Int) {
        self.form = form
        self.value = value
        edits.reserveCapacity(2 + capacity)
        edits.append(.addNode)
    }

    /// The value of a property so far.
    func value(of name: String) -> ModelValue? {
        for edit in edits.reversed() {
            if case .setProperty(name, let value) = edit { return value }
        }
        return nil
    }

    /// Sets a property, normalised.
    mutating func set(_ name: String, _ value: ModelValue) { edits.append(.setProperty(name, value)) }
}

/// Properties of new nodes. They are recorded with the node, in one step.
extension GraphEditor {
    /// Properties of a new node that follow from a value, and those that follow from them.
    func collect(_ subs: [ModelValue.Entry], prefix: String, into draft: inout NodeDraft) throws(Fault) {
        for sub in subs {
            guard let plan = try plan(prefix.isEmpty ? sub.key : prefix + sub.key, of: draft.form) else { continue }
            try put(plan, sub.value, into: &draft)
        }
    }

    /// Sets a property of a new node, unless it has it.
    func put(_ property: PropertyDefinition, _ value: ModelValue, into draft: inout NodeDraft) throws(Fault) {
        try put(try plan(of: property), value, into: &draft)
    }

    private func put(_ plan: PropertyPlan, _ value: ModelValue, into draft: inout NodeDraft) throws(Fault) {
        let property = plan.property
        guard !plan.isLocked, draft.value(of: property.name) == nil else { return }
        let normal = try plan.normalised(value, model)
        draft.set(property.name, normal.value)
        if let form = plan.form { draft.mentioned.append((form, normal)) }
        if plan.hasSubs { try collect(normal.subs, prefix: property.name + ":", into: &draft) }
        draft.additions += normal.adds
    }

    /// Whether properties that are given for a new node of the form may be drafted with it: nothing but the rules of their types follows
    /// from them.
    func draftsProperties(_ form: FormDefinition) -> Bool { plan(of: form).rule == nil }

    /// Sets a property of a new node that was given for it, as ``set(_:_:on:)`` sets one of a node that is there. A name that the form
    /// lacks is passed over; what does not fit leaves a warning.
    func draft(_ name: String, _ value: ModelValue, into draft: inout NodeDraft) throws(Fault) {
        guard let plan = try plan(name, of: draft.form) else { return }
        // A refusal of one that follows leaves those before it set, as it does on a node.
        _ = try lenient({ $0 }, { () throws(Fault) in
            try requireUnlocked(plan)
            let normal = try normalise(value, for: plan, shown: { PythonText.quote(value) })
            try self.draft(plan, normal, isSub: false, into: &draft)
        })
    }

    /// The same with a normalised value, and what follows from it.
    private func draft(_ plan: PropertyPlan, _ normal: Normalized, isSub: Bool, into draft: inout NodeDraft) throws(Fault) {
        let property = plan.property
        try requireUnlockedReference(plan, normal.value)
        var value = normal.value
        if let old = draft.value(of: property.name) {
            if old == value { return }
            if plan.isFixed { throw readOnly(property) }
            value = property.type.merge(old, value)
            if old == value { return }
        } else if property.flags.contains(.computed) {
            throw readOnly(property)
        }
        draft.set(property.name, value)
        if property.isDeprecated, !isSub { warnDeprecated(property) }
        if let form = plan.form { draft.mentioned.append((form, normal)) }
        if plan.hasSubs {
            for sub in normal.subs {
                guard let subProperty = draft.form.property("\(property.name):\(sub.key)") else { continue }
                let subPlan = try self.plan(of: subProperty)
                if subPlan.isLocked { continue }
                try self.draft(subPlan, try subPlan.normalised(sub.value, model), isSub: true, into: &draft)
            }
        }
        draft.additions += normal.adds
    }
}
