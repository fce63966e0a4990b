import Kernel

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
