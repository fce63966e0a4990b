import Kernel
import Model

/// One change to what a Cortex holds beside its nodes: a value, applied in a write transaction, the same on leader and mirror.
public enum CoreChange: Hashable, Sendable {
    case put(CoreSection, key: String, Value)
    case delete(CoreSection, key: String)
    /// Every document of the section whose key starts so.
    case deleteAll(CoreSection, prefix: String)
    /// What the layer holds, not its document.
    case deleteLayer(Iden)
    /// Fills the second layer with what the first one holds.
    case copyLayer(from: Iden, to: Iden)

    static func put(_ section: CoreSection, _ key: String, _ document: CoreDocument) -> CoreChange {
        .put(section, key: key, Value(document.value))
    }

    static func put(_ section: CoreSection, _ key: String, value: ModelValue) -> CoreChange { .put(section, key: key, Value(value)) }
}
