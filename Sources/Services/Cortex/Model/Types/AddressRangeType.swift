import Kernel

/// `inet:ipv4range` and `inet:ipv6range`: a first and a last address, also written as a network.
struct AddressRangeType: TypeBehaviour {
    let element: String

    static func defaults(of element: String) -> TypeOptions { TypeOptions(["type": [.string(element), [:]]]) }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let type = try context.model.requireType(element)
        let ends: [ModelValue]
        switch value {
        case .list(let items): ends = items
        case .string(let text):
            if let (low, high) = TextForm.cut(text, at: "-") {
                ends = [.string(TextForm.strip(low)), .string(TextForm.strip(high))]
            } else if text.contains("/") {
                ends = try network(value, type, context)
            } else {
                throw context.bad("Invalid \(element) range: \(PythonText.quote(text))")
            }
        default: throw context.noNorm(value)
        }
        guard ends.count == 2 else { throw context.bad("Must be a 2-tuple of type \(context.type.name): \(PythonText.quote(value))") }
        let low = try type.norm(ends[0], in: context.model).value
        let high = try type.norm(ends[1], in: context.model).value
        guard !type.index(high, in: context.model).lexicographicallyPrecedes(type.index(low, in: context.model)) else {
            throw context.bad("minval cannot be greater than maxval")
        }
        return Normalized([low, high], subs: [.init("min", low), .init("max", high)])
    }

    private func network(_ value: ModelValue, _ type: TypeDefinition, _ context: TypeContext) throws(Fault) -> [ModelValue] {
        let isVersion6 = element == "inet:ipv6"
        let elementContext = TypeContext(type: type, model: context.model)
        let span = try AddressSpan.read(value, width: isVersion6 ? 128 : 32, context) { text throws(Fault) in
            let stored = try elementContext.norm(.string(text)).value
            return type.index(stored, in: context.model).reduce(0) { $0 << 8 | UInt128($1) }
        }
        guard let span else { throw context.noNorm(value) }
        return [span.lowerBound, span.upperBound].map {
            isVersion6 ? .string(AddressText.text($0)) : .int(Int64(truncatingIfNeeded: $0))
        }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let ends) = value, ends.count == 2 else { return .string(Display.text(value)) }
        let type = try context.model.requireType(element)
        return .list([try type.repr(ends[0], in: context.model), try type.repr(ends[1], in: context.model)])
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        guard case .list(let ends) = value, let type = context.model.type(element) else { return IndexForm.any(value) }
        return ends.flatMap { type.index($0, in: context.model) }
    }
}
