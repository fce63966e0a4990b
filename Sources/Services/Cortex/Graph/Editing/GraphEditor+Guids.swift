import Kernel
import Model

/// Nodes of guid forms that are described by their properties: `ou:org=({"name": "acme"})`.
extension GraphEditor {
    /// The node that has the described properties, made with them if there is none. Those under `$props` are set on either.
    /// Throws `BadTypeValu`, `NoSuchProp`.
    public func add(_ form: FormDefinition, describedBy entries: [ModelValue.Entry]) throws(Fault) -> Node {
        let content = try GuidContent(form: form.name, entries: try resolved(entries, form), in: model)
        if let node = try find(form, content) {
            try set(content.further, on: node)
            return node
        }
        let node = try ensure(form, Normalized(content.guid))
        try set(content.identifying, on: node)
        try set(content.further, on: node)
        return node
    }

    /// The node that has the described properties; nil where there is none. Makes nothing, so properties that are described themselves
    /// stand for the guid that they would have.
    public func find(_ form: FormDefinition, describedBy entries: [ModelValue.Entry]) throws(Fault) -> Node? {
        try find(form, try GuidContent(form: form.name, entries: entries, in: model))
    }

    private func set(_ values: [(name: String, value: ModelValue)], on node: Node) throws(Fault) {
        for (name, value) in values {
            guard let property = node.form.property(name) else { continue }
            _ = try set(property, value, on: node)
        }
    }

    // MARK: Finding

    /// First the node with the guid of the description, if it still fits. Else one of those that fit, found by the rarest property.
    private func find(_ form: FormDefinition, _ content: GuidContent) throws(Fault) -> Node? {
        var wanted: [(properties: [PropertyDefinition], value: ModelValue)] = []
        for (name, value) in content.identifying { wanted.append((alternatives(form, name), value)) }
        if let node = try session.node(form, content.guid), try fits(node, wanted) { return node }
        if wanted.count > 1 {
            var counted: [(count: Int, index: Int)] = []
            for index in wanted.indices { counted.append((try count(wanted[index]), index)) }
            counted.sort { $0.count < $1.count }
            if counted.first?.count == 0 { return nil }
            wanted = counted.map { wanted[$0.index] }
        }
        guard let first = wanted.first else { return nil }
        for property in first.properties {
            let cursor = try session.lift(try lift(property, first.value))
            while case let nodes = try cursor.next(Self.liftBatch), !nodes.isEmpty {
                for node in nodes where try fits(node, Array(wanted.dropFirst())) { return node }
            }
        }
        return nil
    }

    /// Nodes to look at in one step while searching.
    private static let liftBatch = 64

    /// The property and those that hold further values of the same meaning.
    private func alternatives(_ form: FormDefinition, _ name: String) -> [PropertyDefinition] {
        guard let property = form.property(name) else { return [] }
        return [property] + property.alternatives.compactMap(form.property)
    }

    private func count(_ wanted: (properties: [PropertyDefinition], value: ModelValue)) throws(Fault) -> Int {
        var count = 0
        for property in wanted.properties { count += try session.lift(try lift(property, wanted.value)).count() }
        return count
    }

    private func lift(_ property: PropertyDefinition, _ value: ModelValue) throws(Fault) -> Lift {
        if !isList(value), let element = try property.type.elementType(in: model) {
            return Lift(.propertyItems(property, try element.lift("=", value, in: model)))
        }
        return Lift(.propertyBy(property, try property.type.lift("=", value, in: model)))
    }

    private func fits(_ node: Node, _ wanted: [(properties: [PropertyDefinition], value: ModelValue)]) throws(Fault) -> Bool {
        for (properties, value) in wanted {
            var isFound = false
            for property in properties {
                guard let stored = try node.property(property.name) else { continue }
                if stored == value { isFound = true }
                if case .list(let items) = stored, !isList(value), items.contains(value) { isFound = true }
            }
            if !isFound { return false }
        }
        return true
    }

    private func isList(_ value: ModelValue) -> Bool { value.list != nil }

    // MARK: Nested descriptions

    /// `value` for a property of `type`, with each described node made and replaced by its guid.
    func resolved(_ value: ModelValue, _ type: TypeDefinition) throws(Fault) -> ModelValue {
        switch value {
        case .dict(let entries):
            guard isGuid(type), let form = model.form(type.name) else { return value }
            return try add(form, describedBy: entries).value
        case .list(let items):
            let isDescribed = items.contains { if case .dict = $0 { true } else { false } }
            guard isDescribed, let element = try type.elementType(in: model) else { return value }
            return .list(try resolved(items, element))
        default: return value
        }
    }

    func resolved(_ items: [ModelValue], _ element: TypeDefinition) throws(Fault) -> [ModelValue] {
        var values: [ModelValue] = []
        for item in items { values.append(try resolved(item, element)) }
        return values
    }

    /// The entries of a description, those under `$props` too.
    private func resolved(_ entries: [ModelValue.Entry], _ form: FormDefinition) throws(Fault) -> [ModelValue.Entry] {
        var result: [ModelValue.Entry] = []
        for entry in entries {
            if entry.key == "$props", case .dict(let further) = entry.value {
                result.append(.init(entry.key, .dict(try resolved(further, form))))
            } else if let property = form.property(entry.key) {
                result.append(.init(entry.key, try resolved(entry.value, property.type)))
            } else {
                result.append(entry)
            }
        }
        return result
    }
}
