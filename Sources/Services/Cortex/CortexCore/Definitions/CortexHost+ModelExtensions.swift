import Graph
import Kernel
import Model
import Store

/// Extensions of the model, locks of its deprecated parts, and what is noted of edges and tags.
extension CortexHost {
    // MARK: Extensions

    /// In the order in which they were made.
    public func modelExtensions() -> [ModelExtension] {
        current.all(.modelExtension).map { ModelExtension(CoreDocument($0.value)) }.sorted { $0.serial < $1.serial }
    }

    /// Adds an extension; `make` gets its serial number. Throws what ``DataModel/applying(_:)`` throws.
    private func addExtension(_ make: (Int64) -> ModelExtension) throws(Fault) {
        try commit { state, changes throws(Fault) in
            let last = (state.documents[.modelExtension] ?? [:]).values.map { ModelExtension(CoreDocument($0)).serial }.max() ?? 0
            let added = make(last + 1)
            // Also where an equal document is stored: the model then says what is wrong with that.
            _ = try state.model.applying([added.added])
            changes.append(.put(.modelExtension, added.key, added.document))
        }
    }

    /// Adds a type. `info` holds documentation and flags.
    public func addType(_ name: String, base: String, options: ModelValue, info: ModelValue) throws(Fault) {
        try addExtension { ModelExtension(.type, name: name, base: base, options: options, info: info, serial: $0) }
    }

    /// Adds a form and the type of its name.
    public func addForm(_ name: String, base: String, options: ModelValue, info: ModelValue) throws(Fault) {
        try addExtension { ModelExtension(.form, name: name, base: base, options: options, info: info, serial: $0) }
    }

    /// Adds a property to a form.
    public func addProperty(_ name: String, form: String, type: String, options: ModelValue, info: ModelValue) throws(Fault) {
        try addExtension {
            ModelExtension(.property, name: form, property: name, base: type, options: options, info: info, serial: $0)
        }
    }

    /// `name` comes without the dot.
    public func addUniversal(_ name: String, type: String, options: ModelValue, info: ModelValue) throws(Fault) {
        try addExtension { ModelExtension(.universal, name: name, base: type, options: options, info: info, serial: $0) }
    }

    /// Adds a property of tags.
    public func addTagProperty(_ name: String, type: String, options: ModelValue, info: ModelValue) throws(Fault) {
        try addExtension { ModelExtension(.tagProperty, name: name, base: type, options: options, info: info, serial: $0) }
    }

    /// Adds an edge; nil is any form.
    public func addEdge(from source: String?, _ verb: String, to target: String?, info: ModelValue) throws(Fault) {
        try addExtension { ModelExtension(edgeFrom: source, verb, to: target, info: info, serial: $0) }
    }

    /// Removes an extension. Throws what ``DataModel/applying(_:)`` throws.
    private func remove(_ removed: ModelExtension) throws(Fault) {
        try commit { state, changes throws(Fault) in
            _ = try state.model.applying([removed.removed])
            changes.append(.delete(.modelExtension, key: removed.key))
        }
    }

    /// Throws `CantDelType` where something of the model uses it.
    public func removeType(_ name: String) throws(Fault) { try remove(ModelExtension(.type, name: name, info: .null, serial: 0)) }

    /// Throws `CantDelForm` where nodes of it exist.
    public func removeForm(_ name: String) throws(Fault) {
        let isUsed = try formCount(name, layers().map(\.iden)) > 0
        if isUsed, model().form(name)?.isExtended ?? false {
            throw Fault(FaultCode("CantDelForm"), "Nodes still exist with form: \(name)", fields: ["form": .string(name)])
        }
        try remove(ModelExtension(.form, name: name, info: .null, serial: 0))
    }

    /// Throws `CantDelProp` where nodes have it.
    public func removeProperty(_ name: String, form: String) throws(Fault) {
        if let property = model().form(form)?.property(name), property.isExtended {
            try requireUnused(property, "\(form):\(name)")
        }
        try remove(ModelExtension(.property, name: form, property: name, info: .null, serial: 0))
    }

    private func requireUnused(_ property: PropertyDefinition, _ name: String) throws(Fault) {
        guard try propertyCount(property, layers().map(\.iden)) == 0 else {
            throw Fault(FaultCode("CantDelProp"), "Nodes still exist with prop: \(name)", fields: ["prop": .string(name)])
        }
    }

    /// Throws `CantDelUniv` where nodes have it.
    public func removeUniversal(_ name: String) throws(Fault) {
        if let property = model().universal("." + name), property.isExtended {
            guard try propertyCount(property, layers().map(\.iden)) == 0 else {
                throw Fault(FaultCode("CantDelUniv"), "Nodes still exist with universal prop: .\(name)", fields: ["prop": .string(name)])
            }
        }
        try remove(ModelExtension(.universal, name: name, info: .null, serial: 0))
    }

    /// Throws `CantDelProp` where nodes have it.
    public func removeTagProperty(_ name: String) throws(Fault) {
        if model().tagProperty(name) != nil {
            guard try tagPropertyCount(nil, name, form: nil, layers().map(\.iden)) == 0 else {
                throw Fault(FaultCode("CantDelProp"), "Nodes still exist with tagprop: \(name)", fields: ["prop": .string(name)])
            }
        }
        try remove(ModelExtension(.tagProperty, name: name, info: .null, serial: 0))
    }

    /// Removes an extended edge; nil is any form.
    public func removeEdge(from source: String?, _ verb: String, to target: String?) throws(Fault) {
        try remove(ModelExtension(edgeFrom: source, verb, to: target, info: .null, serial: 0))
    }

    // MARK: Locks

    /// Throws `NoSuchProp` for what is not deprecated.
    public func setDeprecationLock(_ name: String, _ isLocked: Bool) throws(Fault) {
        try commit { state, changes throws(Fault) in
            _ = try state.model.applying([.setLock(name, isLocked)])
            changes.append(.put(.deprecationLock, name, ["locked": .bool(isLocked)]))
        }
    }

    // MARK: Tags

    /// What may be said of a tag.
    private static let tagSettings: Set<String> = ["regex", "prune"]

    /// What is said of a tag; nil where nothing is.
    public func tagModel(_ tag: String) -> CoreDocument? { current.document(.tagModel, tag) }

    /// Sorted by tag.
    public func tagModels() -> [(tag: String, document: CoreDocument)] {
        current.all(.tagModel).map { ($0.key, CoreDocument($0.value)) }
    }

    /// Throws `SchemaViolation` for a setting that tags do not have, or a value of a wrong shape.
    public func setTagModel(_ tag: String, _ setting: String, _ value: ModelValue) throws(Fault) {
        guard Self.tagSettings.contains(setting) else {
            throw Fault(.schemaViolation, "data must not contain {'\(setting)'} properties")
        }
        if setting == "prune", (value.int ?? 0) < 1 {
            throw Fault(.schemaViolation, value.int == nil ? "data.prune must be number" : "data.prune must be bigger than or equal to 1")
        }
        if setting == "regex", value.list == nil { throw Fault(.schemaViolation, "data.regex must be array") }
        try commit { state, changes throws(Fault) in
            var document = state.document(.tagModel, tag) ?? CoreDocument()
            document[setting] = value
            changes.append(.put(.tagModel, tag, document))
        }
    }

    /// Takes one setting away, or all. Returns what the setting was.
    @discardableResult
    public func removeTagModel(_ tag: String, _ setting: String? = nil) throws(Fault) -> ModelValue? {
        try commit { state, changes throws(Fault) in
            guard var document = state.document(.tagModel, tag) else { return nil }
            guard let setting else {
                changes.append(.delete(.tagModel, key: tag))
                return nil
            }
            let old = document[setting]
            document[setting] = nil
            changes.append(document.entries.isEmpty ? .delete(.tagModel, key: tag) : .put(.tagModel, tag, document))
            return old
        }
    }

    // MARK: Edges

    /// What is noted of a verb.
    public func edgeText(_ verb: String) -> CoreDocument { current.document(.edgeText, verb) ?? CoreDocument() }

    /// Notes something of a verb; nil forgets it.
    public func setEdgeText(_ verb: String, _ key: String, _ value: ModelValue?) throws(Fault) {
        try commit { state, changes throws(Fault) in
            var document = state.document(.edgeText, verb) ?? CoreDocument()
            document[key] = value
            changes.append(.put(.edgeText, verb, document))
        }
    }
}

extension CortexHost {
    /// The verbs of which something is noted.
    public func notedVerbs() -> [String] { current.all(.edgeText).map(\.key) }
}
