import Kernel
import Model

/// Variables that outlive queries: of the whole Cortex, of a user, of a user's profile, of a package.
public enum VariableSpace: Sendable, Hashable {
    case global
    case user(Iden)
    case profile(Iden)
    case package(String)

    var section: CoreSection {
        switch self {
        case .global: .global
        case .user: .userVariable
        case .profile: .userProfile
        case .package: .packageVariable
        }
    }

    /// Before the name in keys.
    var prefix: String {
        switch self {
        case .global: ""
        case .user(let iden), .profile(let iden): "\(iden) "
        case .package(let name): "\(name) "
        }
    }
}

extension CortexHost {
    /// Keys that are kept among the global variables and are not shown as such.
    private static let hiddenGlobals: Set<String> = [defaultViewKey]

    /// A variable; nil where there is none.
    public func variable(_ name: String, in space: VariableSpace) -> ModelValue? {
        current.documents[space.section]?[space.prefix + name]
    }

    /// Sorted by name.
    public func variables(in space: VariableSpace) -> [(name: String, value: ModelValue)] {
        let prefix = space.prefix
        return current.all(space.section).filter { $0.key.hasPrefix(prefix) }
            .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
            .filter { space != .global || !Self.hiddenGlobals.contains($0.0) }
    }

    /// Nil removes it. Returns what was there before.
    @discardableResult
    public func setVariable(_ name: String, _ value: ModelValue?, in space: VariableSpace) throws(Fault) -> ModelValue? {
        let key = space.prefix + name
        guard !name.isEmpty, key.utf8.count <= CoreStore.keyBytesMax else {
            throw Fault(.badArgument, "the name of a variable has 1 to \(CoreStore.keyBytesMax - space.prefix.utf8.count) bytes")
        }
        return try commit { state, changes throws(Fault) in
            changes.append(value.map { CoreChange.put(space.section, key, value: $0) } ?? CoreChange.delete(space.section, key: key))
            return state.documents[space.section]?[key]
        }
    }
}
