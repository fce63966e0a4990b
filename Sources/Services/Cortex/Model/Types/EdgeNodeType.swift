import Kernel

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
