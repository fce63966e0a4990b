import Kernel
import Model

/// Daemons: queries that run all the time. Here they are kept; who runs them reads ``daemons()``.
extension CortexHost {
    /// Sorted by identifier.
    public func daemons() -> [CoreDocument] { current.all(.dmon).map { CoreDocument($0.value) } }

    /// A daemon; nil where there is none.
    public func daemon(_ iden: String) -> CoreDocument? { current.document(.dmon, iden) }

    /// Throws `DupIden`.
    public func addDaemon(storm: String, name: String, info: CoreDocument, view: Iden, user: Iden) throws(Fault) -> CoreDocument {
        let iden = info.text("iden") ?? newIden().description
        var daemon = info
        daemon["iden"] = .string(iden)
        daemon["storm"] = .string(storm)
        daemon["name"] = .string(name)
        daemon["user"] = .iden(user)
        daemon["enabled"] = info["enabled"] ?? true
        daemon["stormopts"] = info["stormopts"] ?? ["view": .iden(view)]
        daemon["status"] = "initializing"
        daemon["err"] = .null
        let added = daemon
        try commit { state, changes throws(Fault) in
            guard state.document(.dmon, iden) == nil else {
                throw Fault(.duplicateIden, "Duplicate iden specified for dmon: \(iden)", fields: ["iden": .string(iden)])
            }
            changes.append(.put(.dmon, iden, added))
        }
        return daemon
    }

    /// Throws `NoSuchIden`.
    public func deleteDaemon(_ iden: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard state.document(.dmon, iden) != nil else { throw Self.noDaemon(iden) }
            changes.append(.delete(.dmon, key: iden))
        }
    }

    private static func noDaemon(_ iden: String) -> Fault {
        Fault(.noSuchIden, "No storm dmon with iden: \(iden)", fields: ["iden": .string(iden)])
    }

    /// Returns whether that changed anything. Throws `NoSuchIden`.
    public func setDaemon(_ iden: String, isEnabled: Bool) throws(Fault) -> Bool {
        try commit { state, changes throws(Fault) in
            guard var daemon = state.document(.dmon, iden) else { throw Self.noDaemon(iden) }
            guard daemon.flag("enabled") != isEnabled else { return false }
            daemon["enabled"] = .bool(isEnabled)
            daemon["status"] = isEnabled ? "initializing" : "stopped"
            changes.append(.put(.dmon, iden, daemon))
            return true
        }
    }
}
