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
