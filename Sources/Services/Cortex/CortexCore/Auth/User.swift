import Kernel
import Model

/// A user: who may log in, and what rules hold for them everywhere.
public struct User: Sendable, Hashable {
    /// What identifies the user, whatever their name.
    public let iden: Iden
    /// The name to log in with.
    public var name: String
    /// The e-mail address; nil where none is known.
    public var email: String?
    /// Whether everything is allowed, whatever the rules say, unless the user is locked.
    public var isAdmin = false
    /// Whether every permission and the password are refused.
    public var isLocked = false
    /// Whether the user is archived. Archiving also locks.
    public var isArchived = false
    /// In the order in which they are asked.
    public var rules: [AuthRule] = []
    /// In the order in which their rules are asked.
    public var roles: [Iden] = []
    /// The hash of the password with its salt and cost; nil when there is none.
    public var password: String?
    /// By identifier: name, hash of the secret, when made, when it ends.
    public var apiKeys = CoreDocument()

    init(iden: Iden, name: String) {
        self.iden = iden
        self.name = name
    }

    init?(_ document: CoreDocument) {
        guard let iden = document.iden("iden"), let name = document.text("name") else { return nil }
        self.init(iden: iden, name: name)
        email = document.text("email")
        isAdmin = document.flag("admin")
        isLocked = document.flag("locked")
        isArchived = document.flag("archived")
        rules = .init(document["rules"])
        roles = document.list("roles").compactMap { $0.string.flatMap { Iden($0) } }
        password = document.text("passwd")
        apiKeys = document.fields("apikeys")
    }

    var document: CoreDocument {
        [
            "iden": .iden(iden), "name": .string(name), "email": .text(email), "admin": .bool(isAdmin), "locked": .bool(isLocked),
            "archived": .bool(isArchived), "rules": rules.value, "roles": .list(roles.map { .iden($0) }), "passwd": .text(password),
            "apikeys": apiKeys.value,
        ]
    }
}
