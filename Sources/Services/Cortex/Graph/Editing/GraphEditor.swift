import Kernel
import Model

/// The rules of edits on one session: values are normalised, what follows from them is set too, and nodes that they mention are made.
///
/// It makes ``NodeEdit``s and records them in the session. Permissions are checked by those who call it. Used by one thread.
public final class GraphEditor {
    /// How deep nodes that mention nodes may nest: a domain name or a tag makes one node for each of its labels.
    static let nestingMax = 256
    /// How many nodes that are known to exist, and how many names of tags, are remembered.
    static let rememberedMax = 20_000

    /// Where the edits are recorded.
    public let session: GraphSession
    /// Where the rules for names of tags and for their pruning come from; nil: there are none.
    public var tagModels: (any TagModelSource)?
    /// The words for deprecated forms and properties that edits used since ``takeWarnings()``.
    private var warnings: [String] = []
    private var plans: [ObjectIdentifier: PropertyPlan] = [:]
    private var formPlans: [ObjectIdentifier: FormPlan] = [:]
    private var lastForm: FormPlan?
    private var plansModel: DataModel?
    private var known: Set<NodeName> = []
    private var depth = 0
    var tagNames: [ModelValue: String] = [:]
    var realTags: [String: String] = [:]

    public init(_ session: GraphSession) {
        self.session = session
    }

    var model: DataModel { session.model }

    /// The warnings that edits left, and forgets them. For the user to see, each once in a query.
    public func takeWarnings() -> [String] {
        if warnings.isEmpty { return [] }
        defer { warnings = [] }
        return warnings
    }

    func warn(_ text: String) { warnings.append(text) }

    /// Forgets which nodes exist, as after a removal.
    public func forget() {
        known.removeAll(keepingCapacity: true)
        tagNames.removeAll(keepingCapacity: true)
        realTags.removeAll(keepingCapacity: true)
    }

    // MARK: Nodes

    /// The values that `value` stands for when nodes are made of it: each address of a network or range, or just itself.
    public func values(of value: ModelValue, for form: FormDefinition) throws(Fault) -> [ModelValue] {
        try form.type.expansion(value, in: model) ?? [value]
    }

    /// The node of `form` with `value`, which need not be normalised, made when the view does not show it. A dictionary describes a
    /// node of a guid form by its properties.
    /// Throws `BadTypeValu`, `IsDeprLocked`, `IsRuntForm`.
    public func add(_ form: FormDefinition, _ value: ModelValue) throws(Fault) -> Node {
        try requireStored(form)
        if case .dict(let entries) = value, isDescription(value, of: form) { return try add(form, describedBy: entries) }
        return try ensure(form, try form.type.norm(value, in: model))
    }

    /// The node with a normalised value, made when the view does not show it.
    func ensure(_ form: FormDefinition, _ normal: Normalized) throws(Fault) -> Node {
        try requireUnlocked(form, normal.value)
        let found = try session.find(form, normal.value)
        if try found.isVisible() { return try complete(found, normal) }
        return try make(found, normal)
    }

    /// A node that the view shows, with what follows from its value.
    func complete(_ found: FoundNode, _ normal: Normalized) throws(Fault) -> Node {
        let node = session.node(found)
        // What follows from the value is set again: the node may be older than the property.
        for sub in normal.subs {
            guard let property = found.form.property(sub.key) else { continue }
            let plan = try plan(of: property)
            if plan.isLocked || plan.isFixed { continue }
            if try node.property(sub.key) != sub.value { _ = try store(plan, try plan.normalised(sub.value, model), on: node, isSub: true) }
        }
        return node
    }

    /// A node that a value mentions: made unless it is there.
    func mention(_ form: FormDefinition, _ value: ModelValue, _ normal: Normalized?) throws(Fault) {
        if form.isRuntime { return }
        try requireUnlocked(form, value)
        let name = NodeName(form: form.name, value: value)
        if known.contains(name) { return }
        if try session.showsPlainly(form, name) { return remember(name) }
        let found = try session.find(form, value)
        if try !found.isVisible() {
            if let normal { _ = try make(found, normal) } else { _ = try make(found, try form.type.norm(value, in: model)) }
        }
        remember(name)
    }

    func mention(_ additions: [NodeAddition]) throws(Fault) {
        for addition in additions {
            let form = try model.requireForm(addition.form)
            try mention(form, addition.value, Normalized(addition.value, subs: addition.subs))
        }
    }

    private func remember(_ name: NodeName) {
        if known.count >= Self.rememberedMax { known.removeAll(keepingCapacity: true) }
        if known.count == PendingEdits.fewNodes { known.reserveCapacity(PendingEdits.manyNodes) }
        known.insert(name)
    }

    /// A new node with all that follows from its value and from properties that are given for it; see ``draft(_:_:into:)``.
    func make(_ found: FoundNode, _ normal: Normalized, given: [ModelValue.Entry] = []) throws(Fault) -> Node {
        let form = found.form
        guard depth < Self.nestingMax else {
            throw Fault(
                .limit, "a value of \(form.name) mentions nodes that mention nodes more than \(Self.nestingMax) levels deep",
                advice: "Use fewer labels")
        }
        depth += 1
        defer { depth -= 1 }
        var draft = NodeDraft(form: form, value: normal.value, capacity: normal.subs.count + given.count)
        draft.edits.append(.setProperty(".created", .int(model.environment.now().milliseconds)))
        try collect(normal.subs, prefix: "", into: &draft)
        if let rule = plan(of: form).rule { try rule.complete(&draft, self) }
        if form.isDeprecated { warn("The form \(form.name) is deprecated or using a deprecated type and will be removed in 3.0.0") }
        for entry in given { try self.draft(entry.key, entry.value, into: &draft) }
        let node = try session.record(draft, on: found)
        for mentioned in draft.mentioned { try mention(mentioned.form, mentioned.normal.value, mentioned.normal) }
        try mention(draft.additions)
        try mention(normal.adds)
        return node
    }

    // MARK: Checks

    func requireUnlocked(_ form: FormDefinition, _ value: ModelValue) throws(Fault) {
        guard model.isLocked(form.name) else { return }
        throw Fault(
            .isDeprecationLocked, "Form \(form.name) is locked due to deprecation for valu=\(PythonText.quote(value)).",
            fields: ["form": .string(form.name)],
            advice: "Use the form that replaced it, or unlock it with `model.deprecated.lock --unlock \(form.name)`")
    }

    func requireStored(_ form: FormDefinition) throws(Fault) {
        guard !form.isRuntime else {
            throw Fault(.isRuntimeForm, "Cannot make runt nodes: \(form.name).", fields: ["form": .string(form.name)])
        }
    }

    // MARK: Plans

    /// What setting a property entails, worked out once.
    func plan(of property: PropertyDefinition) throws(Fault) -> PropertyPlan {
        forgetPlansOfAnotherModel()
        if let plan = plans[ObjectIdentifier(property)] { return plan }
        let plan = try PropertyPlan(property, model)
        plans[ObjectIdentifier(property)] = plan
        return plan
    }

    /// What the form's properties and rules are, worked out as far as it was asked for.
    func plan(of form: FormDefinition) -> FormPlan {
        forgetPlansOfAnotherModel()
        if let lastForm, lastForm.form === form { return lastForm }
        let plan = formPlans[ObjectIdentifier(form)] ?? FormPlan(form)
        formPlans[ObjectIdentifier(form)] = plan
        lastForm = plan
        return plan
    }

    /// What setting a property of the form entails; nil where it has none of the name.
    func plan(_ name: String, of form: FormDefinition) throws(Fault) -> PropertyPlan? {
        let formPlan = plan(of: form)
        if let known = formPlan.properties[name] { return known }
        guard let property = form.property(name) else { return nil }
        let plan = try plan(of: property)
        formPlan.properties[name] = plan
        return plan
    }

    private func forgetPlansOfAnotherModel() {
        guard plansModel !== model else { return }
        plans.removeAll()
        formPlans.removeAll()
        lastForm = nil
        plansModel = model
        forget()
    }

    /// Whether the value is a dictionary of properties that describes a node of a guid form.
    func isDescription(_ value: ModelValue, of form: FormDefinition) -> Bool {
        if case .dict = value { isGuid(form.type) } else { false }
    }

    /// Whether values of the type are guids that a dictionary of properties can describe.
    func isGuid(_ type: TypeDefinition) -> Bool { type.isKind(of: "guid") && model.form(type.name) != nil }
}
