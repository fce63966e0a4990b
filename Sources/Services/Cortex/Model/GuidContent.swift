import Kernel

/// A node of a guid form described by its properties: `ou:org=({"name": "acme"})`.
///
/// The described properties find an existing node or, if there is none, give the guid of a new one. Those under `$props` are only set.
public struct GuidContent: Sendable {
    /// The normalised properties that identify the node, sorted by name.
    public let identifying: [(name: String, value: ModelValue)]
    /// Further properties to set, from `$props`.
    public let further: [(name: String, value: ModelValue)]
    /// The guid of a node that is made from this.
    public let guid: ModelValue

    /// Throws `NoSuchProp` for an unknown property and `BadTypeValu` for a bad value, unless `$try` lets those of `$props` go.
    public init(form name: String, entries: [ModelValue.Entry], in model: DataModel) throws(Fault) {
        let form = try model.requireForm(name)
        var isLenient = false
        var described: [ModelValue.Entry] = []
        var extra: [ModelValue.Entry] = []
        for entry in entries {
            switch entry.key {
            case "$try": isLenient = entry.value.isTruthy
            case "$props": if case .dict(let given) = entry.value { extra = given }
            default: described.append(entry)
            }
        }
        guard !described.isEmpty else { throw .badValue("No values provided for form \(name)", type: name) }
        identifying = try Self.normalise(described, form, isLenient: false, in: model)
        further = try Self.normalise(extra, form, isLenient: isLenient, in: model)
        let packed = identifying.map { ModelValue.list([.string($0.name), $0.value]) }
        guid = .string(try NodeIdentity.guid(of: .list(packed), model.environment))
    }

    private static func normalise(
        _ entries: [ModelValue.Entry], _ form: FormDefinition, isLenient: Bool, in model: DataModel
    ) throws(Fault) -> [(name: String, value: ModelValue)] {
        var values: [(name: String, value: ModelValue)] = []
        for entry in entries {
            guard let property = form.property(entry.key) else {
                throw Fault(.noSuchProperty, "No property named \(form.name):\(entry.key).")
            }
            do {
                values.append((entry.key, try property.type.norm(entry.value, in: model).value))
            } catch {
                if isLenient, error.code == .badTypeValue { continue }
                guard error.code == .badTypeValue else { throw error }
                throw Fault(.badTypeValue, "Bad value for prop \(property.fullName): \(error.message)", fields: error.fields)
            }
        }
        return values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
