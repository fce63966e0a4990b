import Kernel

/// `syn:tag`: labels from general to special, `cno.infra.dns`.
struct TagType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let labels: [String]
        switch value {
        case .list(let items): labels = items.map(Display.text)
        case .string(let text):
            let plain = TextForm.strip(text).drop { $0 == "#" }
            labels = TextForm.split(plain, at: ".")
        default: throw context.noNorm(value)
        }
        var parts: [String] = []
        for label in labels { parts.append(try TagPartType.part(label, context)) }
        guard let last = parts.last else { throw context.bad("Each tag part must be non-zero length.") }
        var subs: [ModelValue.Entry] = [.init("base", .string(last)), .init("depth", .integer(parts.count - 1))]
        if parts.count > 1 { subs.append(.init("up", .string(parts.dropLast().joined(separator: ".")))) }
        return Normalized(.string(parts.joined(separator: ".")), subs: subs)
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
