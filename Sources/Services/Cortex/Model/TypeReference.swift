import Kernel

/// A type that another one is made of: by name, looked up at use so that definitions may come in any order, or with options of its own.
enum TypeReference: Sendable {
    case named(String)
    case adjusted(TypeDefinition)

    /// From an option: a name, or a name with options.
    init(_ option: ModelValue?, options: ModelValue? = nil, resolve: TypeResolver) throws(Fault) {
        var name = option?.string
        var own = options
        if case .list(let parts) = option ?? .null, parts.count == 2 {
            name = parts[0].string
            own = parts[1]
        }
        guard let name else {
            throw Fault(
                .badTypeDefinition, "a type is named by \(PythonText.quote(option ?? .null))",
                advice: "Write its name, or (name, options)")
        }
        if case .dict(let entries) = own ?? .null, !entries.isEmpty {
            let values = Dictionary(entries.map { ($0.key, $0.value) }) { $1 }
            self = .adjusted(try resolve(name).adjusted(by: TypeOptions(values), resolve: resolve))
        } else {
            self = .named(name)
        }
    }

    func type(in model: DataModel) throws(Fault) -> TypeDefinition {
        switch self {
        case .named(let name): try model.requireType(name)
        case .adjusted(let type): type
        }
    }
}
