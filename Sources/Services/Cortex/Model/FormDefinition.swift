/// A form: a kind of node. Immutable, so readers share it without locks.
public final class FormDefinition: Sendable {
    /// The full name, such as `inet:fqdn`.
    public let name: String
    /// The type of the primary value.
    public let type: TypeDefinition
    /// By name inside the form, universal properties with their dot.
    public let properties: [String: PropertyDefinition]
    /// The interfaces that the form implements, directly or through others, sorted.
    public let interfaces: [String]
    /// Nodes are made at query time and never stored.
    public let isRuntime: Bool
    public let isExtended: Bool

    init(
        name: String, type: TypeDefinition, properties: [String: PropertyDefinition], interfaces: [String], isRuntime: Bool,
        isExtended: Bool
    ) {
        self.name = name
        self.type = type
        self.properties = properties
        self.interfaces = interfaces
        self.isRuntime = isRuntime
        self.isExtended = isExtended
    }

    /// Whether it is kept only for data that has it.
    public var isDeprecated: Bool { type.isDeprecated }

    /// The property with this name, without the name of the form.
    public func property(_ name: String) -> PropertyDefinition? { properties[name] }

    /// The same form with one property more or less.
    func with(_ name: String, _ property: PropertyDefinition?) -> FormDefinition {
        var properties = properties
        properties[name] = property
        return FormDefinition(
            name: self.name, type: type, properties: properties, interfaces: interfaces, isRuntime: isRuntime, isExtended: isExtended)
    }
}
