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
        if case .dict(let entries) = value, isGuid(form.type) { return try add(form, describedBy: entries) }
        return try ensure(form, try form.type.norm(value, in: model))
    }

    /// The node with a normalised value, made when the view does not show it.
    func ensure(_ form: FormDefinition, _ normal: Normalized) throws(Fault) -> Node {
        try requireUnlocked(form, normal.value)
        guard let node = try session.node(form, normal.value) else { return try make(form, normal) }
        // What follows from the value is set again: the node may be older than the property.
        for sub in normal.subs {
            guard let property = form.property(sub.key) else { continue }
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
        if try session.node(form, value) != nil {
            remember(name)
            return
        }
        if let normal { _ = try make(form, normal) } else { _ = try make(form, try form.type.norm(value, in: model)) }
    }

    func mention(_ additions: [NodeAddition]) throws(Fault) {
        for addition in additions {
            let form = try model.requireForm(addition.form)
            try mention(form, addition.value, Normalized(addition.value, subs: addition.subs))
        }
    }

    private func remember(_ name: NodeName) {
        if known.count >= Self.rememberedMax { known.removeAll(keepingCapacity: true) }
        known.insert(name)
    }

    /// A new node with all that follows from its value.
    private func make(_ form: FormDefinition, _ normal: Normalized) throws(Fault) -> Node {
        guard depth < Self.nestingMax else {
            throw Fault(
                .limit, "a value of \(form.name) mentions nodes that mention nodes more than \(Self.nestingMax) levels deep",
                advice: "Use fewer labels")
        }
        depth += 1
        defer { depth -= 1 }
        let name = NodeName(form: form.name, value: normal.value)
        remember(name)
        var draft = NodeDraft(form: form, value: normal.value)
        draft.edits.append(.setProperty(".created", .int(model.environment.now().milliseconds)))
        try collect(normal.subs, prefix: "", into: &draft)
        if let rule = FormRules.byForm[form.name] { try rule.complete(&draft, self) }
        let node = try session.record(new: name, draft.edits)
        if form.isDeprecated { warn("The form \(form.name) is deprecated or using a deprecated type and will be removed in 3.0.0") }
        for mentioned in draft.mentioned { try mention(mentioned.form, mentioned.normal.value, mentioned.normal) }
        try mention(draft.additions)
        try mention(normal.adds)
        return node
    }

    /// Properties of a new node that follow from a value, and those that follow from them.
    private func collect(_ subs: [ModelValue.Entry], prefix: String, into draft: inout NodeDraft) throws(Fault) {
        for sub in subs {
            guard let property = draft.form.property(prefix.isEmpty ? sub.key : prefix + sub.key) else { continue }
            try put(property, sub.value, into: &draft)
        }
    }

    /// Sets a property of a new node, unless it has it.
    func put(_ property: PropertyDefinition, _ value: ModelValue, into draft: inout NodeDraft) throws(Fault) {
        let plan = try plan(of: property)
        guard !plan.isLocked, draft.values[property.name] == nil else { return }
        let normal = try plan.normalised(value, model)
        draft.set(property.name, normal.value)
        if let form = plan.form { draft.mentioned.append((form, normal)) }
        if plan.hasSubs { try collect(normal.subs, prefix: property.name + ":", into: &draft) }
        draft.additions += normal.adds
    }

    // MARK: Checks

    private func requireUnlocked(_ form: FormDefinition, _ value: ModelValue) throws(Fault) {
        guard model.isLocked(form.name) else { return }
        throw Fault(
            .isDeprecationLocked, "Form \(form.name) is locked due to deprecation for valu=\(PythonText.quote(value)).",
            fields: ["form": .string(form.name)],
            advice: "Use the form that replaced it, or unlock it with `model.deprecated.lock --unlock \(form.name)`")
    }

    private func requireStored(_ form: FormDefinition) throws(Fault) {
        guard !form.isRuntime else {
            throw Fault(.isRuntimeForm, "Cannot make runt nodes: \(form.name).", fields: ["form": .string(form.name)])
        }
    }

    // MARK: Plans

    /// What setting a property entails, worked out once.
    func plan(of property: PropertyDefinition) throws(Fault) -> PropertyPlan {
        if plansModel !== model {
            plans.removeAll()
            plansModel = model
            forget()
        }
        if let plan = plans[ObjectIdentifier(property)] { return plan }
        let plan = try PropertyPlan(property, model)
        plans[ObjectIdentifier(property)] = plan
        return plan
    }

    /// Whether values of the type are guids that a dictionary of properties can describe.
    func isGuid(_ type: TypeDefinition) -> Bool { type.isKind(of: "guid") && model.form(type.name) != nil }
}

/// A node that is being made: its edits so far.
struct NodeDraft {
    let form: FormDefinition
    let value: ModelValue
    /// In the order in which they are recorded; the first makes the node.
    var edits: [NodeEdit] = [.addNode]
    var values: [String: ModelValue] = [:]
    /// Nodes that properties are, to be made behind this one.
    var mentioned: [(form: FormDefinition, normal: Normalized)] = []
    var additions: [NodeAddition] = []

    init(form: FormDefinition, value: ModelValue) {
        self.form = form
        self.value = value
    }

    /// Sets a property, normalised.
    mutating func set(_ name: String, _ value: ModelValue) {
        values[name] = value
        edits.append(.setProperty(name, value))
    }
}
