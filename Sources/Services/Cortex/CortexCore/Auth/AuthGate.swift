import Kernel
import Model

/// A gate: a thing (a view, a layer, a queue, ...) with rules of its own, by user and by role.
public struct AuthGate: Sendable, Hashable {
    /// What the gate is called in rules and messages: an identifier, or `queue:name`.
    public let name: String
    /// `view`, `layer`, `queue`, ...
    public let type: String
    public var users: [Iden: Member] = [:]
    public var roles: [Iden: Member] = [:]

    /// What one user or role may do here.
    public struct Member: Sendable, Hashable {
        /// Whether everything is allowed at the gate, and the rules that hold there otherwise.
        public var isAdmin = false
        /// The rules that hold at the gate, in order.
        public var rules: [AuthRule] = []

        var document: CoreDocument { ["admin": .bool(isAdmin), "rules": rules.value] }

        init() {}
        init(_ document: CoreDocument) {
            isAdmin = document.flag("admin")
            rules = .init(document["rules"])
        }
    }

    init(name: String, type: String) {
        self.name = name
        self.type = type
    }

    init?(_ document: CoreDocument) {
        guard let name = document.text("name"), let type = document.text("type") else { return nil }
        self.init(name: name, type: type)
        users = Self.members(document.fields("users"))
        roles = Self.members(document.fields("roles"))
    }

    private static func members(_ document: CoreDocument) -> [Iden: Member] {
        var members: [Iden: Member] = [:]
        for entry in document.entries { if let iden = Iden(entry.key) { members[iden] = Member(CoreDocument(entry.value)) } }
        return members
    }

    var document: CoreDocument {
        func pack(_ members: [Iden: Member]) -> ModelValue {
            .dict(members.sorted { $0.key < $1.key }.map { .init($0.key.description, $0.value.document.value) })
        }
        return ["name": .string(name), "type": .string(type), "users": pack(users), "roles": pack(roles)]
    }
}
