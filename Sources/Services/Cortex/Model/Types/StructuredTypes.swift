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
        var values: [ModelValue] = []
        var adds: [NodeAddition] = []
        var seen: Set<ModelValue> = []
        for item in items {
            let part = try type.norm(item, in: context.model)
            if isUnique, !seen.insert(part.value).inserted { continue }
            values.append(part.value)
            adds += part.adds
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

/// `range`: two values of one type, the first not above the second.
struct RangeType: TypeBehaviour {
    static let defaults = TypeOptions(["type": ["int", [:]]])

    private let element: TypeReference

    init(_ options: TypeOptions, resolve: TypeResolver) throws(Fault) {
        element = try TypeReference(options["type"], resolve: resolve)
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let ends: [ModelValue]
        switch value {
        case .list(let items): ends = items
        case .string(let text): ends = text.split(separator: "-", maxSplits: 1).map { .string(TextForm.strip(String($0))) }
        default: throw context.noNorm(value)
        }
        guard ends.count == 2 else { throw context.bad("Must be a 2-tuple of type \(context.type.name): \(PythonText.quote(value))") }
        let type = try element.type(in: context.model)
        let low = try type.norm(ends[0], in: context.model).value
        let high = try type.norm(ends[1], in: context.model).value
        if high.ordered(before: low) == true { throw context.bad("minval cannot be greater than maxval") }
        return Normalized([low, high], subs: [.init("min", low), .init("max", high)])
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let ends) = value, ends.count == 2 else { return .string(Display.text(value)) }
        let type = try element.type(in: context.model)
        return .list([try type.repr(ends[0], in: context.model), try type.repr(ends[1], in: context.model)])
    }
}

/// `data`: anything that JSON can say, stored as it is.
struct DataType: TypeBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        _ = try CanonicalPacking.pack(value)
        return Normalized(value)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue { value }
}
