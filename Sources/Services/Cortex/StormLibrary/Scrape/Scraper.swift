import Kernel
import Model
import Regex
import Storm

/// Finds indicators in text: addresses, names, hashes, paths.
struct Scraper {
    /// An indicator that was found.
    struct Finding {
        let form: String
        let value: ModelValue
        /// As it stood in the text, disarmed or not.
        let match: String
        /// Where it stood, in characters.
        let offset: Int
    }

    private let model: DataModel
    private let text: Refanging

    /// The longest text that is searched.
    static let textBytesMax = 64 << 20

    /// - Parameter isRefanged: whether disarmed indicators (`evil[.]com`) are found too.
    init(_ text: String, model: DataModel, isRefanged: Bool = true) throws(Fault) {
        guard text.utf8.count <= Self.textBytesMax else {
            throw Fault(.limit, "the text to search is longer than \(Self.textBytesMax) bytes", advice: "Search it in parts")
        }
        self.text = Refanging(text, fangs: isRefanged ? Refanging.standard : [])
        self.model = model
    }

    /// Every indicator, rule by rule, from left to right. What the data model does not take is passed over.
    func forEach(check: () throws -> Void, _ body: (Finding) throws -> Void) throws {
        for rule in ScrapeRules.all {
            guard let type = model.type(rule.form) else { continue }
            try rule.pattern.forEachMatch(in: text.text, check: check) { capture in
                guard let found = rule.find(capture, text.text) else { return true }
                for value in found.values {
                    guard let norm = try? type.norm(value, in: model).value else { continue }
                    let (match, offset) = text.original(found.range)
                    try body(Finding(form: rule.form, value: norm, match: match, offset: offset))
                }
                return true
            }
        }
    }
}

/// How one kind of indicator is found.
struct ScrapeRule: Sendable {
    /// What a rule made of a match: the values, and where they stand in the searched text, in bytes.
    struct Found {
        let values: [ModelValue]
        let range: Range<Int>
    }

    let form: String
    let pattern: CompiledPattern
    /// The values of what the pattern found; none where it only looks like one. Nil: the text itself.
    private let convert: (@Sendable (String) -> [ModelValue])?
    /// Where the value ends for a text that may have signs of its surroundings at its end.
    private let trim: (@Sendable (_ match: String, _ prefix: String) -> String)?

    init(
        _ form: String, _ pattern: CompiledPattern, trim: (@Sendable (String, String) -> String)? = nil,
        convert: (@Sendable (String) -> [ModelValue])? = nil
    ) {
        self.form = form
        self.pattern = pattern
        self.trim = trim
        self.convert = convert
    }

    func find(_ capture: RegexCapture, _ text: String) -> Found? {
        // A group named `valu` is the value; without it the whole match is.
        let group = pattern.number(of: "valu") ?? 0
        guard let match = capture.texts[group], let range = capture.ranges[group], !match.isEmpty else { return nil }
        let prefix = pattern.number(of: "prefix").flatMap { capture.texts[$0] } ?? ""
        let value = trim?(match, prefix) ?? match
        let values = convert?(value) ?? [.string(value)]
        return values.isEmpty ? nil : Found(values: values, range: range.lowerBound..<(range.lowerBound + value.utf8.count))
    }
}
