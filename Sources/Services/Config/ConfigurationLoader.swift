import Kernel

extension Configuration {
    /// Checks the configuration of a service and gives every option its value. The environment beats a credential, a credential beats the
    /// file, and the file beats the default.
    ///
    /// - Parameters:
    ///   - file: the text of cell.yaml; nil when there is none.
    ///   - path: how errors name that file.
    ///   - environment: the process's variables. `SYN_<SERVICE>_<NAME>` is parsed as YAML; one that belongs to no option is a warning,
    ///     not an error, since orchestrators share variables between versions.
    ///   - credentials: the text of the systemd credential with a name (see ``Option/credentialName``); asked only for secret options.
    ///     It is taken as it is, without YAML, less one line feed at its end.
    /// - Throws: every error that was found, each with the key, its place, what was expected and what was found.
    public static func load(
        service: ServiceOptions, file: String?, path: String, environment: [String: String],
        credentials: (String) -> String? = { _ in nil }
    ) throws(ConfigurationFaults) -> Configuration {
        var loader = ConfigurationLoader(service: service)
        if let file { loader.read(file: file, path: path) }
        loader.read(credentials: credentials)
        loader.read(environment: environment)
        return try loader.finish()
    }
}

/// Collects settings, errors and warnings from one source after the other; a later source beats an earlier one.
struct ConfigurationLoader {
    private let service: ServiceOptions
    private var settings: [String: Configuration.Setting] = [:]
    private var faults: [Fault] = []
    private var warnings: [String] = []

    init(service: ServiceOptions) {
        self.service = service
        for option in service.options {
            if let value = option.defaultValue { settings[option.name] = .init(value: value, source: .defaultValue) }
        }
    }

    mutating func read(file text: String, path: String) {
        let root: YAMLNode
        do throws(Fault) {
            root = try YAML.parse(text, file: path)
        } catch {
            faults.append(error)
            return
        }
        switch root.content {
        case .scalar(.null): break
        case .mapping(let pairs): for pair in pairs { take(pair, path: path) }
        default:
            faults.append(
                YAML.fault(
                    "expected a mapping of options, found \(root.value.kind)", file: path, at: root.start,
                    advice: "Write one option a line: 'name: value', with a space after the colon"))
        }
    }

    mutating func read(credentials: (String) -> String?) {
        for option in service.options where option.isSecret {
            guard var text = credentials(option.credentialName) else { continue }
            if text.utf8.last == UInt8(ascii: "\n") { text = String(decoding: text.utf8.dropLast(), as: UTF8.self) }
            set(option, .string(text), from: .credential(name: option.credentialName))
        }
    }

    mutating func read(environment: [String: String]) {
        let prefix = Option.environmentPrefix(service: service.service)
        let known = Dictionary(uniqueKeysWithValues: service.options.map { ($0.environmentName(service: service.service), $0) })
        for (variable, text) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix(prefix) {
            guard let option = known[variable] else {
                let nearest = NearestName.of(variable, among: known.keys.sorted())
                warnings.append(
                    "the environment variable \(KeyText.quoted(.string(variable))) belongs to no option of \(service.service)"
                        + (nearest.map { "; did you mean \($0)?" } ?? ""))
                continue
            }
            read(variable: variable, text: text, option: option)
        }
    }

    private mutating func read(variable: String, text: String, option: Option) {
        // An empty variable is more often a template that was not filled in than a wish for null.
        guard !text.isEmpty else {
            faults.append(
                fault(
                    option, "the environment variable \(variable) is empty; expected \(option.type.expectation)",
                    source: .environment(variable: variable),
                    advice: "Give it a value or unset it"))
            return
        }
        do throws(Fault) {
            set(option, try YAML.parse(text, file: variable).value, from: .environment(variable: variable))
        } catch {
            // What is wrong with the text of a secret may quote a part of it.
            let shown = option.isSecret ? Fault(.badConfig, "\(variable) is not one YAML value (not shown: the option is secret)") : error
            faults.append(shown.with("key", .string(option.name)))
        }
    }

    func finish() throws(ConfigurationFaults) -> Configuration {
        guard faults.isEmpty else { throw ConfigurationFaults(faults) }
        return Configuration(service: service, settings: settings, warnings: warnings)
    }

    private mutating func take(_ pair: YAMLPair, path: String) {
        guard let name = pair.key.value.string, let option = service[name] else {
            faults.append(unknown(pair.key, path: path))
            return
        }
        set(option, pair.value.value, from: .file(path: path, at: pair.value.start))
    }

    private mutating func set(_ option: Option, _ value: Value, from source: Configuration.Source) {
        if let deprecation = option.deprecation {
            let replacement = deprecation.replacement.map { "; use \($0)" } ?? ""
            warnings.append("the option \(option.name) (\(source)) is deprecated since \(deprecation.since)\(replacement)")
        }
        guard let accepted = option.type.accept(value) else {
            let found = FoundText.described(value, option: option)
            faults.append(
                fault(
                    option,
                    "\(source): the option \(option.name) expects \(option.type.expectation), found \(found)",
                    source: source, advice: Self.advice(option.type, value)
                ).with("found", .string(found)))
            return
        }
        settings[option.name] = .init(value: accepted, source: source)
    }

    private func fault(_ option: Option, _ message: String, source: Configuration.Source, advice: String) -> Fault {
        var fields: [String: Value] = [
            "key": .string(option.name), "expected": .string(option.type.expectation), "source": .string(source.description),
        ]
        if case .file(let path, let mark) = source {
            fields["file"] = .string(path)
            fields["line"] = .int(Int64(mark.line))
            fields["column"] = .int(Int64(mark.column))
        }
        return Fault(.badConfig, message, fields: fields, advice: advice)
    }

    private func unknown(_ key: YAMLNode, path: String) -> Fault {
        let name = KeyText.quoted(key.value)
        let nearest = key.value.string.flatMap { NearestName.of($0, among: service.options.map(\.name)) }
        let question = nearest.map { "; did you mean '\($0)'?" } ?? ""
        var fault = YAML.fault(
            "\(service.service) has no option \(name)\(question)", file: path, at: key.start,
            advice: "Correct or remove it; 'synctl config docs \(service.service)' lists the options"
        ).with("key", .string(name))
        if let nearest { fault = fault.with("nearest", .string(nearest)) }
        return fault
    }

    private static func advice(_ type: OptionType, _ value: Value) -> String {
        switch (type, value) {
        case (.bool, .string): "YAML takes only true and false as booleans, without quotes"
        case (.int, .string), (.float, .string), (.port, .string): "Write the number without quotes"
        case (.text, .int), (.text, .uint), (.text, .float), (.text, .bool), (.name, .int), (.name, .float), (.guid, .int), (.guid, .uint):
            "Put the value in quotes; in an environment variable the quotes must be part of the value"
        case (_, .null): "Give it a value or remove the line"
        default: "Correct the value; 'synctl config docs' describes the option"
        }
    }
}
