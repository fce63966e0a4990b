import Kernel
import Model

/// `$path`: how the node of the pipeline was reached.
public final class PathObject: StormObject {
    public static let type = StormObjectType("node:path", help: "The way to a node.")

    public let item: NodePath

    init(_ item: NodePath) { self.item = item }

    /// The value of the variable `path`.
    static func value(_ input: NodePath) -> StormValue { .object(PathObject(input)) }
}
