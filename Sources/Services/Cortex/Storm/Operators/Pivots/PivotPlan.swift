import Graph
import Kernel
import Model

/// The steps that lead from the nodes of one form to a target, looked up once in a run for each form.
struct PivotPlan {
    let steps: [PivotStep]
    /// Whether the model knows any way from the form to the target.
    let isPossible: Bool

    init(_ steps: [PivotStep], isPossible: Bool = true) {
        self.steps = steps
        self.isPossible = isPossible
    }

    // MARK: To a target

    /// From `form` to a form or property.
    static func plan(from form: FormDefinition, to target: NameTarget, _ model: DataModel) throws(Fault) -> PivotPlan {
        switch target {
        case .form(let destination): try plan(from: form, to: destination, model)
        case .property(let property): PivotPlan([try step(from: form, to: property, model)])
        }
    }

    /// To the nodes whose property has the value of the node.
    private static func step(from form: FormDefinition, to property: PropertyDefinition, _ model: DataModel) throws(Fault) -> PivotStep {
        let link = PathLink("prop", name: property.name, isReverse: true)
        if property.type.isReference { return PivotStep(.naming(property), link) }
        if let element = try property.type.elementType(in: model) {
            if element.isReference { return PivotStep(.namingAmongItems(property), link) }
            let isSame = element.sharesValues(with: form.type)
            return PivotStep(isSame ? .amongItems(property) : .convertedAmongItems(property), link)
        }
        return PivotStep(property.type.sharesValues(with: form.type) ? .equal(property) : .converted(property), link)
    }

    /// From one form to another: wherever a property of the one says something of the other.
    private static func plan(
        from form: FormDefinition, to destination: FormDefinition, _ model: DataModel
    ) throws(Fault) -> PivotPlan {
        if destination.type.isEdge {
            guard let source = destination.property("n1") else { return PivotPlan([]) }
            return PivotPlan([PivotStep(.naming(source), PathLink("prop", name: "n1", isReverse: true))])
        }
        if form.name == "syn:tag" { return PivotPlan([PivotStep(.tagged(destination))]) }
        if form.type.isEdge { return PivotPlan([PivotStep(.reference("n2", destination), PathLink("prop", name: "n2"))]) }
        var steps: [PivotStep] = []
        for property in form.ordered {
            let link = PathLink("prop", name: property.name)
            switch try Meaning(property, model) {
            case .form(let found) where found.name == destination.name: steps.append(PivotStep(.point(property.name, destination), link))
            case .forms(let found) where found.name == destination.name: steps.append(PivotStep(.items(property.name, destination), link))
            case .reference: steps.append(PivotStep(.reference(property.name, destination), link))
            case .references: steps.append(PivotStep(.references(property.name, destination), link))
            default: break
            }
        }
        for property in destination.ordered {
            let link = PathLink("prop", name: property.name, isReverse: true)
            switch try Meaning(property, model) {
            case .form(let found) where found.name == form.name: steps.append(PivotStep(.equal(property), link))
            case .forms(let found) where found.name == form.name: steps.append(PivotStep(.amongItems(property), link))
            case .reference: steps.append(PivotStep(.naming(property), link))
            case .references: steps.append(PivotStep(.namingAmongItems(property), link))
            default: break
            }
        }
        let order = steps.map(\.rank)
        let sorted = steps.indices.sorted { (order[$0], $0) < (order[$1], $1) }.map { steps[$0] }
        return PivotPlan(sorted, isPossible: !steps.isEmpty)
    }

    /// What a property says of other nodes.
    private enum Meaning {
        case form(FormDefinition), forms(FormDefinition), reference, references, nothing

        init(_ property: PropertyDefinition, _ model: DataModel) throws(Fault) {
            if let element = try property.type.elementType(in: model) {
                self = element.isReference ? .references : model.form(element.name).map(Meaning.forms) ?? .nothing
            } else {
                self = property.type.isReference ? .reference : model.form(property.type.name).map(Meaning.form) ?? .nothing
            }
        }
    }

    // MARK: Anywhere

    /// From `form` to all that its properties lead to.
    static func outward(from form: FormDefinition, _ model: DataModel) throws(Fault) -> PivotPlan {
        if form.name == "syn:tag" { return PivotPlan([PivotStep(.tagged(nil))]) }
        if form.type.isEdge { return PivotPlan([PivotStep(.reference("n2", nil), PathLink("prop", name: "n2"))]) }
        var steps: [PivotStep] = []
        for property in form.ordered {
            let link = PathLink("prop", name: property.name)
            switch try Meaning(property, model) {
            case .form(let found): steps.append(PivotStep(.point(property.name, found), link))
            case .forms(let found): steps.append(PivotStep(.items(property.name, found), link))
            case .reference: steps.append(PivotStep(.reference(property.name, nil), link))
            case .references: steps.append(PivotStep(.references(property.name, nil), link))
            case .nothing: break
            }
        }
        return PivotPlan(steps)
    }

    /// To `form`, from all whose properties lead to it.
    static func inward(to form: FormDefinition, _ model: DataModel) throws(Fault) -> PivotPlan {
        if form.type.isEdge {
            return PivotPlan([PivotStep(.reference("n1", nil), PathLink("prop", name: "n1", isReverse: true))])
        }
        var steps: [PivotStep] = []
        for property in model.properties(ofType: form.name) {
            let link = PathLink("prop", name: property.name, isReverse: true)
            steps.append(PivotStep(property.type.sharesValues(with: form.type) ? .equal(property) : .converted(property), link))
        }
        for property in model.arrayProperties(ofElementType: form.name) {
            let isSame = try property.type.elementType(in: model)?.sharesValues(with: form.type) ?? false
            let link = PathLink("prop", name: property.name, isReverse: true)
            steps.append(PivotStep(isSame ? .amongItems(property) : .convertedAmongItems(property), link))
        }
        for property in model.properties(ofType: "ndef") {
            steps.append(PivotStep(.naming(property), PathLink("prop", name: property.name, isReverse: true)))
        }
        for property in model.arrayProperties(ofElementType: "ndef") {
            steps.append(PivotStep(.namingAmongItems(property), PathLink("prop", name: property.name, isReverse: true)))
        }
        return PivotPlan(steps.filter { !$0.leadsToRuntimeNodes(model) })
    }
}

extension PivotStep {
    /// Ways out before ways in, and among each plain values before items, before references.
    fileprivate var rank: Int {
        switch kind {
        case .point: 0
        case .items: 1
        case .reference: 2
        case .references: 3
        case .equal, .converted: 4
        case .amongItems, .convertedAmongItems: 5
        case .naming: 6
        case .namingAmongItems: 7
        case .tagged: 8
        }
    }

    /// Whether the nodes that it finds are made at query time.
    fileprivate func leadsToRuntimeNodes(_ model: DataModel) -> Bool {
        switch kind {
        case .equal(let property), .converted(let property), .amongItems(let property), .convertedAmongItems(let property),
            .naming(let property), .namingAmongItems(let property):
            model.form(property.form)?.isRuntime ?? property.form.isEmpty
        default: false
        }
    }
}

/// The plans of one operator in one run, by form.
final class PivotPlans {
    private var plans: [String: (form: FormDefinition, plan: PivotPlan)] = [:]
    private var last: (form: FormDefinition, plan: PivotPlan)?

    /// The plan for nodes of `form`, made when it is first asked for, and again when the model has changed.
    func plan(_ form: FormDefinition, _ make: () throws -> PivotPlan) rethrows -> PivotPlan {
        if let last, last.form === form { return last.plan }
        if let known = plans[form.name], known.form === form {
            last = known
            return known.plan
        }
        let made = (form: form, plan: try make())
        plans[form.name] = made
        last = made
        return made.plan
    }
}

extension FormDefinition {
    /// The properties in the order in which pivots go through them: first those that the value is made of, in its order, then by name.
    var ordered: [PropertyDefinition] { PropertyOrder.sorted(self) }
}
