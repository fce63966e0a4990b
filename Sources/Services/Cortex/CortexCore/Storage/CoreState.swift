import Kernel
import Model

/// All cached documents at one moment, and what follows from them. A change makes a new one; readers take a copy and never wait.
struct CoreState: Sendable {
    var auth = AuthState()
    private(set) var views: [Iden: View] = [:]
    private(set) var layers: [Iden: LayerInfo] = [:]
    private(set) var triggers: [Iden: TriggerDefinition] = [:]
    /// The enabled triggers of each view, in the order in which they were made.
    private(set) var enabledTriggers: [Iden: [TriggerDefinition]] = [:]
    /// All cached sections as they are stored.
    private(set) var documents: [CoreSection: [String: ModelValue]] = [:]
    /// The model with all extensions and locks.
    private(set) var model: DataModel
    private let stock: DataModel

    /// `stock`: with the locks that a new Cortex has.
    init(stock: DataModel) {
        self.stock = stock
        model = stock
    }

    /// A document of a cached section.
    func document(_ section: CoreSection, _ key: String) -> CoreDocument? { documents[section]?[key].map { CoreDocument($0) } }

    /// The documents of a cached section, by key.
    func all(_ section: CoreSection) -> [(key: String, value: ModelValue)] {
        (documents[section] ?? [:]).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    // MARK: Changes

    /// Follows one change. Throws what an extension of the model can meet.
    mutating func apply(_ change: CoreChange) throws(Fault) {
        switch change {
        case .put(let section, let key, let value) where section.isCached:
            let value = value.modelValue
            let old = documents[section]?[key]
            documents[section, default: [:]][key] = value
            try follow(section, key, old: old.map { CoreDocument($0) }, new: CoreDocument(value))
        case .delete(let section, let key) where section.isCached: try remove(section, key)
        case .deleteAll(let section, let prefix) where section.isCached:
            for key in Array((documents[section] ?? [:]).keys) where key.hasPrefix(prefix) { try remove(section, key) }
        default: break
        }
    }

    private mutating func remove(_ section: CoreSection, _ key: String) throws(Fault) {
        guard let old = documents[section]?.removeValue(forKey: key) else { return }
        try follow(section, key, old: CoreDocument(old), new: nil)
    }

    private mutating func follow(_ section: CoreSection, _ key: String, old: CoreDocument?, new: CoreDocument?) throws(Fault) {
        switch section {
        case .user: followUser(old.flatMap(User.init), new.flatMap(User.init))
        case .role: followRole(old.flatMap(Role.init), new.flatMap(Role.init))
        case .gate: auth.gates[key] = new.flatMap(AuthGate.init)
        case .view: if let iden = Iden(key) { views[iden] = new.flatMap(View.init) }
        case .layer: if let iden = Iden(key) { layers[iden] = new.flatMap(LayerInfo.init) }
        case .trigger: followTrigger(key, old.flatMap(TriggerDefinition.init), new.flatMap(TriggerDefinition.init))
        case .modelExtension, .deprecationLock: try followModel(section, key, isRemoved: new == nil, new)
        default: break
        }
    }

    private mutating func followUser(_ old: User?, _ new: User?) {
        if let old {
            auth.users[old.iden] = nil
            auth.usersByName[old.name] = nil
        }
        if let new {
            auth.users[new.iden] = new
            auth.usersByName[new.name] = new.iden
        }
    }

    private mutating func followRole(_ old: Role?, _ new: Role?) {
        if let old {
            auth.roles[old.iden] = nil
            auth.rolesByName[old.name] = nil
        }
        if let new {
            auth.roles[new.iden] = new
            auth.rolesByName[new.name] = new.iden
        }
    }

    private mutating func followTrigger(_ key: String, _ old: TriggerDefinition?, _ new: TriggerDefinition?) {
        guard let iden = Iden(key) else { return }
        triggers[iden] = new
        for view in Set([old?.view, new?.view].compactMap { $0 }) {
            let enabled = triggers.values.filter { $0.view == view && $0.isEnabled }
            enabledTriggers[view] = enabled.isEmpty ? nil : enabled.sorted { ($0.created, $0.iden) < ($1.created, $1.iden) }
        }
    }

    /// Extensions that were only added to are applied to the model at hand; after a removal it is made anew.
    private mutating func followModel(_ section: CoreSection, _ key: String, isRemoved: Bool, _ new: CoreDocument?) throws(Fault) {
        if section == .deprecationLock {
            model = try model.applying([.setLock(key, new?.flag("locked") ?? false)])
        } else if let new, !isRemoved {
            model = try model.applying([ModelExtension(new).added])
        } else {
            try rebuildModel()
        }
    }

    /// The model from the stock model and all documents.
    private mutating func rebuildModel() throws(Fault) {
        let extensions = (documents[.modelExtension] ?? [:]).values.map { ModelExtension(CoreDocument($0)) }
        var changes: [ModelChange] = []
        for item in extensions.sorted(by: { $0.serial < $1.serial }) { changes.append(item.added) }
        for (key, value) in all(.deprecationLock) { changes.append(.setLock(key, CoreDocument(value).flag("locked"))) }
        model = try stock.applying(changes)
    }

    // MARK: Opening

    /// Takes the stored documents as they are; the model follows at the end, once.
    mutating func load(_ section: CoreSection, _ key: String, _ value: ModelValue) {
        documents[section, default: [:]][key] = value
        guard section != .modelExtension, section != .deprecationLock else { return }
        // Only the model's sections throw.
        try? follow(section, key, old: nil, new: CoreDocument(value))
    }

    /// Throws where the stored extensions do not fit the stock model.
    mutating func finishLoading() throws(Fault) {
        let isExtended = documents[.modelExtension] != nil || documents[.deprecationLock] != nil
        if isExtended { try rebuildModel() }
    }
}
