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

/// `edge` and `timeedge`: two nodes that are related, the second also with a time.
struct EdgeNodeType: TypeBehaviour {
    let hasTime: Bool

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        guard case .list(let parts) = value else { throw context.noNorm(value) }
        guard parts.count == (hasTime ? 3 : 2) else {
            throw context.bad(hasTime ? "timeedge requires (ndef, ndef, time)" : "edge requires (ndef, ndef)")
        }
        let first = try context.norm(parts[0], as: "ndef")
        let second = try context.norm(parts[1], as: "ndef")
        var values = [first.value, second.value]
        var subs: [ModelValue.Entry] = []
        for (name, part) in [("n1", first), ("n2", second)] {
            subs.append(.init(name, part.value))
            if let form = part.sub("form") { subs.append(.init("\(name):form", form)) }
        }
        if hasTime {
            let time = try context.norm(parts[2], as: "time").value
            values.append(time)
            subs.append(.init("time", time))
        }
        return Normalized(.list(values), subs: subs, adds: first.adds + second.adds)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard case .list(let parts) = value, parts.count == (hasTime ? 3 : 2) else { return .string(Display.text(value)) }
        let ndef = try context.model.requireType("ndef")
        var texts: [ModelValue] = [try ndef.repr(parts[0], in: context.model), try ndef.repr(parts[1], in: context.model)]
        if hasTime { texts.append(try context.model.requireType("time").repr(parts[2], in: context.model)) }
        return .list(texts)
    }
}
