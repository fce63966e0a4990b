public import Kernel

/// What the declarations of a service's options give besides validation: a reference page, a sample file, a schema.
public struct ConfigReference: Sendable {
    private let service: ServiceOptions

    public init(_ service: ServiceOptions) { self.service = service }

    /// The reference page in Markdown, one section an option.
    public var markdown: String {
        var text = """
            # Options of \(service.service)

            Options stand in `cell.yaml` in the directory of the service. Each can also be given as an environment variable, whose value
            is read as YAML; the environment beats the file.

            """
        for option in service.options { text += "\n" + section(option) }
        return text
    }

    /// A cell.yaml in which every line is a comment; with the `#` before an option removed it is in force.
    public var sample: String {
        var text = "# Options of \(service.service). Remove the '#' before a name to set it.\n"
        for option in service.options where option.deprecation == nil {
            text += "\n"
            for line in Self.wrapped(option.doc.replacing("`", with: "")) { text += "# \(line)\n" }
            text += "# Expects \(option.type.expectation)\(option.unit.map { ", in \($0)" } ?? "").\n"
            for line in sampleLines(option) { text += "#\(line)\n" }
        }
        return text
    }

    /// The schema of cell.yaml, in JSON Schema 2020-12.
    public var schema: Value {
        let properties = service.options.map { option in
            var entries = option.type.schema + [Value.Entry("description", .string(option.doc))]
            if let value = option.defaultValue { entries.append(Value.Entry("default", value)) }
            if option.deprecation != nil { entries.append(Value.Entry("deprecated", true)) }
            if option.isSecret { entries.append(Value.Entry("writeOnly", true)) }
            return Value.Entry(.string(option.name), .map(entries))
        }
        return .object([
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string("cell.yaml of \(service.service)"),
            "type": "object",
            "properties": .map(properties), "additionalProperties": false,
        ])
    }

    private func section(_ option: Option) -> String {
        var text = "## `\(option.name)`\n\n"
        if let deprecation = option.deprecation {
            text += "**Deprecated** since \(deprecation.since)\(deprecation.replacement.map { "; use `\($0)`" } ?? "").\n\n"
        }
        text += option.doc + "\n\n"
        text += "- Expects: \(option.type.expectation)\n"
        text += "- Default: \(option.defaultValue.map { "`\($0.json)`" } ?? "not set")\n"
        if let unit = option.unit { text += "- Unit: \(unit)\n" }
        text += "- Environment: `\(option.environmentName(service: service.service))`\n"
        if option.isSecret { text += "- Secret: never shown; also read from the systemd credential `\(option.credentialName)`\n" }
        text += "- A change takes effect: \(option.effect == .reload ? "on reload" : "after a restart")\n"
        return text
    }

    private func sampleLines(_ option: Option) -> [String] {
        let entry = Value.Entry(.string(option.name), option.defaultValue ?? option.example ?? .null)
        do throws(Fault) {
            return try YAML.write(.map([entry])).split(separator: "\n").map(String.init)
        } catch {
            preconditionFailure("the declared value of \(option.name) cannot be written as YAML")
        }
    }

    /// Lines of at most 100 characters, which fit a terminal beside line numbers.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = [""]
        for word in text.split(separator: " ") {
            let line = lines[lines.count - 1]
            if line.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if line.count + word.count < 100 {
                lines[lines.count - 1] = line + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
