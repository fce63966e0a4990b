/// A light edge that the model knows: a verb between two forms; nil is any form.
public struct EdgeDefinition: Sendable, Hashable {
    public let source: String?
    public let verb: String
    public let target: String?
    public let isDeprecated: Bool
    public let isExtended: Bool
    public let doc: String

    public init(source: String?, verb: String, target: String?, isDeprecated: Bool = false, isExtended: Bool = false, doc: String = "") {
        self.source = source
        self.verb = verb
        self.target = target
        self.isDeprecated = isDeprecated
        self.isExtended = isExtended
        self.doc = doc
    }

    var key: Key { Key(source: source, verb: verb, target: target) }

    struct Key: Hashable, Sendable {
        let source: String?
        let verb: String
        let target: String?
    }
}

extension EdgeDefinition {
    /// `(inet:ipv4, refs, *)`
    var text: String { "(\(source ?? "*"), \(verb), \(target ?? "*"))" }
}
