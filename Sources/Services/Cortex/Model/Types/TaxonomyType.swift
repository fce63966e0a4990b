import Kernel

/// `taxon`: one label of a taxonomy.
struct TaxonType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        Normalized(.string(try TagPartType.part(try requireText(value, context), context)))
    }
}

/// `taxonomy`: labels, each with a dot behind it, so that what starts with `a.b.` is below it.
struct TaxonomyType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let labels: [String]
        switch value {
        case .list(let items): labels = items.map(Display.text)
        case .string(let text):
            var plain = TextForm.strip(text)
            while plain.hasSuffix(".") { plain.removeLast() }
            while plain.hasPrefix(".") { plain.removeFirst() }
            labels = TextForm.split(plain, at: ".")
        default: throw context.noNorm(value)
        }
        guard !labels.isEmpty else { throw context.bad("A taxonomy needs at least one label.") }
        var parts: [String] = []
        for label in labels { parts.append(try TagPartType.part(label, context)) }
        var subs: [ModelValue.Entry] = [.init("base", .string(parts[parts.count - 1])), .init("depth", .integer(parts.count - 1))]
        if parts.count > 1 { subs.append(.init("parent", .string(Self.joined(parts.dropLast())))) }
        return Normalized(.string(Self.joined(parts[...])), subs: subs)
    }

    private static func joined(_ parts: ArraySlice<String>) -> String { parts.joined(separator: ".") + "." }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        let text = Display.text(value)
        return .string(text.hasSuffix(".") ? String(text.dropLast()) : text)
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}
