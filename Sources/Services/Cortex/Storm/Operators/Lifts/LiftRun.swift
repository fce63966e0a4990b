import Graph
import Kernel
import Model

/// Lifting nodes for a query: in batches, with those that are made at query time, and several lifts merged into one.
struct LiftRun {
    /// The first batch is small, so that a query that wants one node does not pay for hundreds.
    private static let batchFirst = 16
    /// Large enough that a batch costs little per node.
    private static let batchMax = 1_024
    private static let batchGrowth = 4

    let runtime: StormRuntime
    let isReversed: Bool

    init(_ runtime: StormRuntime, isReversed: Bool = false) {
        self.runtime = runtime
        self.isReversed = isReversed
    }

    /// Pushes every node of the source.
    func each(_ source: Lift.Source, _ body: (Node) throws -> Void) throws {
        let cursor = try runtime.session.lift(Lift(source, isReversed: isReversed))
        var size = Self.batchFirst
        while true {
            try runtime.check()
            let nodes = try cursor.next(size)
            guard !nodes.isEmpty else { return }
            for node in nodes { try body(node) }
            size = min(size * Self.batchGrowth, Self.batchMax)
        }
    }

    // MARK: Forms and properties

    /// Every node that has the target.
    func each(_ target: NameTarget, _ body: (Node) throws -> Void) throws {
        if target.isRuntime(in: runtime.model) {
            return try RuntimeNodes(runtime).each(target, nil, isReversed: isReversed, body)
        }
        try each(Self.source(target), body)
    }

    /// The nodes whose value of the target compares so.
    func each(_ target: NameTarget, _ comparator: String, _ value: ComparedValue, _ body: (Node) throws -> Void) throws {
        let model = runtime.model
        if comparator == "type=" { return try eachOfType(target, value, body) }
        let wanted = value.value(for: target.type)
        if target.isRuntime(in: model) {
            guard comparator != "?=" || (try? target.type.norm(wanted, in: model)) != nil else { return }
            let test = try target.type.requirePredicate(comparator == "?=" ? "=" : comparator, wanted, in: model)
            return try RuntimeNodes(runtime).each(target, test, isReversed: isReversed, body)
        }
        if case .dict = wanted, comparator == "=", target.type.isKind(of: "guid") {
            return try eachByContent(target, wanted, body)
        }
        try each(Self.source(target, try target.type.lift(comparator, wanted, in: model)), body)
    }

    /// The nodes whose value of the target is this one, which is normalised already.
    func each(_ target: NameTarget, exactly value: ModelValue, _ body: (Node) throws -> Void) throws {
        if target.isRuntime(in: runtime.model) {
            return try RuntimeNodes(runtime).each(target, ValuePredicate { $0 == value }, isReversed: isReversed, body)
        }
        if case .form(let form) = target {
            if let node = try runtime.session.node(form, value) { try body(node) }
            return
        }
        try each(Self.source(target, target.type.exactly(value, in: runtime.model)), body)
    }

    /// The nodes one of whose items in an array compares so.
    func eachItem(_ target: NameTarget, _ comparator: String, _ value: ComparedValue, _ body: (Node) throws -> Void) throws {
        let element = try itemType(target)
        try each(Self.itemSource(target, try element.lift(comparator, value.value(for: element), in: runtime.model)), body)
    }

    /// The nodes one of whose items in an array is this value, which is normalised already.
    func eachItem(_ target: NameTarget, exactly value: ModelValue, _ body: (Node) throws -> Void) throws {
        try each(Self.itemSource(target, try itemType(target).exactly(value, in: runtime.model)), body)
    }

    private func itemType(_ target: NameTarget) throws -> TypeDefinition {
        if let element = try target.type.elementType(in: runtime.model) { return element }
        throw Fault(
            .badTypeValue, "Array syntax is invalid on non array type: \(target.type.name).", fields: ["name": .string(target.type.name)],
            advice: "Compare the property itself, without `*[ ]`")
    }

    static func source(_ target: NameTarget) -> Lift.Source {
        switch target {
        case .form(let form): .form(form)
        case .property(let property): .property(property)
        }
    }

    private static func source(_ target: NameTarget, _ plan: LiftPlan) -> Lift.Source {
        switch target {
        case .form(let form): .formBy(form, plan)
        case .property(let property): .propertyBy(property, plan)
        }
    }

    private static func itemSource(_ target: NameTarget, _ plan: LiftPlan) -> Lift.Source {
        switch target {
        case .form(let form): .formItems(form, plan)
        case .property(let property): .propertyItems(property, plan)
        }
    }

    /// The nodes with the value, then all that have a property of the same type with it.
    private func eachOfType(_ target: NameTarget, _ value: ComparedValue, _ body: (Node) throws -> Void) throws {
        guard case .form(let form) = target else {
            guard case .property(let property) = target else { return }
            throw Fault(.noSuchType, "No type named \(property.fullName).", fields: ["name": .string(property.fullName)])
        }
        if !isReversed { try each(target, "=", value, body) }
        for property in runtime.model.properties(ofType: form.name) { try each(.property(property), "=", value, body) }
        for property in runtime.model.arrayProperties(ofElementType: form.name) { try eachItem(.property(property), "=", value, body) }
        if isReversed { try each(target, "=", value, body) }
    }

    /// The node that a dictionary of properties describes, as guids are made of them.
    private func eachByContent(_ target: NameTarget, _ content: ModelValue, _ body: (Node) throws -> Void) throws {
        guard case .dict(let entries) = content, let form = runtime.model.form(target.type.name),
            let found = try runtime.editor.find(form, describedBy: entries)
        else { return }
        if case .form = target { try body(found) } else { try each(target, exactly: found.value, body) }
    }

    // MARK: Merging

    /// Several lifts as one, in order of a key of their nodes; equal keys in the order of the lifts.
    func merged(_ sources: [Lift.Source], key: (Node) throws -> [UInt8], _ body: (Node) throws -> Void) throws {
        var heads: [(stream: NodeStream, node: Node, key: [UInt8])] = []
        for source in sources {
            let stream = NodeStream(try runtime.session.lift(Lift(source, isReversed: isReversed)))
            if let node = try stream.next() { heads.append((stream, node, try key(node))) }
        }
        while !heads.isEmpty {
            try runtime.check()
            var best = 0
            for position in heads.indices.dropFirst() {
                let isBefore = isReversed
                    ? heads[best].key.lexicographicallyPrecedes(heads[position].key)
                    : heads[position].key.lexicographicallyPrecedes(heads[best].key)
                if isBefore { best = position }
            }
            try body(heads[best].node)
            if let node = try heads[best].stream.next() {
                heads[best].node = node
                heads[best].key = try key(node)
            } else {
                heads.remove(at: best)
            }
        }
    }

    /// Nodes of a cursor one by one.
    private final class NodeStream {
        private let cursor: LiftCursor
        private var batch: ArraySlice<Node> = []
        private var size = LiftRun.batchFirst

        init(_ cursor: LiftCursor) { self.cursor = cursor }

        func next() throws -> Node? {
            if batch.isEmpty {
                batch = try cursor.next(size)[...]
                size = min(size * LiftRun.batchGrowth, LiftRun.batchMax)
            }
            return batch.popFirst()
        }
    }

    /// The property of an interface over all forms that implement it, in order of its values.
    func eachMerged(
        _ targets: [NameTarget], _ source: (NameTarget) throws -> Lift.Source, _ body: (Node) throws -> Void
    ) throws {
        guard case .property(let property)? = targets.first else { return }
        let model = runtime.model
        try merged(
            targets.map(source), key: { node in try node.property(property.name).map { property.type.index($0, in: model) } ?? [] }, body)
    }

    /// The nodes whose property of an interface compares so.
    func eachMerged(_ targets: [NameTarget], _ comparator: String, _ value: ComparedValue, _ body: (Node) throws -> Void) throws {
        let model = runtime.model
        try eachMerged(targets, { target in
            Self.source(target, try target.type.lift(comparator, value.value(for: target.type), in: model))
        }, body)
    }

    /// The nodes one of whose items in an array property of an interface compares so.
    func eachItemMerged(_ targets: [NameTarget], _ comparator: String, _ value: ComparedValue, _ body: (Node) throws -> Void) throws {
        let model = runtime.model
        try eachMerged(targets, { target in
            let element = try itemType(target)
            return Self.itemSource(target, try element.lift(comparator, value.value(for: element), in: model))
        }, body)
    }
}

/// The right side of a comparison: a plain value, or a node, which stands for its value or, for references, for itself.
enum ComparedValue {
    case primitive(ModelValue)
    case node(Node)

    func value(for type: TypeDefinition) -> ModelValue {
        switch self {
        case .primitive(let value): value
        case .node(let node): type.isReference ? .list([.string(node.form.name), node.value]) : node.value
        }
    }
}
