import Kernel

extension Compiler {
    func compileLift(_ node: StormNode, following: some Sequence<StormNode>) throws -> any Operator {
        throw badSyntax("Lifts are not available", node.span)
    }
}
