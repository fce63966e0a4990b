import ArgumentParser
import Axon
import Cell
import Kernel
import Leadership
import Link
import Messaging
import NIOCore
import NIOPosix
import TLS
import World

/// The second half of `scripts/quickstart`: with the servers running and files stored, it writes without a pause while a mirror is
/// promoted, and then reads every blob back from every server.
@main
struct Quickstart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quickstart",
        abstract: "Promote a mirror under load and verify every blob on every server; scripts/quickstart calls it.")

    @Option(help: "The directory of AHA.") var aha: String
    @Option(help: "The directory of a server of the Axon, the leader first; repeat for each.") var node: [String]
    @Flag(help: "Print one JSON object and nothing else on standard output.") var json = false

    func run() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        do throws(Fault) {
            let deployment = try await RunningDeployment.find(aha: aha, nodes: node, group: group)
            let report = try await Demonstration(deployment: deployment, isQuiet: json).run()
            try StandardStream.output.write(Array((json ? report.json + "\n" : report.text).utf8))
            if !report.isGood {
                throw Fault(
                    .refused, "a write failed or a blob could not be verified",
                    advice: "The logs of the servers lie beside their directories")
            }
        } catch {
            try StandardStream.error.write(Array("quickstart: \(error)\n".utf8))
            throw ExitCode.failure
        }
        try await group.shutdownGracefully()
    }
}

/// The servers that scripts/quickstart has started, and links to them over TLS, as the user root of the network.
struct RunningDeployment: Sendable {
    struct Node: Sendable {
        let name: String
        let alias: String
        let axon: Ref<AxonContract>
        let cell: Ref<CellContract>
    }

    let aha: Ref<AhaContract>
    let nodes: [Node]
    let clock: any Clock

    static func find(aha: String, nodes: [String], group: any EventLoopGroup) async throws(Fault) -> RunningDeployment {
        let host = Host.linux
        let settings = LinkSettings(group: group, host: host)
        let registry = try await LinkClient.connect(to: .unix(path: "\(aha)/\(ServiceURL.cellSocket)"), settings: settings)
        var found: [Node] = []
        for directory in nodes {
            let local = try await LinkClient.connect(to: .unix(path: "\(directory)/\(ServiceURL.cellSocket)"), settings: settings)
            let info = try await Ref<CellContract>(local).ask(GetCellInfo())
            guard let port = info.port else {
                throw Fault(.unreachable, "\(info.name) does not listen for TLS", advice: "Provision it: synctl aha provision service")
            }
            let certificates = CertificateDirectory(aha + "/certs", files: host.files)
            let context = try TLSContext.client(
                identity: try certificates.identity(.user, "root@\(info.network)"),
                trust: [try certificates.certificate(.authority, info.network)])
            let link = try await LinkClient.connect(
                to: .tcp(host: "127.0.0.1", port: port), tls: .client(TLSContextHolder(context), expecting: .host(info.name)),
                settings: settings)
            found.append(Node(name: info.name, alias: info.alias, axon: Ref(link), cell: Ref(local)))
        }
        return RunningDeployment(aha: Ref(registry), nodes: found, clock: host.clock)
    }
}
