import ArgumentParser
import Config
import Kernel
import World

/// The commands about configuration. They need no running service.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The options of services.", subcommands: [ConfigDocsCommand.self, ConfigCheckCommand.self])
}

/// The services whose options are declared.
enum KnownServices {
    static let all = [AhaOptions.service, AxonOptions.service]
    static var names: String { all.map(\.service).joined(separator: ", ") }

    static func named(_ name: String) throws(Fault) -> ServiceOptions {
        guard let found = all.first(where: { $0.service == name.lowercased() }) else {
            throw Fault(.noSuchName, "there is no service \(name)", fields: ["name": .string(name)], advice: "Services are: \(names)")
        }
        return found
    }

    /// The service that a name such as `01.axon` belongs to; nil where none of its labels is one.
    static func within(_ name: String) -> ServiceOptions? {
        let labels = name.lowercased().split { !$0.isLetter }.map(String.init)
        return all.first { labels.contains($0.service) }
    }
}

/// `synctl config docs`.
struct ConfigDocsCommand: OperatorCommand {
    static let examples = [
        Example("synctl config docs axon", "Every option of the Axon, in Markdown."),
        Example("synctl config docs axon --sample", "A cell.yaml to begin with."),
        Example("synctl config docs aha --json", "The JSON Schema of AHA's cell.yaml."),
    ]
    static let configuration = CommandConfiguration.command("docs", "Prints the options of a service.", examples: examples)

    @Argument(help: "The service: \(KnownServices.names).") var service: String
    @Flag(help: "Print a cell.yaml in which every option is a comment.") var sample = false
    @OptionGroup var display: DisplayOptions

    var wantsJSON: Bool { display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let reference = ConfigReference(try KnownServices.named(service))
        try context.output.show(reference.schema) { output throws(Fault) in
            try output.bytes(Array((sample ? reference.sample : reference.markdown).utf8))
        }
        return .success
    }
}

/// `synctl config check`.
struct ConfigCheckCommand: OperatorCommand {
    static let examples = [
        Example("synctl config check /srv/synapse/00.axon", "Checks cell.yaml there, and the variables of this shell."),
        Example("synctl config check . --service axon --json", "For a script, where the name of the directory does not tell the service."),
    ]
    static let configuration = CommandConfiguration.command(
        "check", "Checks the configuration of a service without starting it.",
        details: "Prints every error with file, line and column, and exits with 1 where there is one. Variables such as SYN_AXON_MAX_BYTES "
            + "are checked too. The service is told by --service, by aha:name in cell.yaml, or by the name of the directory.",
        examples: examples)

    @Argument(help: ArgumentHelp("The directory of the service.", valueName: "dir")) var directory: String
    @ArgumentParser.Option(help: ArgumentHelp("The service: \(KnownServices.names).", valueName: "service")) var service: String?
    @OptionGroup var display: DisplayOptions

    var wantsJSON: Bool { display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let base = context.terminal.absolute(directory)
        guard try FileKind.at(base, followsLinks: true) == .directory else {
            throw Fault(.badArgument, "\(directory) is no directory", advice: "Give the directory of the service, which holds cell.yaml")
        }
        let path = "\(directory.hasSuffix("/") ? String(directory.dropLast()) : directory)/cell.yaml"
        let file = try text("\(base)/cell.yaml", context)
        let options = try kind(file, path, base)
        let configuration: Configuration
        do throws(ConfigurationFaults) {
            configuration = try Configuration.load(
                service: options, file: file, path: path, environment: context.terminal.environment)
        } catch {
            try report(error, context.output)
            return .failure
        }
        try Self.report(configuration, path: path, context.output)
        return .success
    }

    private func text(_ path: String, _ context: CommandContext) throws(Fault) -> String? {
        guard context.host.files.exists(path) else { return nil }
        return String(decoding: try context.host.files.read(path, bytesMax: YAML.textBytesMax, label: "read cell.yaml"), as: UTF8.self)
    }

    private func kind(_ file: String?, _ path: String, _ base: String) throws(Fault) -> ServiceOptions {
        if let service { return try KnownServices.named(service) }
        if let file, let named = Self.name(file, path), let found = KnownServices.within(named) { return found }
        let parts = base.split(separator: "/").filter { $0 != "." }
        if let last = parts.last, let found = KnownServices.within(String(last)) { return found }
        throw Fault(
            .badArgument, "neither aha:name in \(path) nor the name of the directory tells which service this is",
            advice: "Give --service, one of: \(KnownServices.names)")
    }

    /// The value of `aha:name`, where the file is sound enough to read it.
    private static func name(_ file: String, _ path: String) -> String? {
        do throws(Fault) { return try ConfigurationDocument(file, path: path).value("aha:name")?.string } catch { return nil }
    }

    private func report(_ faults: ConfigurationFaults, _ output: Output) throws(Fault) {
        let shown: Value = .object([
            "valid": false, "errors": .array(faults.faults.map(FaultText.json)), "omitted": .int(Int64(faults.omitted)),
        ])
        try output.show(shown) { output throws(Fault) in
            for fault in faults.faults {
                try output.line(FaultText.message(fault))
                if let advice = fault.advice { try output.line("  next: \(advice)") }
            }
            if faults.omitted > 0 { try output.line("and \(faults.omitted) more") }
        }
    }

    private static func report(_ configuration: Configuration, path: String, _ output: Output) throws(Fault) {
        let shown: Value = .object(["valid": true, "errors": [], "warnings": .array(configuration.warnings.map(Value.string))])
        try output.show(shown) { output throws(Fault) in
            for warning in configuration.warnings { try output.talk("warning: \(warning)") }
            try output.line("\(path) is valid for \(configuration.service.service)")
        }
    }
}
