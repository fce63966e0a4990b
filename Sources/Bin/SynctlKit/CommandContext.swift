import Kernel
import Link
import Messaging
import NIOPosix
import World

/// What a command has to work with. Tests give their own.
struct CommandContext: Sendable {
    let host: Host
    let terminal: Terminal
    var output: Output
    let connecting: any Connecting
    /// Reads one line from whoever sits at the terminal; nil at the end of the input.
    let readLine: @Sendable () -> String?

    init(
        host: Host, terminal: Terminal, output: Output, connecting: any Connecting = LinkConnecting(),
        readLine: @escaping @Sendable () -> String? = { StandardStream.readLine() }
    ) {
        self.host = host
        self.terminal = terminal
        self.output = output
        self.connecting = connecting
        self.readLine = readLine
    }

    /// That of this process.
    static var ofProcess: CommandContext {
        let terminal = Terminal.ofProcess
        return CommandContext(host: .linux, terminal: terminal, output: Output(terminal: terminal))
    }
}

/// How commands reach services.
protocol Connecting: Sendable {
    func connect(to target: ServiceURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint
    func connect(enrolling url: OneTimeURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint
}

/// What the command line says about connections.
struct ConnectionPlan: Sendable {
    let host: Host
    let certificates: ClientCertificates
    let registry: [ServiceURL]
    let timeout: Instant.Span
}

/// Over links, on a thread of their own. They live as long as the process.
struct LinkConnecting: Connecting {
    func connect(to target: ServiceURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint {
        try await connector(plan).connect(to: target)
    }

    func connect(enrolling url: OneTimeURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint {
        try await connector(plan).connect(host: url.host, port: url.port, pinned: url.fingerprint)
    }

    private func connector(_ plan: ConnectionPlan) -> Connector {
        let settings = LinkSettings(group: MultiThreadedEventLoopGroup(numberOfThreads: 1), host: plan.host)
        return Connector(settings: settings, certificates: plan.certificates, registry: plan.registry, timeout: plan.timeout)
    }
}
