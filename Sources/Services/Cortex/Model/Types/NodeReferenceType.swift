import Kernel

/// `ndef`: a form and a value of it, that is, any node; or of some forms or interfaces only.
struct NodeReferenceType: TypeBehaviour {
    private let forms: Set<String>
    private let interfaces: [String]

    init(_ options: TypeOptions) {
        forms = Set(options.texts("forms") ?? [])
        interfaces = (options.texts("interface") ?? []) + (options.texts("interfaces") ?? [])
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .list(let parts) = value else { throw context.noNorm(value) }
        guard parts.count == 2, let name = parts[0].string else {
            throw context.bad("Invalid ndef value: \(PythonText.quote(value))")
        }
        let form = try context.model.requireForm(name)
        let refusal = "Ndef of form \(name) is not allowed as a value for \(context.type.name) with"
        if !forms.isEmpty, !forms.contains(name) {
            throw context.bad("\(refusal) form filter \(forms.sorted().joined(separator: ","))")
        }
        if !interfaces.isEmpty, !interfaces.contains(where: form.interfaces.contains) {
            throw context.bad("\(refusal) interface filter \(interfaces.joined(separator: ","))")
        }
        let part = try form.type.norm(parts[1], in: context.model)
        return Normalized(
            [.string(name), part.value], subs: [.init("form", .string(name))],
            adds: part.adds + [NodeAddition(form: name, value: part.value, subs: part.subs)])
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let parts) = value, parts.count == 2, let name = parts[0].string, let form = context.model.form(name) else {
            return .string(Display.text(value))
        }
        return [parts[0], try form.type.repr(parts[1], in: context.model)]
    }
}
