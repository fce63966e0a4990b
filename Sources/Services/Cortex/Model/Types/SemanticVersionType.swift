import Kernel

/// `it:semver`: a version of three numbers, packed into one that sorts like it.
struct SemanticVersionType: OrderedBehaviour {
    private static let partMax: Int64 = 0xfffff

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let parts: [Int64]
        switch value {
        case .int(let number):
            guard number >= 0 else { throw context.bad("Cannot norm a negative integer as a semver.") }
            guard number >> 60 == 0 else { throw context.bad("Cannot norm a integer larger than 1152921504606846975 as a semver.") }
            parts = [number >> 40, number >> 20 & Self.partMax, number & Self.partMax]
        case .string(let text):
            guard !TextForm.strip(text).isEmpty else { throw context.bad("No text left after stripping whitespace") }
            guard let read = Self.read(text) else { throw context.bad("Unable to parse string as a semver.") }
            parts = read
        default: throw context.noNorm(value)
        }
        return Normalized(.int(parts[0] << 40 | parts[1] << 20 | parts[2]), subs: [
            .init("major", .int(parts[0])), .init("minor", .int(parts[1])), .init("patch", .int(parts[2])),
        ])
    }

    /// The numbers at the start of a version; what is not there is zero.
    static func read(_ original: String) -> [Int64]? {
        var text = TextForm.strip(original).lowercased()[...]
        if text.hasPrefix("v") { text = TextForm.stripLeading(String(text.dropFirst()))[...] }
        var parts: [Int64] = []
        while parts.count < 3 {
            let digits = text.prefix { ("0"..."9").contains($0) }
            guard let number = Int64(digits), number <= partMax else { break }
            parts.append(number)
            text = text.dropFirst(digits.count)
            guard text.first == "." else { break }
            text = text.dropFirst()
        }
        guard !parts.isEmpty else { return nil }
        return parts + [Int64](repeating: 0, count: 3 - parts.count)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue {
        guard let number = value.int else { return .string(Display.text(value)) }
        return .string("\(number >> 40).\(number >> 20 & Self.partMax).\(number & Self.partMax)")
    }
}
