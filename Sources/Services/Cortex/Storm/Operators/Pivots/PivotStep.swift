import Graph
import Kernel
import Model

/// One way that leads from a node to others.
struct PivotStep {
    enum Kind {
        /// The node of the form whose value the property has.
        case point(String, FormDefinition)
        /// The nodes of the form whose values the items of the property are.
        case items(String, FormDefinition)
        /// The node that the property names; of one form, or any.
        case reference(String, FormDefinition?)
        /// The nodes that the items of the property name.
        case references(String, FormDefinition?)
        /// The nodes whose property has the value of this node.
        case equal(PropertyDefinition)
        /// The nodes whose property has the value of this node in the form of another type.
        case converted(PropertyDefinition)
        /// The nodes that have the value of this node among the items of the property.
        case amongItems(PropertyDefinition)
        /// The same, in the form of another type.
        case convertedAmongItems(PropertyDefinition)
        /// The nodes whose property names this node.
        case naming(PropertyDefinition)
        /// The nodes that name this node among the items of the property.
        case namingAmongItems(PropertyDefinition)
        /// From a tag to the nodes that have it; of one form, or any.
        case tagged(FormDefinition?)
    }

    let kind: Kind
    /// Nil: the name of the tag, which the node says.
    let link: PathLink?

    init(_ kind: Kind, _ link: PathLink? = nil) {
        self.kind = kind
        self.link = link
    }

    /// Pushes every node that the step leads to.
    func follow(_ node: Node, _ run: LiftRun, _ body: (Node, PathLink?) throws -> Void) throws {
        let link = link
        func take(_ found: Node) throws { try body(found, link) }
        switch kind {
        case .point(let property, let form):
            guard let value = try node.property(property) else { return }
            try run.each(.form(form), exactly: value, take)
        case .items(let property, let form):
            for value in try node.property(property)?.list ?? [] { try run.each(.form(form), exactly: value, take) }
        case .reference(let property, let form):
            guard let value = try node.property(property), let found = try run.node(named: value, form) else { return }
            try take(found)
        case .references(let property, let form):
            for value in try node.property(property)?.list ?? [] {
                if let found = try run.node(named: value, form) { try take(found) }
            }
        case .equal(let property): try run.each(.property(property), exactly: node.value, take)
        case .converted(let property): try run.each(.property(property), "=", .primitive(node.value), take)
        case .amongItems(let property): try run.eachItem(.property(property), exactly: node.value, take)
        case .convertedAmongItems(let property): try run.eachItem(.property(property), "=", .primitive(node.value), take)
        case .naming(let property): try run.each(.property(property), exactly: node.reference, take)
        case .namingAmongItems(let property): try run.eachItem(.property(property), exactly: node.reference, take)
        case .tagged(let form):
            guard let tag = node.value.string else { return }
            let link = PathLink("tag", name: tag, isReverse: true)
            try run.each(.tag(tag, form: form)) { try body($0, link) }
        }
    }
}

extension Node {
    /// Form and value, as properties that refer to any node have them.
    var reference: ModelValue { .list([.string(form.name), value]) }
}

extension LiftRun {
    /// The node that a reference names, where it is of the form, or of any when none is asked for.
    func node(named reference: ModelValue, _ form: FormDefinition? = nil) throws -> Node? {
        guard let parts = reference.list, parts.count == 2, let name = parts[0].string, form == nil || form?.name == name,
            let definition = runtime.model.form(name)
        else { return nil }
        return try runtime.session.node(definition, parts[1])
    }
}
