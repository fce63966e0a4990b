import Kernel

/// `comp`: a fixed list of named fields.
struct CompositeType: TypeBehaviour {
    private let fields: [(name: String, type: TypeReference)]
    private let separator: String?

    init(_ options: TypeOptions, resolve: TypeResolver) throws(Fault) {
        var fields: [(name: String, type: TypeReference)] = []
        for entry in options["fields"]?.list ?? [] {
            guard case .list(let pair) = entry, pair.count == 2, let name = pair[0].string else {
                throw Fault(.badTypeDefinition, "a field of a comp type is \(PythonText.quote(entry))", advice: "Write (name, type)")
            }
            fields.append((name, try TypeReference(pair[1], resolve: resolve)))
        }
        self.fields = fields
        separator = options.text("sepr")
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let items: [ModelValue]
        switch value {
        case .list(let given): items = given
        case .string(let text):
            guard let separator else { throw context.noNorm(value) }
            items = text.split(separator: separator, omittingEmptySubsequences: false).map { .string(String($0)) }
        default: throw context.noNorm(value)
        }
        guard items.count == fields.count else {
            throw context.bad("invalid number of fields given for norming: \(PythonText.quote(.list(items)))")
        }
        var values: [ModelValue] = []
        var subs: [ModelValue.Entry] = []
        var adds: [NodeAddition] = []
        for (field, item) in zip(fields, items) {
            let part = try field.type.type(in: context.model).norm(item, in: context.model)
            values.append(part.value)
            subs.append(.init(field.name, part.value))
            subs += part.subs.map { .init("\(field.name):\($0.key)", $0.value) }
            adds += part.adds
        }
        return Normalized(.list(values), subs: subs, adds: adds)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let items) = value, items.count == fields.count else { return .string(Display.text(value)) }
        var parts: [ModelValue] = []
        for (field, item) in zip(fields, items) {
            parts.append(try field.type.type(in: context.model).repr(item, in: context.model))
        }
        guard let separator else { return .list(parts) }
        return .string(parts.map(Display.text).joined(separator: separator))
    }
}
