import ArgumentParser
import Kernel
import Link
import Messaging
import World

/// The option of commands that need no service.
struct DisplayOptions: ParsableArguments {
    @Flag(help: "Print JSON for scripts: data on the standard output, errors on the standard error.")
    var json = false
}

/// The options of every command that talks to a service.
struct ConnectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The service: cell:///DIR, unix:///SOCKET, ssl://USER@HOST:PORT?hostname=NAME&ca=NETWORK, or aha://USER@NAME...",
            discussion: "Without it, the service whose directory SYN_SERVICE_DIR names, or else the one in the current directory.",
            valueName: "url"))
    var url: String?

    @Option(help: ArgumentHelp("How many seconds a connection, and each answer, may take.", valueName: "seconds"))
    var timeout: Double = 30

    @Option(help: ArgumentHelp("The directory of certificates (default: ~/.syn/certs).", valueName: "dir"))
    var certs: String?

    @OptionGroup var display: DisplayOptions

    /// A day: whoever waits longer waits for ever.
    private static let timeoutSecondsMax = 86400.0

    func validate() throws {
        guard timeout > 0, timeout <= Self.timeoutSecondsMax else {
            throw ValidationError("--timeout is a number of seconds above 0 and up to \(Int(Self.timeoutSecondsMax))")
        }
    }

    var span: Instant.Span { Instant.Span(nanoseconds: UInt64(timeout * 1e9)) }
}

extension ConnectionOptions {
    /// Where a command goes that was given no URL and runs in no service's directory.
    enum Fallback {
        case none
        /// To AHA itself, as the registry tells.
        case registry
    }

    func plan(_ context: CommandContext) throws(Fault) -> ConnectionPlan {
        // A job without HOME reaches a socket file all the same; only a connection that needs certificates misses them, and says which.
        let path = certs == nil && context.terminal.homeDirectory == nil ? "~/.syn/certs" : try directory(context)
        let certificates = ClientCertificates(path, files: context.host.files)
        return ConnectionPlan(host: context.host, certificates: certificates, registry: try registry(context), timeout: span)
    }

    /// A connection to the service that the options name.
    func connect(_ context: CommandContext, fallback: Fallback = .none) async throws(Fault) -> any Endpoint {
        let plan = try plan(context)
        return try await context.connecting.connect(to: try target(context, plan, fallback), plan)
    }

    /// How long a call may take, from now.
    func call(_ context: CommandContext, isIdempotent: Bool = false) -> CallOptions {
        CallOptions(deadline: context.host.clock.now() + span, isIdempotent: isIdempotent)
    }

    func target(_ context: CommandContext, _ plan: ConnectionPlan, _ fallback: Fallback) throws(Fault) -> ServiceURL {
        if let url { return try ServiceURL(url) }
        if let directory = context.terminal.environment["SYN_SERVICE_DIR"], !directory.isEmpty {
            return ServiceURL(.cell, path: context.terminal.absolute(directory))
        }
        if let directory = context.terminal.currentDirectory, context.host.files.exists("\(directory)/\(ServiceURL.cellSocket)") {
            return ServiceURL(.cell, path: directory)
        }
        if fallback == .registry, let server = plan.registry.first { return server }
        throw Fault(
            .badArgument, "it is not clear which service is meant: there is no --url, SYN_SERVICE_DIR is not set, and no service runs here",
            advice: "Give --url, such as cell:///srv/synapse/00.axon or aha://axon..., or go to the directory of the service")
    }

    /// The user's own directory, where `enroll` writes.
    static func home(_ context: CommandContext) throws(Fault) -> String {
        guard let home = context.terminal.homeDirectory else {
            throw Fault(.badConfig, "HOME is not set, so there is no ~/.syn", advice: "Set HOME, or give --certs")
        }
        return "\(home)/.syn"
    }

    func directory(_ context: CommandContext) throws(Fault) -> String {
        if let certs { return context.terminal.absolute(certs) }
        return "\(try Self.home(context))/certs"
    }

    private func registry(_ context: CommandContext) throws(Fault) -> [ServiceURL] {
        var texts: [String]
        if let variable = context.terminal.environment["SYN_AHA_REGISTRY"], !variable.isEmpty {
            texts = variable.split { " ,[]\"'".contains($0) }.map(String.init)
        } else if let home = context.terminal.homeDirectory {
            texts = try RegistryFile("\(home)/.syn/telepath.yaml", files: context.host.files).servers()
        } else {
            texts = []
        }
        var targets: [ServiceURL] = []
        for text in texts { targets.append(try ServiceURL(text)) }
        return targets
    }
}
