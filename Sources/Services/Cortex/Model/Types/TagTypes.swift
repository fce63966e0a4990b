import Kernel

/// `syn:tag:part`: one label of a tag, lower case, words joined by underscores.
struct TagPartType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        Normalized(.string(try Self.part(try requireText(value, context), context)))
    }

    static func part(_ text: String, _ context: TypeContext) throws(Fault) -> String {
        if isPlain(text) { return text.lowercased() }
        var part = ""
        var isOpen = false
        // Runs of what is no letter, digit or symbol of a language become one underscore, as in the tags of the reference.
        for scalar in TextForm.strip(text.lowercased()).unicodeScalars {
            if isWord(scalar) {
                part.unicodeScalars.append(scalar)
                isOpen = true
            } else if isOpen || part.isEmpty {
                part += "_"
                isOpen = false
            }
        }
        guard !part.isEmpty else { throw context.bad("Each tag part must be non-zero length.") }
        return part
    }

    /// Whether the part needs no change but lower case.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || (65...90).contains($0) || $0 == 95 }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.isEmojiPresentation
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}

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
