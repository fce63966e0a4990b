public import Kernel

/// The checked values of a service's options, and where each came from.
public struct Configuration: Sendable {
    /// Where the value of an option came from.
    public enum Source: Sendable, Hashable, CustomStringConvertible {
        case defaultValue
        case file(path: String, at: YAMLMark)
        case environment(variable: String)
        case credential(name: String)

        public var description: String {
            switch self {
            case .defaultValue: "default"
            case .file(let path, let mark): "\(path):\(mark)"
            case .environment(let variable): "environment \(variable)"
            case .credential(let name): "credential \(name)"
            }
        }
    }

    /// The value of one option.
    public struct Setting: Sendable, Hashable {
        /// The value, and where it was given.
        public let value: Value
        public let source: Source
    }

    /// The options that the service knows.
    public let service: ServiceOptions
    /// What an operator should know although the service can start: deprecated options, unknown variables. No secrets.
    public let warnings: [String]
    private let settings: [String: Setting]

    init(service: ServiceOptions, settings: [String: Setting], warnings: [String]) {
        self.service = service
        self.settings = settings
        self.warnings = warnings
    }

    /// The value and source of an option; nil when nothing sets it and it has no default.
    ///
    /// - Precondition: the option is one of the service.
    public func setting(_ option: Option) -> Setting? {
        precondition(service[option.name] != nil, "the option \(option.name) is not one of \(service.service)")
        return settings[option.name]
    }

    /// A boolean option; false when nothing sets it.
    public func bool(_ option: Option) -> Bool { setting(option)?.value.bool ?? false }

    /// An integer option; nil when nothing sets it.
    public func optionalInt(_ option: Option) -> Int64? { setting(option)?.value.int }

    /// An integer option that has a default.
    ///
    /// - Precondition: the option is declared as an integer with a default.
    public func int(_ option: Option) -> Int64 {
        guard let number = optionalInt(option) else { preconditionFailure("the option \(option.name) is no integer with a default") }
        return number
    }

    /// A number; nil when nothing sets it.
    public func float(_ option: Option) -> Double? {
        if case .float(let number) = setting(option)?.value { number } else { nil }
    }

    /// A text, name, URL or choice; nil when nothing sets it.
    public func text(_ option: Option) -> String? { setting(option)?.value.string }

    /// A list of texts or URLs; empty when nothing sets it. One URL alone is a list of one.
    public func texts(_ option: Option) -> [String] { (setting(option)?.value.array ?? []).compactMap(\.string) }

    /// A port; nil when it is null, which switches the listener off, or when nothing sets it.
    public func port(_ option: Option) -> UInt16? { optionalInt(option).map { UInt16(clamping: $0) } }

    /// A mapping; nil when nothing sets it.
    public func object(_ option: Option) -> [(key: String, value: Value)]? {
        guard case .map(let entries) = setting(option)?.value else { return nil }
        return entries.compactMap { entry in entry.key.string.map { ($0, entry.value) } }
    }

    /// The options whose values differ from those in `earlier`, to tell what a reload changes and what needs a restart.
    public func changes(since earlier: Configuration) -> [Option] {
        service.options.filter { settings[$0.name]?.value != earlier.settings[$0.name]?.value }
    }

    /// One line an option: name, value, source. The values of secret options are not in it, nor passwords inside URLs.
    public var summary: [(option: Option, value: String, source: String)] {
        service.options.map { option in
            guard let setting = settings[option.name] else { return (option, "(not set)", "") }
            return (option, FoundText.of(setting.value, option: option), setting.source.description)
        }
    }
}
