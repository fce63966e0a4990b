import Cell
import Kernel
import Link
import Messaging
import NIOPosix
import SynctlKit
import World

/// How the measuring side reaches services: as any client does.
struct Connections: Sendable {
    let connector: Connector
    private let settings: LinkSettings

    /// From `certs=` and, where names of AHA are used, `registry=`.
    init(_ options: Options) throws(Fault) {
        settings = LinkSettings(group: MultiThreadedEventLoopGroup(numberOfThreads: 2))
        var registry: [ServiceURL] = []
        if let text = try? options.text("registry") { registry = [try ServiceURL(text)] }
        connector = Connector(
            settings: settings, certificates: ClientCertificates(try options.text("certs"), files: Host.linux.files), registry: registry,
            timeout: .seconds(30))
    }

    func link(_ url: String) async throws(Fault) -> Link { try await connector.connect(to: try ServiceURL(url)) }
}
