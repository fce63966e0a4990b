import Kernel

extension Compiler {
    func compileFilter(_ node: StormNode) throws -> any Operator {
        throw badSyntax("Filters are not available", node.span)
    }
}
