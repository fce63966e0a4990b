import Kernel

extension Compiler {
    func compileEdit(_ node: StormNode) throws -> any Operator {
        throw badSyntax("Edits are not available", node.span)
    }
}
