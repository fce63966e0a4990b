import Kernel
import Model

/// A view: a stack of layers, the topmost of which takes the edits. A fork has a parent, whose layers lie under its own.
public struct View: Sendable, Hashable {
    /// What names it.
    public let iden: Iden
    /// What people call it; nil: it has no name.
    public var name: String?
    /// The user who made it.
    public var creator: Iden
    /// When it was made.
    public var created: Timestamp
    /// The view that it is a fork of; nil: it is no fork.
    public var parent: Iden?
    /// The topmost first.
    public var layers: [Iden]
    /// What was set on it beside: description, merge options, ...
    public var info = CoreDocument()

    /// More layers would make every look-up slow.
    static let layersMax = 64

    init(iden: Iden, creator: Iden, created: Timestamp, layers: [Iden], parent: Iden? = nil, name: String? = nil) {
        (self.iden, self.creator, self.created, self.layers, self.parent, self.name) = (iden, creator, created, layers, parent, name)
    }

    init?(_ document: CoreDocument) {
        guard let iden = document.iden("iden"), let creator = document.iden("creator") else { return nil }
        self.init(
            iden: iden, creator: creator, created: Timestamp(milliseconds: document.int("created") ?? 0),
            layers: document.list("layers").compactMap { $0.string.flatMap { Iden($0) } }, parent: document.iden("parent"),
            name: document.text("name"))
        info = document.fields("info")
    }

    var document: CoreDocument {
        [
            "iden": .iden(iden), "name": .text(name), "creator": .iden(creator), "created": .int(created.milliseconds),
            "parent": .iden(parent), "layers": .list(layers.map { .iden($0) }), "info": info.value,
        ]
    }
}
