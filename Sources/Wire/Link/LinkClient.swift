import Kernel
import NIOCore
import NIOPosix
import World

/// Makes single links.
public enum LinkClient {
    /// Connects, and returns when the peer has said hello.
    /// - Throws: `Unreachable` naming the address; `BadCertificate`, `BadVersion`, `LinkBadFrame`, `TimeOut` where the peer is not as it
    ///   should be.
    public static func connect(to address: LinkAddress, tls: LinkTLS? = nil, settings: LinkSettings) async throws(Fault) -> Link {
        let loop = settings.group.next()
        let link = Link(loop: loop, settings: settings)
        let bootstrap = ClientBootstrap(group: loop)
            .channelOption(.writeBufferWaterMark, value: LinkPipeline.waterMark)
            .channelOption(.recvAllocator, value: LinkPipeline.receiveAllocator)
            .connectTimeout(.nanoseconds(Int64(clamping: settings.limits.helloTime.nanoseconds)))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let peer = LinkPeer(transport: address.transport(tls: tls), address: address.description)
                    try LinkPipeline.fill(channel, link: link, role: .initiator, peer: peer, tls: tls)
                }
            }
        do {
            switch address {
            case .tcp(let host, let port):
                let direct = bootstrap.channelOption(.tcpOption(.tcp_nodelay), value: 1)
                // What is an address already need not be looked up, which would cost two threads.
                if let address = try? SocketAddress(ipAddress: host, port: port) {
                    _ = try await direct.connect(to: address).get()
                } else {
                    _ = try await direct.connect(host: host, port: port).get()
                }
            case .unix(let path): _ = try await bootstrap.connect(unixDomainSocketPath: path).get()
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(
                .unreachable, "\(address) cannot be reached: \(NetworkReason.words(error))",
                fields: ["address": .string(address.description)],
                advice: "Check that the service runs and listens there")
        }
        try await link.whenReady()
        return link
    }
}

extension LinkAddress {
    func transport(tls: LinkTLS?) -> LinkPeer.Transport {
        if case .unix = self { return .unixSocket }
        return tls == nil ? .plain : .tls
    }
}

/// What the channel of every link is made of.
enum LinkPipeline {
    /// The link stops writing to the channel at the upper bound and goes on at the lower one: what waits there delays small calls.
    static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 64 << 10, high: 256 << 10)
    /// One read takes up to a quarter of a MiB: bulk bytes cost few system calls.
    static let receiveAllocator = AdaptiveRecvByteBufferAllocator(minimum: 2 << 10, initial: 16 << 10, maximum: 256 << 10)

    /// Adds TLS, where there is any, and the driver. On the event loop of the channel.
    static func fill(
        _ channel: any Channel, link: Link, role: LinkMachine.Role, peer: LinkPeer, tls: LinkTLS?,
        onClose: @escaping @Sendable () -> Void = {}
    ) throws(Fault) {
        do {
            let handlers = channel.pipeline.syncOperations
            if let tls { try handlers.addHandler(tls.makeHandler()) }
            try handlers.addHandler(LinkDriver(link: link, role: role, peer: peer, awaitsTLS: tls != nil, onClose: onClose))
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(.io, "the connection to \(peer.address) could not be set up: \(NetworkReason.words(error))")
        }
    }
}
