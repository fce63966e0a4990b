/// A light edge that the model knows: a verb between two forms; nil is any form.
public struct EdgeDefinition: Sendable, Hashable {
    /// The form that the edge leaves; nil for any.
    public let source: String?
    /// What the edge says.
    public let verb: String
    /// The form that the edge reaches; nil for any.
    public let target: String?
    /// Whether it is kept only for data that has it.
    public let isDeprecated: Bool
    /// Whether it was added at run time, not by the stock model.
    public let isExtended: Bool
    /// One line for people; may be empty.
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
