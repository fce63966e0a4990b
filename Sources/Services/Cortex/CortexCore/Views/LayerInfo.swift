import Kernel
import Model

/// What is known of a layer beside what it holds.
public struct LayerInfo: Sendable, Hashable {
    /// Names it among all layers.
    public let iden: Iden
    /// What people call it.
    public var name: String?
    /// Who made it.
    public var creator: Iden
    /// When it was made.
    public var created: Timestamp
    /// Whether it takes no edits.
    public var isReadOnly = false
    /// What was set on it beside.
    public var info = CoreDocument()

    init(iden: Iden, creator: Iden, created: Timestamp, name: String? = nil) {
        (self.iden, self.creator, self.created, self.name) = (iden, creator, created, name)
    }

    init?(_ document: CoreDocument) {
        guard let iden = document.iden("iden"), let creator = document.iden("creator") else { return nil }
        self.init(
            iden: iden, creator: creator, created: Timestamp(milliseconds: document.int("created") ?? 0), name: document.text("name"))
        isReadOnly = document.flag("readonly")
        info = document.fields("info")
    }

    var document: CoreDocument {
        [
            "iden": .iden(iden), "name": .text(name), "creator": .iden(creator), "created": .int(created.milliseconds),
            "readonly": .bool(isReadOnly), "info": info.value,
        ]
    }
}
