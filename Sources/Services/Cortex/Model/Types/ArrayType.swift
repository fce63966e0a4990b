import Kernel

/// `array`: a list of values of one type.
struct ArrayType: TypeBehaviour {
    static let defaults = TypeOptions(["type": "int"])

    let element: TypeReference
    private let isUnique: Bool
    private let isSorted: Bool
    private let separator: String?

    init(_ options: TypeOptions, resolve: TypeResolver) throws(Fault) {
        guard options.text("type") != "array" else { throw Fault(.badTypeDefinition, "array type of array values is not (yet) supported") }
        element = try TypeReference(options["type"], options: options["typeopts"], resolve: resolve)
        isUnique = options.flag("uniq")
        isSorted = options.flag("sorted")
        separator = options.text("split")
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let items: [ModelValue]
        switch value {
        case .list(let given): items = given
        case .string(let text):
            guard let separator else { throw context.bad("array type has no split-char defined.") }
            items = text.split(separator: separator, omittingEmptySubsequences: false).map { .string(TextForm.strip(String($0))) }
        default: throw context.noNorm(value)
        }
        let type = try element.type(in: context.model)
        let isForm = context.model.form(type.name) != nil
        var values: [ModelValue] = []
        var adds: [NodeAddition] = []
        var seen: Set<ModelValue> = []
        for item in items {
            let part = try type.norm(item, in: context.model)
            if isUnique, !seen.insert(part.value).inserted { continue }
            values.append(part.value)
            adds += part.adds
            if isForm { adds.append(NodeAddition(form: type.name, value: part.value, subs: part.subs)) }
        }
        if isSorted { values.sort { $0.ordered(before: $1) ?? false } }
        return Normalized(.list(values), adds: adds)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let items) = value else { return .string(Display.text(value)) }
        let type = try element.type(in: context.model)
        var parts: [ModelValue] = []
        for item in items { parts.append(try type.repr(item, in: context.model)) }
        guard let separator else { return .list(parts) }
        return .string(parts.map(Display.text).joined(separator: separator))
    }
}
