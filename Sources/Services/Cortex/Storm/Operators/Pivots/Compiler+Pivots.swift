import Kernel

extension Compiler {
    func compilePivot(_ node: StormNode) throws -> any Operator {
        throw badSyntax("Pivots are not available", node.span)
    }
}
