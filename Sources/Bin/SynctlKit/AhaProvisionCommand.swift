import ArgumentParser
import Cell
import Kernel

/// The commands that give out one-time URLs.
struct AhaProvisionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision", abstract: "Prints a one-time URL with which a service or a user joins the network.",
        subcommands: [AhaProvisionServiceCommand.self, AhaProvisionUserCommand.self])
}

/// How a one-time URL is printed.
enum OneTimeURLText {
    static func show(_ url: String, onlyURL: Bool, _ output: Output) throws(Fault) {
        try output.show(.object(["url": .string(url)])) { output throws(Fault) in
            try output.line(onlyURL ? url : "one-time use URL: \(url)")
        }
    }
}

/// `synctl aha provision service`.
struct AhaProvisionServiceCommand: OperatorCommand {
    static let examples = [
        Example("synctl aha provision service 00.axon", "The first Axon, which will lead."),
        Example("synctl aha provision service 01.axon --mirror axon --dmon-port 30001", "A mirror of it that listens on a fixed port."),
        Example("synctl aha provision service 00.cortex --https-port 8443 --only-url", "Only the URL, for a script."),
    ]
    static let configuration = CommandConfiguration.command(
        "service", "Prints a one-time URL for a new server.",
        details: "The new server is started with the URL in aha:provision (SYN_<SERVICE>_AHA_PROVISION). It fetches its configuration "
            + "and certificates with it. The URL works once, and expires.",
        examples: examples)

    @Argument(help: "The name of the server, without the network: 00.axon.") var name: String
    @Option(help: ArgumentHelp("The server or service to follow; without it the new server may lead.", valueName: "name"))
    var mirror: String?
    @Option(help: ArgumentHelp("The port of its wire protocol; without it the system chooses one.", valueName: "port")) var dmonPort: Int?
    @Option(help: ArgumentHelp("The port of its HTTPS API.", valueName: "port")) var httpsPort: Int?
    @Option(help: ArgumentHelp("The user that it is towards other services (default: root).", valueName: "user")) var user: String?
    @Option(help: ArgumentHelp("A file with more options for its cell.yaml.", valueName: "file")) var cellyaml: String?
    @Flag(help: "Print nothing but the URL.") var onlyURL = false
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    /// As large as any cell.yaml that a service would read.
    private static let cellYAMLBytesMax = 1 << 20

    func validate() throws {
        for (option, port) in [("--dmon-port", dmonPort), ("--https-port", httpsPort)] {
            if let port, !(1...65535).contains(port) { throw ValidationError("\(option) is a number from 1 to 65535") }
        }
    }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        var request = ProvisionService(service: name)
        request.mirror = mirror
        request.dmonPort = dmonPort
        request.httpsPort = httpsPort
        request.user = user
        if let cellyaml {
            let path = context.terminal.absolute(cellyaml)
            let bytes = try context.host.files.read(path, bytesMax: Self.cellYAMLBytesMax, label: "read the file of --cellyaml")
            request.cellYAML = String(decoding: bytes, as: UTF8.self)
        }
        let reply = try await connection.askAHA(request, context)
        try OneTimeURLText.show(reply.url, onlyURL: onlyURL, context.output)
        return .success
    }
}

/// `synctl aha provision user`.
struct AhaProvisionUserCommand: OperatorCommand {
    static let examples = [
        Example("synctl aha provision user visi", "A URL for the user visi, who enrols with it: synctl aha enroll URL.")
    ]
    static let configuration = CommandConfiguration.command(
        "user", "Prints a one-time URL for a user.",
        details: "Hand it to the user over a channel that you trust. It works once, and expires.", examples: examples)

    @Argument(help: "The name of the user, without the network: visi.") var name: String
    @Flag(help: "Print nothing but the URL.") var onlyURL = false
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let reply = try await connection.askAHA(ProvisionUser(user: name), context)
        try OneTimeURLText.show(reply.url, onlyURL: onlyURL, context.output)
        return .success
    }
}
