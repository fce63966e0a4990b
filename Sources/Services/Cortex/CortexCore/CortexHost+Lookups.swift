import Graph
import Kernel
import Model

/// Things by what people write: names, identifiers as text.
extension CortexHost {
    /// Throws `NoSuchUser`.
    public func user(namedOrIden text: String) throws(Fault) -> User {
        let auth = auth
        if let user = Iden(text).flatMap({ auth.users[$0] }) ?? auth.user(named: text) { return user }
        throw Fault(.noSuchUser, "No user with name or iden \(text).", fields: ["user": .string(text)])
    }

    /// The view of an identifier. Throws `NoSuchView`.
    public func view(text: String) throws(Fault) -> Iden {
        if let iden = Iden(text), view(iden) != nil { return iden }
        throw Fault(.noSuchView, "No such view iden=\(text)", fields: ["iden": .string(text)], advice: "`view.list` lists the views")
    }

    /// The query of a macro that the user may read; nil where there is none. Throws `AuthDeny`.
    public func macroQuery(_ name: String, user: Iden) throws(Fault) -> String? {
        guard let macro = macro(name) else { return nil }
        try requireMacroAccess(macro, .read, user)
        return macro.text("storm")
    }

    /// Throws `AuthDeny` where the user has not the level at the macro.
    public func requireMacroAccess(_ macro: CoreDocument, _ level: SharedAccess.Level, _ user: Iden) throws(Fault) {
        if isAllowed(user, level, SharedAccess(macro["permissions"])) { return }
        if level <= .edit, decision(user, ["storm", "macro", level == .read ? "read" : "edit"]).isAllowed { return }
        let message = "User requires \(level.name) permission on macro: \(macro.text("name") ?? "")"
        throw Fault(.denied, message, fields: ["user": .string(userName(user))])
    }

    /// Deletes the bytes of a file, given by the text of their digest. Whether there were any.
    public func deleteBytes(_ digest: String) throws(Fault) -> Bool {
        guard let digest = Digest(digest) else { return false }
        return try bytes.delete(digest)
    }
}

extension CortexHost {
    /// How long this Cortex has been open.
    public var uptime: Instant.Span { clock.now().since(startTime) }
}

extension ModelValue {
    /// A stored value, as queries see it.
    public init(stored value: Kernel.Value) { self = value.modelValue }
}
