import Graph
import Kernel
import Model

/// What a running query tells whoever started it.
public enum StormMessage {
    /// The first message.
    case initial(task: Iden, text: String, start: Timestamp)
    case node(NodePath)
    case print(String)
    case warn(String, [ModelValue.Entry])
    /// The last message before `fini`, when the query failed.
    case error(Fault)
    /// `$lib.fire`.
    case fire(String, ModelValue)
    /// `look:miss`, `csv:row` and others, with their content.
    case other(String, ModelValue)
    /// What an edit changed.
    case edits([LayerChanges])
    /// The last message.
    case fini(start: Timestamp, end: Timestamp, count: Int)
}
