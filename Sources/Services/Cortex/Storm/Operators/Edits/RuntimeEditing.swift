import Graph
import Kernel
import Model

/// The editors of one run: one for each session, so that what they remember lasts.
private final class EditorShelf {
    var editors: [ObjectIdentifier: GraphEditor] = [:]
}

extension StormRuntime {
    private static let shelfNote = "graph.editors"

    /// The rules of edits on the session of this scope.
    public var editor: GraphEditor {
        let shelf: EditorShelf
        if let known = context.notes[Self.shelfNote] as? EditorShelf {
            shelf = known
        } else {
            shelf = EditorShelf()
            context.notes[Self.shelfNote] = shelf
        }
        if let editor = shelf.editors[ObjectIdentifier(session)] { return editor }
        let editor = GraphEditor(session)
        editor.tagModels = host as? any TagModelSource
        // The editor keeps the session, so nothing else takes its place in memory.
        shelf.editors[ObjectIdentifier(session)] = editor
        return editor
    }

    /// Shows what an edit has to say, and commits it where triggers wait for it. To be called behind every edit, before the node goes on.
    public func finishEdit(_ editor: GraphEditor) throws {
        for warning in editor.takeWarnings() { try warnOnce(warning) }
        guard session.hasPending else { return }
        if let layer = session.layers.first {
            do throws(Fault) {
                try host.requireWritable(layer: layer)
            } catch {
                session.discard()
                throw error
            }
        }
        guard let triggers = host.triggers(view: view) else {
            // Of a trigger that is gone.
            _ = session.takeChanges()
            return
        }
        try session.flush()
        let changes = session.takeChanges()
        if !changes.isEmpty { try triggers.changed(changes, self) }
    }

    /// Throws `AuthDeny` unless the user may set the property, be it by form and name or by full name.
    public func requireSet(_ property: PropertyDefinition) throws { try require("set", property) }

    /// Throws `AuthDeny` unless the user may delete the property, be it by form and name or by full name.
    public func requireDelete(_ property: PropertyDefinition) throws { try require("del", property) }

    private func require(_ action: String, _ property: PropertyDefinition) throws {
        let gates = session.layers.first.map { [$0] } ?? []
        let permission = ["node", "prop", action, property.form, property.name]
        if isAllowed(permission, gates: gates) { return }
        if isAllowed(["node", "prop", action, property.fullName], gates: gates) { return }
        try require(permission)
    }

    /// Throws `AuthDeny` unless the user may add, or delete, the tag.
    public func requireTag(_ action: String, _ tag: String) throws {
        try require(["node", "tag", action] + tag.split(separator: ".").map(String.init))
    }
}

/// Runs `body`; where `isLenient`, a value that does not fit its type is no fault.
func tolerating(_ isLenient: Bool, _ body: () throws -> Void) throws {
    do {
        try body()
    } catch let fault as Fault where isLenient && fault.code == .badTypeValue {
        return
    }
}
