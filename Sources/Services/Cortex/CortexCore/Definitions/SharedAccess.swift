import Kernel
import Model

/// Simple permissions that macros, vaults and graph projections keep in themselves: a level by user, by role, and for all others.
public struct SharedAccess: Sendable, Hashable {
    /// What one may do; each level includes those before.
    public enum Level: Int64, Sendable, Hashable, Comparable {
        case deny = 0, read, edit, admin

        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// As messages name it.
        public var name: String {
            switch self {
            case .deny: "deny"
            case .read: "read"
            case .edit: "edit"
            case .admin: "admin"
            }
        }
    }

    public private(set) var document: CoreDocument

    public init(_ value: ModelValue?) { document = CoreDocument(value ?? .null) }

    /// The creator is admin; all others have `others`.
    public init(creator: Iden, others: Level = .read) {
        document = [
            "users": .dict([.init(creator.description, .int(Level.admin.rawValue))]), "roles": .dict([]),
            "default": .int(others.rawValue),
        ]
    }

    /// The level of a user: the highest of what is said of the user, and of the user's roles; else that of all others.
    func level(of user: User) -> Level {
        if user.isAdmin { return .admin }
        if let own = document.fields("users").int(user.iden.description).flatMap(Level.init(rawValue:)) { return own }
        let roles = document.fields("roles")
        let levels = user.roles.compactMap { roles.int($0.description).flatMap(Level.init(rawValue:)) }
        return levels.max() ?? document.int("default").flatMap(Level.init(rawValue:)) ?? .read
    }

    /// Sets the level of a user (`users`) or role (`roles`); nil removes it.
    public mutating func set(_ scope: String, _ iden: String, _ level: Level?) throws(Fault) {
        guard scope == "users" || scope == "roles" else {
            throw Fault(.badArgument, "Unknown permissions scope: \(scope) (must be \"roles\" or \"users\")")
        }
        var members = document.fields(scope)
        members[iden] = level.map { .int($0.rawValue) }
        document[scope] = members.value
    }
}

extension CortexHost {
    /// Whether the user has the level at a thing with simple permissions.
    public func isAllowed(_ user: Iden, _ level: SharedAccess.Level, _ access: SharedAccess) -> Bool {
        guard let user = self.user(user), !user.isLocked else { return false }
        return access.level(of: user) >= level
    }
}
