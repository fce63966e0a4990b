import Kernel

extension Compiler {
    /// The expression of a value; what it depends on is noted in the block around it.
    public func expression(_ node: StormNode) throws -> any StormExpression {
        throw badSyntax("\(node.kind.rawValue) is not available", node.span)
    }
}
