public import Kernel

/// What an option may hold. The type validates a value, says in words what it expects, and gives the JSON schema.
public enum OptionType: Sendable, Hashable {
    case bool
    case int(ClosedRange<Int64>)
    /// A number; an integer is taken as one.
    case float(ClosedRange<Double>)
    /// Text that is not empty and at most this many characters.
    case text(charactersMax: Int)
    /// A host, network, user or service name: letters, digits, `.`, `-`, `_`; no empty part; at most ``nameCharactersMax`` characters.
    case name
    /// 32 hexadecimal digits.
    case guid
    /// A list of texts, each as ``text(charactersMax:)``, at most ``listCountMax``.
    case texts(charactersMax: Int)
    /// A TCP port: 0 lets the system choose one, null switches the listener off.
    case port
    /// `scheme://...` with one of these schemes.
    case url(schemes: [String])
    /// One URL, or a list of at most ``listCountMax``.
    case urls(schemes: [String])
    /// One of these words.
    case choice([String])
    /// A mapping with text keys and any values.
    case object
    /// A mapping from text to text, such as HTTP headers.
    case textObject

    /// The names of log levels, as `SYN_LOG_LEVEL` has them.
    public static let level = OptionType.choice(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])

    /// X.509 allows 64 characters in a common name, and names go into certificates.
    public static let nameCharactersMax = 64
    /// More registries or mirrors than any network has; keeps start-up from trying addresses for hours.
    public static let listCountMax = 64
    /// Longer than any URL in use; most HTTP software stops at 8 KiB too.
    public static let urlCharactersMax = 8192

    /// What is expected, to follow the word "expected".
    public var expectation: String {
        switch self {
        case .bool: "true or false"
        case .int(let range): Self.words("an integer", lower: range.lowerBound, upper: range.upperBound, .min, .max)
        case .float(let range): Self.words("a number", lower: range.lowerBound, upper: range.upperBound, -.infinity, .infinity)
        case .text(let charactersMax): "a text of 1 to \(charactersMax) characters"
        case .name: "a name of 1 to \(Self.nameCharactersMax) letters, digits, '.', '-' and '_', without empty parts"
        case .guid: "32 hexadecimal digits"
        case .texts(let charactersMax): "a list of at most \(Self.listCountMax) texts of 1 to \(charactersMax) characters"
        case .port: "a port from 0 to 65535, or null"
        case .url(let schemes): "a URL that starts with \(Self.alternatives(schemes.map { $0 + "://" }))"
        case .urls(let schemes):
            "a URL that starts with \(Self.alternatives(schemes.map { $0 + "://" })), or a list of at most \(Self.listCountMax) of them"
        case .choice(let words): Self.alternatives(words)
        case .object: "a mapping"
        case .textObject: "a mapping from text to text"
        }
    }

    /// The value in its one form (an integer for a number becomes a float), or nil when it does not fit the type.
    public func accept(_ value: Value) -> Value? {
        switch (self, value) {
        case (.bool, .bool): value
        case (.int(let range), .int(let number)) where range.contains(number): value
        case (.float(let range), .float(let number)) where range.contains(number): value
        case (.float(let range), .int(let number)) where range.contains(Double(number)): .float(Double(number))
        case (.text(let charactersMax), .string(let text)) where Self.isText(text, charactersMax): value
        case (.name, .string(let text)) where Self.isName(text): value
        case (.guid, .string(let text)) where text.utf8.count == 32 && Iden(text) != nil: value
        case (.texts(let charactersMax), .array(let items))
        where items.count <= Self.listCountMax && items.allSatisfy({ Self.isText($0.string, charactersMax) }): value
        case (.port, .null): value
        case (.port, .int(0...65535)): value
        case (.url(let schemes), .string(let text)) where Self.isURL(text, schemes): value
        case (.urls(let schemes), .string(let text)) where Self.isURL(text, schemes): .array([value])
        case (.urls(let schemes), .array(let items))
        where !items.isEmpty && items.count <= Self.listCountMax && items.allSatisfy({ Self.isURL($0.string, schemes) }): value
        case (.choice(let words), .string(let text)) where words.contains(text): value
        case (.object, .map(let entries)) where entries.allSatisfy({ $0.key.string != nil }): value
        case (.textObject, .map(let entries)) where entries.allSatisfy({ $0.key.string != nil && $0.value.string != nil }): value
        default: nil
        }
    }

    /// The schema of values of this type, in JSON Schema 2020-12.
    var schema: [Value.Entry] {
        switch self {
        case .bool: Self.entries(["type": "boolean"])
        case .int(let range): Self.entries(["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)])
        case .float(let range):
            Self.entries(["type": "number"])
                + (range.lowerBound.isFinite ? Self.entries(["minimum": .float(range.lowerBound)]) : [])
                + (range.upperBound.isFinite ? Self.entries(["maximum": .float(range.upperBound)]) : [])
        case .text(let charactersMax): Self.entries(["type": "string", "minLength": 1, "maxLength": .int(Int64(charactersMax))])
        case .name:
            Self.entries([
                "type": "string", "minLength": 1, "maxLength": .int(Int64(Self.nameCharactersMax)),
                "pattern": "^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$",
            ])
        case .guid: Self.entries(["type": "string", "pattern": "^[0-9a-fA-F]{32}$"])
        case .texts(let charactersMax):
            Self.entries([
                "type": "array", "maxItems": .int(Int64(Self.listCountMax)),
                "items": .map(OptionType.text(charactersMax: charactersMax).schema),
            ])
        case .port: Self.entries(["type": ["integer", "null"], "minimum": 0, "maximum": 65535])
        case .url(let schemes):
            Self.entries([
                "type": "string", "maxLength": .int(Int64(Self.urlCharactersMax)),
                "pattern": .string("^(\(schemes.joined(separator: "|")))://[^\\s]+$"),
            ])
        case .urls(let schemes):
            Self.entries([
                "oneOf": [
                    .map(OptionType.url(schemes: schemes).schema),
                    .object([
                        "type": "array", "minItems": 1, "maxItems": .int(Int64(Self.listCountMax)),
                        "items": .map(OptionType.url(schemes: schemes).schema),
                    ]),
                ]
            ])
        case .choice(let words): Self.entries(["type": "string", "enum": .array(words.map { .string($0) })])
        case .object: Self.entries(["type": "object"])
        case .textObject: Self.entries(["type": "object", "additionalProperties": .object(["type": "string"])])
        }
    }

    private static func entries(_ fields: KeyValuePairs<String, Value>) -> [Value.Entry] {
        fields.map { Value.Entry(.string($0.key), $0.value) }
    }

    private static func words<Bound: Comparable>(_ noun: String, lower: Bound, upper: Bound, _ least: Bound, _ most: Bound) -> String {
        switch (lower == least, upper == most) {
        case (true, true): noun
        case (true, false): "\(noun) of at most \(upper)"
        case (false, true): "\(noun) of at least \(lower)"
        case (false, false): "\(noun) from \(lower) to \(upper)"
        }
    }

    private static func alternatives(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    private static func isText(_ text: String?, _ charactersMax: Int) -> Bool {
        guard let text else { return false }
        return !text.isEmpty && text.count <= charactersMax && !text.unicodeScalars.contains("\0")
    }

    private static func isName(_ text: String) -> Bool {
        guard text.utf8.count <= nameCharactersMax else { return false }
        return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty
                && part.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"),
                        UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    /// The form of the rest belongs to whoever opens the URL; here it must be there and hold no spaces or control characters.
    private static func isURL(_ text: String?, _ schemes: [String]) -> Bool {
        guard let text, text.utf8.count <= urlCharactersMax, text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7f }) else { return false }
        return schemes.contains { text.hasPrefix($0 + "://") && text.utf8.count > $0.utf8.count + 3 }
    }
}
