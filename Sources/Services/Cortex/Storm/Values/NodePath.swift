import Graph

/// A node on its way through a pipeline, and how it got there.
public struct NodePath {
    /// The node at the end of the path.
    public let node: Node
    /// The way to the node, with the variables set on it.
    public let path: StormPath

    public init(_ node: Node, _ path: StormPath) {
        self.node = node
        self.path = path
    }

    /// Another node that this one leads to: a step further on the path, with the variables of this one.
    public func forked(to node: Node, _ link: PathLink?) -> NodePath { NodePath(node, path.fork(to: node, link)) }

    /// The same node on a path of its own.
    public func cloned() -> NodePath { NodePath(node, path.clone()) }
}

/// Takes the nodes that an operator makes, one after another.
public typealias Sink = (NodePath) throws -> Void

/// Pushes every node of what stands before into a sink.
public typealias Source = (@escaping Sink) throws -> Void

/// How a step of a path came about. Made once for each operator and shared by every path.
public final class PathLink: Sendable {
    /// `prop`, `edge`, `tag`, `runtime`.
    public let kind: String
    /// Of the property, the verb, the tag; empty where there is none.
    public let name: String
    /// Against the direction of the property or edge.
    public let isReverse: Bool

    public init(_ kind: String, name: String = "", isReverse: Bool = false) {
        self.kind = kind
        self.name = name
        self.isReverse = isReverse
    }

    /// A step that the query itself made.
    public static let runtime = PathLink("runtime")
}

/// The way to a node, with the variables that were set on it. Steps are shared between paths; so are the variables until one is set.
public final class StormPath {
    /// The node at the end.
    public let node: Node
    /// The way to the node before, and what led on from it.
    private var previous: StormPath?
    private let link: PathLink?
    var variables: VariableSet
    /// The variables outside of the commands that the path is in now.
    private var frames: [VariableSet] = []
    /// What the query noted with `$path.meta`; nil while it noted nothing.
    public var metadata: StormDict?

    init(_ node: Node, _ variables: VariableSet, previous: StormPath? = nil, link: PathLink? = nil) {
        self.node = node
        self.variables = variables
        self.previous = previous
        self.link = link
    }

    deinit {
        // A long way would otherwise be released by a recursion as deep as the way is long.
        var step = previous
        previous = nil
        while step != nil, isKnownUniquelyReferenced(&step) {
            let next = step?.previous
            step?.previous = nil
            step = next
        }
    }

    /// A path that goes on from here to `node`.
    public func fork(to node: Node, _ link: PathLink?) -> StormPath {
        let path = StormPath(node, variables, previous: self, link: link)
        path.frames = frames
        return path
    }

    /// A path of the same steps whose variables are its own.
    public func clone() -> StormPath {
        let path = StormPath(node, variables, previous: previous, link: link)
        path.frames = frames
        return path
    }

    /// Puts other variables in the place of those of the path.
    func enterFrame(_ inner: VariableSet) {
        frames.append(variables)
        variables = inner
    }

    /// Gives the path back the variables that it had.
    func leaveFrame() { variables = frames.popLast() ?? VariableSet() }

    /// The nodes from the first to the last.
    public var nodes: [Node] {
        var nodes: [Node] = []
        var step: StormPath? = self
        while let current = step {
            nodes.append(current.node)
            step = current.previous
        }
        return nodes.reversed()
    }

    /// Each node but the last, with the link that led on from it.
    public var links: [(node: Node, link: PathLink?)] {
        var links: [(node: Node, link: PathLink?)] = []
        var step: StormPath? = self
        while let current = step, let before = current.previous {
            links.append((before.node, current.link))
            step = before
        }
        return links.reversed()
    }

    /// How many nodes the way has.
    public var length: Int {
        var count = 0
        var step: StormPath? = self
        while let current = step {
            count += 1
            step = current.previous
        }
        return count
    }

    /// A variable that was set on this path.
    public func variable(_ name: String) -> StormValue? { variables[VariableName(name)] }

    /// Sets a variable on this path only; nil removes it.
    public func set(_ name: String, _ value: StormValue?) { variables[VariableName(name)] = value }

    /// Every variable of this path.
    public var allVariables: [(name: String, value: StormValue)] { variables.pairs.map { ($0.name.text, $0.value) } }
}
