import Kernel

/// `nodeprop`: a property and a value of it.
struct PropertyReferenceType: TypeBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        var parts: [ModelValue]
        switch value {
        case .list(let items): parts = items
        case .string(let text):
            guard let (name, rest) = TextForm.cut(text, at: "=") else {
                throw context.bad("Must be a 2-tuple: \(PythonText.quote(value))")
            }
            parts = [.string(name), .string(rest)]
        default: throw context.noNorm(value)
        }
        guard parts.count == 2, let name = parts[0].string else { throw context.bad("Must be a 2-tuple: \(PythonText.quote(value))") }
        guard let property = context.model.property(name) else { throw context.bad("No prop named \(name)") }
        let part = try property.type.norm(parts[1], in: context.model)
        parts = [.string(property.fullName), part.value]
        return Normalized(.list(parts), subs: [.init("prop", .string(property.fullName))], adds: part.adds)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let parts) = value, parts.count == 2, let name = parts[0].string,
            let property = context.model.property(name)
        else { return .string(Display.text(value)) }
        return [parts[0], try property.type.repr(parts[1], in: context.model)]
    }
}
