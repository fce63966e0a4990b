import Kernel
import Model

/// An extension of the model as it is stored: its kind, its names, and what the query that made it said.
public struct ModelExtension: Sendable {
    /// What it adds.
    public enum Kind: String, Sendable {
        case type, form, property = "prop", universal = "univ", tagProperty = "tagprop", edge
    }

    /// What is added.
    public let kind: Kind
    /// The order in which extensions were made: later ones may build on earlier ones.
    public let serial: Int64
    let document: CoreDocument

    init(_ document: CoreDocument) {
        self.document = document
        kind = document.text("kind").flatMap(Kind.init(rawValue:)) ?? .type
        serial = document.int("serial") ?? 0
    }

    /// `name` is the form for a property. `base` with `options` is the type.
    init(
        _ kind: Kind, name: String, property: String? = nil, base: String = "", options: ModelValue = .dict([]), info: ModelValue,
        serial: Int64
    ) {
        self.init([
            "kind": .string(kind.rawValue), "serial": .int(serial), "name": .string(name), "prop": .text(property), "base": .string(base),
            "opts": options, "info": info,
        ])
    }

    init(edgeFrom source: String?, _ verb: String, to target: String?, info: ModelValue, serial: Int64) {
        self.init([
            "kind": .string(Kind.edge.rawValue), "serial": .int(serial), "name": .string(verb), "n1": .text(source), "n2": .text(target),
            "info": info,
        ])
    }

    var name: String { document.text("name") ?? "" }
    private var info: CoreDocument { document.fields("info") }

    /// Under which key it is stored: what may exist once only.
    var key: String {
        switch kind {
        case .property: "\(kind.rawValue) \(name) \(document.text("prop") ?? "")"
        case .edge: "\(kind.rawValue) \(document.text("n1") ?? "*") \(name) \(document.text("n2") ?? "*")"
        default: "\(kind.rawValue) \(name)"
        }
    }

    /// As `getExtModel` lists it.
    public var listed: ModelValue {
        let type: ModelValue = .list([.string(document.text("base") ?? ""), document["opts"] ?? .dict([])])
        let info = document["info"] ?? .dict([])
        return switch kind {
        case .type, .form: .list([.string(name), .string(document.text("base") ?? ""), document["opts"] ?? .dict([]), info])
        case .property: .list([.string(name), .string(document.text("prop") ?? ""), type, info])
        case .universal, .tagProperty: .list([.string(name), type, info])
        case .edge: .list([.list([.text(document.text("n1")), .string(name), .text(document.text("n2"))]), info])
        }
    }

    // MARK: The change to the model

    private var options: TypeOptions {
        TypeOptions(Dictionary(document.fields("opts").entries.map { ($0.key, $0.value) }) { $1 })
    }

    private var interfaces: [String] { info.list("interfaces").compactMap(\.string) }

    private var typeDeclaration: TypeDeclaration {
        TypeDeclaration(
            name: name, base: document.text("base") ?? "", options: options, interfaces: interfaces, isDeprecated: info.flag("deprecated"),
            doc: info.text("doc") ?? "")
    }

    private func propertyDeclaration(_ name: String) -> PropertyDeclaration {
        var flags: PropertyDefinition.Flags = []
        if info.flag("readonly") || info.flag("ro") { flags.insert(.readOnly) }
        if info.flag("computed") { flags.insert(.computed) }
        if info.flag("deprecated") { flags.insert(.deprecated) }
        return PropertyDeclaration(
            name: name, type: document.text("base") ?? "", options: options, flags: flags, doc: info.text("doc") ?? "")
    }

    /// What adds it to a model.
    var added: ModelChange {
        switch kind {
        case .type: .addType(typeDeclaration)
        case .form: .addForm(FormDeclaration(name: name), typeDeclaration)
        case .property: .addProperty(propertyDeclaration(document.text("prop") ?? ""), form: name)
        case .universal: .addUniversal(propertyDeclaration(name))
        case .tagProperty: .addTagProperty(propertyDeclaration(name))
        case .edge:
            .addEdge(EdgeDefinition(
                source: document.text("n1"), verb: name, target: document.text("n2"), isDeprecated: info.flag("deprecated"),
                doc: info.text("doc") ?? ""))
        }
    }

    /// What removes it from a model.
    var removed: ModelChange {
        switch kind {
        case .type: .removeType(name)
        case .form: .removeForm(name)
        case .property: .removeProperty(document.text("prop") ?? "", form: name)
        case .universal: .removeUniversal(name)
        case .tagProperty: .removeTagProperty(name)
        case .edge: .removeEdge(source: document.text("n1"), verb: name, target: document.text("n2"))
        }
    }
}
