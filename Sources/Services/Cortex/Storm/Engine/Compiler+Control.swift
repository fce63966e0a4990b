import Kernel

extension Compiler {
    func compileControl(_ node: StormNode) throws -> any Operator {
        throw badSyntax("\(node.kind.rawValue) is not available", node.span)
    }
    func compileCommand(_ node: StormNode) throws -> any Operator {
        throw badSyntax("\(node.kind.rawValue) is not available", node.span)
    }
}
