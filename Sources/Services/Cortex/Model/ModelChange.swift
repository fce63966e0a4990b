import Kernel

/// One extension of the model at run time, or its removal.
public enum ModelChange: Sendable, Hashable {
    case addType(TypeDeclaration)
    case removeType(String)
    /// A form and the type of the same name, from which the form takes base and options.
    case addForm(FormDeclaration, TypeDeclaration)
    case removeForm(String)
    case addProperty(PropertyDeclaration, form: String)
    case removeProperty(String, form: String)
    /// The name comes without the dot.
    case addUniversal(PropertyDeclaration)
    case removeUniversal(String)
    case addTagProperty(PropertyDeclaration)
    case removeTagProperty(String)
    case addEdge(EdgeDefinition)
    case removeEdge(source: String?, verb: String, target: String?)
    /// Forbids, or allows again, new data of a deprecated form, property or type.
    case setLock(String, Bool)
}

extension DataModel {
    /// The model with `changes`, in their order. This model stays as it is.
    /// Whether data still uses what is removed is for the caller to know.
    ///
    /// Throws `BadFormDef`, `BadPropDef`, `BadTypeDef`, `BadEdgeDef` for names that extensions may not have, `Dup...` for taken names,
    /// `NoSuch...` for unknown ones, `CantDel...` for what other parts of the model still use.
    public func applying(_ changes: [ModelChange]) throws(Fault) -> DataModel {
        var contents = contents
        for change in changes { try contents.apply(change) }
        return DataModel(contents, environment)
    }
}

extension ModelContents {
    fileprivate mutating func apply(_ change: ModelChange) throws(Fault) {
        switch change {
        case .addType(let type):
            try requireUnderscore(type.name, .badTypeDefinition, "Extended type must begin with \"_\"")
            try requireName(type.name, .badTypeDefinition, "type")
            try addType(type, isExtended: true)
        case .removeType(let name): try removeExtendedType(name)
        case .addForm(let form, let type): try addExtendedForm(form, type)
        case .removeForm(let name): try removeExtendedForm(name)
        case .addProperty(let property, let form): try addExtendedProperty(property, to: form)
        case .removeProperty(let name, let form): try removeExtendedProperty(name, from: form)
        case .addUniversal(let property):
            try requireUnderscore(property.name, .badPropertyDefinition, "Extended universal property must begin with \"_\"")
            try requireName(property.name, .badPropertyDefinition, "prop")
            try addUniversal(property, isExtended: true)
        case .removeUniversal(let name):
            guard let property = universals["." + name], property.isExtended else {
                throw Fault(.noSuchUniversal, "No ext univ \(name)", fields: ["name": .string(name)])
            }
            removeUniversal("." + name)
        case .addTagProperty(let property):
            try requireName(property.name, .badPropertyDefinition, "tag prop")
            try addTagProperty(property)
        case .removeTagProperty(let name):
            guard tagProperties[name] != nil else {
                throw Fault(.noSuchTagProperty, "No tag prop named \(name)", fields: ["name": .string(name)])
            }
            removeTagProperty(name)
        case .addEdge(let edge):
            try requireUnderscore(edge.verb, .badEdgeDefinition, "Extended edge verb must begin with \"_\"")
            try requireName(edge.verb, .badEdgeDefinition, "edge verb")
            try addEdge(EdgeDefinition(
                source: edge.source, verb: edge.verb, target: edge.target, isDeprecated: edge.isDeprecated, isExtended: true,
                doc: edge.doc))
        case .removeEdge(let source, let verb, let target):
            let key = EdgeDefinition.Key(source: source, verb: verb, target: target)
            guard let edge = edges[key], edge.isExtended else {
                throw Fault(.noSuchEdge, "No ext edge \(verb)", fields: ["verb": .string(verb)])
            }
            removeEdge(key)
        case .setLock(let name, let isLocked): try setLock(name, isLocked)
        }
    }

    // MARK: Names

    private func requireUnderscore(_ name: String, _ code: FaultCode, _ message: String) throws(Fault) {
        guard name.hasPrefix("_") else {
            throw Fault(
                code, message, fields: ["name": .string(name)], advice: "Call it _\(name): names without it belong to the stock model")
        }
    }

    /// Lower case letters, digits and underscores in parts between colons, no part empty or starting with a digit at the very start.
    private func requireName(_ name: String, _ code: FaultCode, _ kind: String) throws(Fault) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let isGood = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_") }
        }
        guard isGood, let first = name.utf8.first, !(48...57).contains(first) else {
            throw Fault(
                code, "Invalid \(kind) name \(name)", fields: ["name": .string(name)],
                advice: "Use lower case letters, digits and underscores, in parts between colons")
        }
    }

    // MARK: Types and forms

    private mutating func removeExtendedType(_ name: String) throws(Fault) {
        guard let type = types[name], type.isExtended else {
            throw Fault(.noSuchType, "No ext type \(name)", fields: ["name": .string(name)])
        }
        var users = types.values.filter { $0.bases.contains(name) }.map(\.name)
            + properties.values.filter { $0.type.name == name }.map(\.fullName)
            + tagProperties.values.filter { $0.type.name == name }.map(\.name)
        if forms[name] != nil { users.append(name) }
        guard users.isEmpty else {
            throw Fault(.cannotDeleteType, "Cannot delete type \(name) as it is still in use by: \(users.sorted().joined(separator: ", "))")
        }
        removeType(name)
    }

    private mutating func addExtendedForm(_ form: FormDeclaration, _ type: TypeDeclaration) throws(Fault) {
        try requireUnderscore(form.name, .badFormDefinition, "Extended form must begin with \"_\"")
        try requireName(form.name, .badFormDefinition, "form")
        precondition(form.name == type.name, "a form and its type have one name")
        guard forms[form.name] == nil else {
            throw Fault(.duplicateForm, "Form name already exists: \(form.name)", fields: ["form": .string(form.name)])
        }
        try addType(type, isExtended: true)
        try addForm(form, isExtended: true)
    }

    private mutating func removeExtendedForm(_ name: String) throws(Fault) {
        try requireUnderscore(name, .badFormDefinition, "Extended form must begin with \"_\"")
        guard let form = forms[name] else { throw Fault(.noSuchForm, "No form name \(name) exists.", fields: ["form": .string(name)]) }
        let own = Set(form.interfaces.flatMap { interfaces[$0]?.properties.map(\.name) ?? [] })
        let left = form.properties.values.filter { !$0.isUniversal && !own.contains($0.name) }.map(\.name).sorted()
        guard left.isEmpty else {
            throw Fault(.cannotDeleteForm, "Form has extended properties: \(left.joined(separator: ", "))", fields: ["form": .string(name)])
        }
        let users = properties.values.filter { $0.type.name == name && $0.form != name }.map(\.fullName).sorted()
        guard users.isEmpty else {
            throw Fault(
                .cannotDeleteForm, "Form is still in use by other properties: \(users.joined(separator: ", "))",
                fields: ["form": .string(name)])
        }
        removeForm(name)
        removeType(name)
    }

    // MARK: Properties

    private mutating func addExtendedProperty(_ property: PropertyDeclaration, to form: String) throws(Fault) {
        guard form.hasPrefix("_") || property.name.hasPrefix("_") else {
            throw Fault(
                .badPropertyDefinition, "Extended prop must begin with \"_\" or be added to an extended form.",
                fields: ["prop": .string(property.name)], advice: "Call it _\(property.name)")
        }
        try requireName(property.name, .badPropertyDefinition, "prop")
        guard forms[form] != nil else { throw Fault(.noSuchForm, "Form \(form) does not exist.", fields: ["form": .string(form)]) }
        try addProperty(property, to: form, isExtended: true)
    }

    private mutating func removeExtendedProperty(_ name: String, from form: String) throws(Fault) {
        guard let property = forms[form]?.property(name), property.isExtended else {
            throw Fault(.noSuchProperty, "No ext prop \(form):\(name)", fields: ["form": .string(form), "prop": .string(name)])
        }
        removeProperty(name, from: form)
    }

    // MARK: Locks

    private mutating func setLock(_ name: String, _ isLocked: Bool) throws(Fault) {
        let isDeprecated = (types[name]?.isDeprecated ?? false) || (forms[name]?.isDeprecated ?? false)
            || (properties[name]?.isDeprecated ?? false)
        guard isDeprecated else {
            throw Fault(
                .noSuchProperty, "setDeprLock() called on non-existant or non-deprecated form, property, or type.",
                fields: ["name": .string(name)], advice: "`model.deprecated.locks` lists what can be locked")
        }
        if isLocked { locks.insert(name) } else { locks.remove(name) }
    }
}
