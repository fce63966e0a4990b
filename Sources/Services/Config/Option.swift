public import Kernel

/// One option of a service, declared once. Validation, the environment variable, the reference page and the schema all come from here.
public struct Option: Sendable, Hashable {
    /// What it takes for a changed value to have an effect.
    public enum Effect: String, Sendable, Hashable {
        case reload
        case restart
    }

    /// An option that will go: since which version, and what to use.
    public struct Deprecation: Sendable, Hashable {
        /// The version that first warns, and the option to use instead; nil where there is none.
        public let since: String
        public let replacement: String?

        public init(since: String, replacement: String?) {
            self.since = since
            self.replacement = replacement
        }
    }

    /// Lower-case words joined by colons, such as `aha:provision`.
    public let name: String
    public let type: OptionType
    /// The value when nothing sets the option; nil: the option is then not set.
    public let defaultValue: Value?
    /// What a number counts, such as `seconds`.
    public let unit: String?
    /// Sentences for the reference page, in Markdown.
    public let doc: String
    public let effect: Effect
    /// The value is never shown: not in errors, not by `config check`, not in logs.
    public let isSecret: Bool
    public let deprecation: Deprecation?
    /// A value for the sample file where there is no default.
    public let example: Value?

    /// - Precondition: the name is well formed, and default and example fit the type.
    public init(
        _ name: String, _ type: OptionType, default defaultValue: Value? = nil, unit: String? = nil, effect: Effect = .restart,
        isSecret: Bool = false, deprecation: Deprecation? = nil, example: Value? = nil, doc: String
    ) {
        precondition(Self.isName(name), "an option name is lower-case words joined by colons: \(name)")
        precondition(!doc.isEmpty, "the option \(name) has no doc sentence")
        self.name = name
        self.type = type
        self.defaultValue = Self.fitting(defaultValue, type, name)
        self.unit = unit
        self.doc = doc
        self.effect = effect
        self.isSecret = isSecret
        self.deprecation = deprecation
        self.example = Self.fitting(example, type, name)
    }

    /// The environment variable of the option for a service: `aha:provision` of `axon` is `SYN_AXON_AHA_PROVISION`.
    public func environmentName(service: String) -> String {
        Self.environmentPrefix(service: service) + name.uppercased().replacing(":", with: "_")
    }

    /// How every variable of a service starts: `SYN_AXON_`.
    static func environmentPrefix(service: String) -> String { "SYN_\(service.uppercased())_" }

    /// The name of the systemd credential that can hold the option: colons become dots, since a colon separates name and path in a unit
    /// file (`LoadCredential=auth.passwd:/etc/...`).
    public var credentialName: String { name.replacing(":", with: ".") }

    private static func fitting(_ value: Value?, _ type: OptionType, _ name: String) -> Value? {
        guard let value else { return nil }
        guard let accepted = type.accept(value) else {
            preconditionFailure("the declared value of the option \(name) does not fit its type")
        }
        return accepted
    }

    private static func isName(_ name: String) -> Bool {
        name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).allSatisfy { word in
            guard let first = word.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
            return word.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
        }
    }
}
