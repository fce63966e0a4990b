import Model

/// The order in which pivots go through the properties of a form.
///
/// The model keeps properties by name, while people expect the parts of a value in the order in which they are written.
enum PropertyOrder {
    static func sorted(_ form: FormDefinition) -> [PropertyDefinition] {
        var places: [String: Int] = [:]
        for (place, name) in (fields(form) + (declared[form.name] ?? [])).enumerated() where places[name] == nil { places[name] = place }
        return form.properties.values.sorted { one, other in
            (places[one.name] ?? Int.max, one.name) < (places[other.name] ?? Int.max, other.name)
        }
    }

    /// The names of the fields of a value of several parts.
    private static func fields(_ form: FormDefinition) -> [String] {
        (form.type.options["fields"]?.list ?? []).compactMap { $0.list?.first?.string }
    }

    /// Properties that come first, where that is not the order of their names.
    private static let declared: [String: [String]] = [
        "inet:email": ["user", "fqdn"],
        "inet:url": ["fqdn", "ipv4", "ipv6", "passwd", "base", "path", "params", "port", "proto", "user"],
    ]
}
