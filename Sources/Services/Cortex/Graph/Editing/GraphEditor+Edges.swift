import Kernel
import Model

extension GraphEditor {
    // MARK: Edges

    /// The longest verb: it is part of an index key.
    public static let verbLengthMax = 256

    /// Adds a light edge. Verbs need no declaration, as in the reference. Throws `IsRuntForm`.
    public func addEdge(_ verb: String, from node: Node, to other: Node) throws(Fault) {
        try requireEdge(verb, node, other)
        try session.record([.addEdge(verb: verb, to: other.name)], on: node)
    }

    /// Takes a light edge away. Throws `IsRuntForm`.
    public func deleteEdge(_ verb: String, from node: Node, to other: Node) throws(Fault) {
        try requireEdge(verb, node, other)
        try session.record([.deleteEdge(verb: verb, to: other.name)], on: node)
    }

    private func requireEdge(_ verb: String, _ node: Node, _ other: Node) throws(Fault) {
        for end in [node, other] where end.isRuntime {
            throw Fault(
                .isRuntimeForm, "Edges cannot be used with runt nodes: \(end.form.name)", fields: ["form": .string(end.form.name)])
        }
        guard verb.utf8.count <= Self.verbLengthMax else {
            throw Fault(.limit, "the verb of an edge has \(verb.utf8.count) bytes; \(Self.verbLengthMax) are the most")
        }
    }

    // MARK: Data

    /// Sets data of a node. Says whether it changed.
    public func setData(_ name: String, _ value: ModelValue, on node: Node) throws(Fault) -> Bool {
        try requireStored(node, "Cannot set data of runt nodes.")
        if try node.data(name) == value { return false }
        try session.record([.setData(name, value)], on: node)
        return true
    }

    /// Takes data of a node away and returns it.
    public func takeData(_ name: String, from node: Node) throws(Fault) -> ModelValue? {
        try requireStored(node, "Cannot delete data of runt nodes.")
        guard let value = try node.data(name) else { return nil }
        try session.record([.deleteData(name)], on: node)
        return value
    }

    // MARK: Nodes

    /// Removes a node with its tags, properties, data and the edges from it. Unless forced, throws `CantDelNode` while others refer to it.
    /// Throws `IsRuntForm`.
    public func delete(_ node: Node, isForced: Bool = false) throws(Fault) {
        try requireStored(node, "Cannot delete runt nodes")
        if !isForced { try requireUnused(node) }
        try session.record([.deleteNode], on: node)
        forget()
    }

    private func requireUnused(_ node: Node) throws(Fault) {
        if node.form.name == "syn:tag", let tag = node.value.string, try finds(Lift(.tag(tag, form: nil)), otherThan: nil) {
            throw inUse(node, "Nodes still have this tag.")
        }
        let type = node.form.type
        for property in model.properties(ofType: type.name) {
            let plan = try property.type.lift("=", node.value, in: model)
            if try finds(Lift(.propertyBy(property, plan)), otherThan: node) { throw inUse(node, "Other nodes still refer to this node.") }
        }
        for property in model.arrayProperties(ofElementType: type.name) {
            guard let element = try property.type.elementType(in: model) else { continue }
            let plan = try element.lift("=", node.value, in: model)
            if try finds(Lift(.propertyItems(property, plan)), otherThan: node) {
                throw inUse(node, "Other nodes still refer to this node.")
            }
        }
        let edges = try node.edges(.into, verb: nil)
        while case let batch = try edges.next(16), !batch.isEmpty {
            if batch.contains(where: { $0.other != node.id }) { throw inUse(node, "Other nodes still have light edges to this node.") }
        }
    }

    private func finds(_ lift: Lift, otherThan node: Node?) throws(Fault) -> Bool {
        let cursor = try session.lift(lift)
        // The node itself may come once for each item.
        while case let found = try cursor.next(4), !found.isEmpty {
            if found.contains(where: { $0.name != node?.name }) { return true }
        }
        return false
    }

    private func inUse(_ node: Node, _ message: String) -> Fault {
        Fault(
            .cannotDeleteNode, message, fields: ["form": .string(node.form.name)],
            advice: "Remove what refers to it first, or use `delnode --force` as an administrator")
    }
}
