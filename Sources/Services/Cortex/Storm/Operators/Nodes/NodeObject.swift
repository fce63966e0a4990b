import Graph
import Kernel
import Model

/// `$node`, and every node that a query holds as a value.
public final class NodeObject: StormObject {
    public static let type = StormObjectType("node", help: "A node.", methods: [])

    public let node: Node
    /// How the query came to it; nil for a node that it made or looked up as a value.
    public let path: StormPath?

    public init(_ node: Node, _ path: StormPath? = nil) {
        self.node = node
        self.path = path
    }

    /// The value of the variable `node`.
    static func value(_ input: NodePath) -> StormValue { .object(NodeObject(input.node, input.path)) }

    public var isMutable: Bool { false }

    public func primitive() throws -> ModelValue { node.value }

    public func isEqual(to other: StormValue) -> Bool { other.object(as: NodeObject.self).map { $0.node.name == node.name } ?? false }
}
