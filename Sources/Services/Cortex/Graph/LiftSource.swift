import Kernel
import Model
import Store

/// One index of one layer that a lift walks.
struct LiftSource {
    /// The place of the layer in the session: 0 is the top.
    let layer: Int
    let number: LayerNumber
    let label: UInt64
    let part: LiftPart
}

/// What the rows of an index say of a node, and so which layers hide which.
enum LiftPart {
    /// The node itself.
    case primary
    /// That the node has something: rows of all layers say the same.
    case membership
    /// An item of the primary value.
    case primaryItem(TypeDefinition)
    case property(UInt64)
    case item(UInt64, TypeDefinition)
    case tag(UInt64)
    case tagProperty(tag: UInt64, name: UInt64)

    /// Whether a value in an upper layer hides that of a lower one.
    var isHidable: Bool {
        switch self {
        case .primary, .membership, .primaryItem: false
        case .property, .item, .tag, .tagProperty: true
        }
    }

    /// Whether a layer that has a row has the node's primary value too.
    var isPrimary: Bool {
        switch self {
        case .primary, .primaryItem: true
        case .membership, .property, .item, .tag, .tagProperty: false
        }
    }

    /// Whether the packed state of a layer has the part.
    func isIn(_ row: [UInt8]) throws(Fault) -> Bool {
        switch self {
        case .primary, .membership, .primaryItem: true
        case .property(let name), .item(let name, _): try LayerState.hasProperty(name, in: row)
        case .tag(let tag): try LayerState.tag(tag, in: row)?.times != nil
        case .tagProperty(let tag, let name): try LayerState.tag(tag, in: row)?.properties.contains { $0.name == name } ?? false
        }
    }

    /// The value that a predicate tests, out of the packed state of the layer that the row belongs to.
    func value(_ row: [UInt8]?) throws(Fault) -> ModelValue? {
        guard let row else { return nil }
        switch self {
        case .primary, .membership, .primaryItem: return nil
        case .property(let name), .item(let name, _): return try LayerState.property(name, in: row)
        case .tag(let tag): return try LayerState.tag(tag, in: row)?.times?.value
        case .tagProperty(let tag, let name):
            return try LayerState.tag(tag, in: row)?.properties.first { $0.name == name }?.value
        }
    }

    /// The type of the items that rows stand for.
    var itemType: TypeDefinition? {
        switch self {
        case .primaryItem(let type), .item(_, let type): type
        case .primary, .membership, .property, .tag, .tagProperty: nil
        }
    }
}

/// The indexes that a lift walks, as the store names them.
struct LiftPlanner {
    let session: GraphSession
    let layers: [LayerNumber?]
    private(set) var sources: [LiftSource] = []

    init(_ session: GraphSession, _ layers: [LayerNumber?]) {
        self.session = session
        self.layers = layers
    }

    /// The steps of the plan that the source has; one over everything where it has none.
    static func steps(_ source: Lift.Source) -> [LiftPlan.Step] {
        switch source {
        case .formBy(_, let plan), .propertyBy(_, let plan), .propertyItems(_, let plan), .formItems(_, let plan), .tagBy(_, _, let plan):
            plan.steps
        case .tagProperty(_, _, _, let plan): plan?.steps ?? [LiftPlan.Step(.all)]
        case .form, .property, .tag, .data, .edge, .touched: [LiftPlan.Step(.all)]
        }
    }

    mutating func plan(_ source: Lift.Source, in transaction: borrowing ReadTransaction) throws(Fault) {
        switch source {
        case .form(let form), .formBy(let form, _): try add(.form(form.name), .primary, in: transaction)
        case .formItems(let form, _):
            guard let type = try form.type.elementType(in: session.model) else { throw noArray(form.name) }
            try add(.formItems(form.name), .primaryItem(type), in: transaction)
        case .property(let property), .propertyBy(let property, _):
            guard let name = try number(.name(property.name), in: transaction) else { return }
            try addProperty(property, .property(name), items: false, in: transaction)
        case .propertyItems(let property, _):
            guard let type = try property.type.elementType(in: session.model) else { throw noArray(property.fullName) }
            guard let name = try number(.name(property.name), in: transaction) else { return }
            try addProperty(property, .item(name, type), items: true, in: transaction)
        case .tag(let tag, let form), .tagBy(let tag, let form, _):
            guard let name = try number(.name(tag), in: transaction) else { return }
            if let form { return try add(.tag(tag, form: form.name), .tag(name), in: transaction) }
            for (_, label) in try LabelCache.labels(startingWith: .tags(tag), session.graph.tables, in: transaction) {
                add(label, .tag(name))
            }
        case .tagProperty(let tag, let name, let form, _): try addTagProperty(tag, name, form, in: transaction)
        case .data(let name): try add(.data(name), .membership, in: transaction)
        case .edge(let verb): try add(.edge(verb), .membership, in: transaction)
        case .touched(let layer):
            if let place = session.layers.firstIndex(of: layer), let number = layers[place] {
                sources.append(LiftSource(layer: place, number: number, label: Label.touched, part: .membership))
            }
        }
    }

    private func noArray(_ name: String) -> Fault {
        Fault(
            FaultCode("BadTypeValu"), "\(name) is not an array, so it has no items to lift by", fields: ["name": .string(name)],
            advice: "Lift by the value, without the asterisk and brackets")
    }

    private func number(_ label: Label, in transaction: borrowing ReadTransaction) throws(Fault) -> UInt64? {
        try session.labels.number(label, in: transaction)
    }

    private mutating func add(_ label: Label, _ part: LiftPart, in transaction: borrowing ReadTransaction) throws(Fault) {
        if let number = try number(label, in: transaction) { add(number, part) }
    }

    /// The index in each layer that has any rows of it.
    private mutating func add(_ label: UInt64, _ part: LiftPart) {
        for case let (place, number?) in layers.enumerated() {
            sources.append(LiftSource(layer: place, number: number, label: label, part: part))
        }
    }

    private mutating func addProperty(
        _ property: PropertyDefinition, _ part: LiftPart, items: Bool, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        guard property.form.isEmpty else {
            let label: Label =
                items ? .propertyItems(property.name, form: property.form) : .property(property.name, form: property.form)
            return try add(label, part, in: transaction)
        }
        let start = Label.properties(property.name, items: items)
        for (_, label) in try LabelCache.labels(startingWith: start, session.graph.tables, in: transaction) { add(label, part) }
    }

    private mutating func addTagProperty(
        _ tag: String?, _ name: String, _ form: FormDefinition?, in transaction: borrowing ReadTransaction
    ) throws(Fault) {
        guard let property = try number(.name(name), in: transaction) else { return }
        for (label, number) in try LabelCache.labels(
            startingWith: .tagProperties(name, tag: tag), session.graph.tables, in: transaction)
        {
            let parts = label.parts
            guard parts.count == 3, form == nil || form?.name == parts[2], let tag = try self.number(.name(parts[1]), in: transaction)
            else { continue }
            add(number, .tagProperty(tag: tag, name: property))
        }
    }
}
