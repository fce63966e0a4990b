import Kernel

/// `str`: text with optional replacement, case, spacing, a fixed set of values, or a pattern whose named groups become properties.
struct StringType: TypeBehaviour {
    static let defaults = TypeOptions([
        "enums": nil, "regex": nil, "lower": false, "strip": false, "replace": [], "onespace": false, "globsuffix": false,
    ])

    private let isLower: Bool
    private let isStripped: Bool
    private let hasOneSpace: Bool
    private let hasGlobSuffix: Bool
    private let replacements: [(old: String, new: String)]
    private let allowed: Set<String>?
    private let pattern: String?
    private let anchoredPattern: String

    var liftComparators: [String] { ["^="] }

    init(_ options: TypeOptions) {
        isLower = options.flag("lower")
        isStripped = options.flag("strip")
        hasOneSpace = options.flag("onespace")
        hasGlobSuffix = options.flag("globsuffix")
        replacements = (options["replace"]?.list ?? []).compactMap { pair in
            guard let items = pair.list, items.count == 2, let old = items[0].string, let new = items[1].string else { return nil }
            return (old, new)
        }
        allowed = options.text("enums").map { Set($0.split(separator: ",").map(String.init)) }
        pattern = options.text("regex")
        anchoredPattern = "^(?:\(pattern ?? ""))"
    }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let original = try text(value, context)
        let text = adjusted(original)
        if let allowed, !allowed.contains(text) { throw context.bad("Value not in enums") }
        guard let pattern else { return Normalized(.string(text)) }
        guard let match = try context.environment.match(anchoredPattern, in: text) else {
            throw context.bad("[\(original)] does not match [\(pattern)]")
        }
        return Normalized(.string(text), subs: match.groups.map { .init($0.name, .string($0.text)) })
    }

    /// The text that stands for `value` before any option applies.
    private func text(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> String {
        switch value {
        case .string(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .int, .big, .float: Display.text(value)
        default: throw context.noNorm(value)
        }
    }

    private func adjusted(_ original: String) -> String {
        var text = original
        for (old, new) in replacements { text = TextForm.replace(text, old, with: new) }
        if isLower { text = text.lowercased() }
        if isStripped { text = TextForm.strip(text) }
        if hasOneSpace { text = TextForm.oneSpace(text) }
        return text
    }

    /// The start of a value: like a value, but spaces at its end may belong to it.
    private func adjustedPrefix(_ original: String) -> String {
        var text = original
        for (old, new) in replacements { text = TextForm.replace(text, old, with: new) }
        if isLower { text = text.lowercased() }
        if isStripped || hasOneSpace { text = TextForm.stripLeading(text) }
        if hasOneSpace, let last = text.unicodeScalars.last {
            text = TextForm.oneSpace(text) + (TextForm.isSpace(last) ? " " : "")
        }
        return text
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue { .string(Display.text(value)) }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { IndexForm.text(Display.text(value)) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard let prefix = try prefix(comparator, value, context) else { return nil }
        return PrefixComparator.predicate(prefix)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard let prefix = try prefix(comparator, value, context) else { return nil }
        return PrefixComparator.lift(prefix)
    }

    /// The prefix that the comparator asks for: `^=`, or `=` with an asterisk at the end where the type reads it so.
    private func prefix(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> String? {
        if comparator == "^=" { return adjustedPrefix(try text(value, context)) }
        if comparator == "=", hasGlobSuffix, case .string(let text) = value, text.hasSuffix("*") {
            return adjustedPrefix(String(text.dropLast()))
        }
        return nil
    }
}
