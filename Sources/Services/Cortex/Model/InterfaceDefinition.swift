/// Properties that forms share by implementing an interface. Type names may hold `$self` and `{name}`, which the form fills in.
public struct InterfaceDefinition: Sendable {
    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// Interfaces that this one includes.
    public let interfaces: [String]
    public let properties: [PropertyDeclaration]
    /// What the interface stands for, in a line.
    public let doc: String
}
