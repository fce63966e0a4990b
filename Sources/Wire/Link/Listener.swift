import Kernel
import NIOCore
import NIOPosix
import World

/// Bounds of a listener.
public struct ListenerLimits: Sendable, Hashable {
    /// Links at once; more are closed as soon as they come.
    public var linksMax = 4096
    /// Links at once from one IP address. Those over a socket file are bounded by `linksMax` alone.
    public var linksPerPeerMax = 512
    /// Connections that the kernel holds before they are accepted.
    public var backlog = 512

    public init() {}
}

/// Accepts links at one address.
public final class Listener: Sendable {
    private struct State {
        var links: [ObjectIdentifier: Link] = [:]
        var linksByPeer: [String: Int] = [:]
        var isStopping = false
    }

    /// Where it listens; the port is the one that the system gave, where 0 was asked for.
    public let address: LinkAddress
    private let channel: any Channel
    private let settings: LinkSettings
    private let registry: Registry

    /// Those who are connected.
    private final class Registry: Sendable {
        private let state = Locked(State())
        private let limits: ListenerLimits

        init(_ limits: ListenerLimits) { self.limits = limits }

        /// False where there are too many already.
        func admit(_ link: Link, from peer: String) -> Bool {
            state.withLock { state in
                let isFile = peer.isEmpty || peer.hasPrefix("/")
                guard !state.isStopping, state.links.count < limits.linksMax,
                    isFile || state.linksByPeer[peer, default: 0] < limits.linksPerPeerMax
                else { return false }
                state.links[ObjectIdentifier(link)] = link
                state.linksByPeer[peer, default: 0] += 1
                return true
            }
        }

        func forget(_ link: Link, from peer: String) {
            state.withLock { state in
                guard state.links.removeValue(forKey: ObjectIdentifier(link)) != nil else { return }
                let count = state.linksByPeer[peer, default: 1] - 1
                state.linksByPeer[peer] = count > 0 ? count : nil
            }
        }

        var count: Int { state.withLock(\.links.count) }
        var isStopping: Bool { state.withLock(\.isStopping) }

        func close() { state.withLock { $0.isStopping = true } }

        func stop() -> [Link] {
            state.withLock { state in
                state.isStopping = true
                return Array(state.links.values)
            }
        }
    }

    private init(address: LinkAddress, channel: any Channel, settings: LinkSettings, registry: Registry) {
        self.address = address
        self.channel = channel
        self.settings = settings
        self.registry = registry
    }

    /// The TCP port; nil for a socket file.
    public var boundPort: Int? {
        if case .tcp(_, let port) = address { port } else { nil }
    }

    /// Returns when the listener was stopped.
    /// - Throws: `LinkShutDown` where it was closed by anything else.
    public func closed() async throws(Fault) {
        do {
            try await channel.closeFuture.get()
        } catch {
            throw Fault(.linkDown, "the listener at \(address) failed: \(NetworkReason.words(error))")
        }
        guard registry.isStopping else { throw Fault(.linkDown, "the listener at \(address) was closed") }
    }

    /// Links that are open now.
    public var linkCount: Int { registry.count }

    /// Starts to listen. A socket file is made in a directory that only its owner may enter; a stale one is replaced.
    /// - Throws: `Unreachable` naming the address, where it is taken or not of this machine.
    public static func start(
        _ address: LinkAddress, tls: LinkTLS? = nil, settings: LinkSettings, limits: ListenerLimits = ListenerLimits()
    ) async throws(Fault) -> Listener {
        let registry = Registry(limits)
        let bootstrap = ServerBootstrap(group: settings.group)
            .serverChannelOption(.backlog, value: Int32(clamping: limits.backlog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: LinkPipeline.waterMark)
            .childChannelOption(.recvAllocator, value: LinkPipeline.receiveAllocator)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try accept(channel, at: address, tls: tls, settings: settings, registry: registry)
                }
            }
        do {
            switch address {
            case .tcp(let host, let port):
                let bound = bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
                let channel = try await bound.bind(host: host, port: port).get()
                let actual = LinkAddress.tcp(host: host, port: channel.localAddress?.port ?? port)
                return Listener(address: actual, channel: channel, settings: settings, registry: registry)
            case .unix(let path):
                let channel = try await bind(bootstrap, path: path, files: settings.host.files)
                return Listener(address: address, channel: channel, settings: settings, registry: registry)
            }
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(
                .unreachable, "cannot listen on \(address): \(NetworkReason.words(error))",
                fields: ["address": .string(address.description)],
                advice: "Check that no other process listens there and that the address is one of this machine")
        }
    }

    /// The longest path of a socket file, less the suffix under which it is made.
    private static let socketPathMax = 103

    private static func bind(
        _ bootstrap: ServerBootstrap, path: String, files: any FileSystem
    ) async throws -> any Channel {
        guard path.utf8.count <= socketPathMax else {
            throw Fault(
                .badConfig, "the path of a socket file has at most \(socketPathMax) bytes: \(path)",
                advice: "Use a shorter path for the directory of the service")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try files.makeDirectory(String(path[..<slash]), permissions: 0o700, label: "listen.directory")
        }
        // Made under another name and renamed: nobody meets a half-made or a stale file.
        let partial = path + ".new"
        try files.remove(partial, label: "listen.socket")
        let channel = try await bootstrap.bind(unixDomainSocketPath: partial).get()
        try files.rename(partial, to: path, label: "listen.socket")
        return channel
    }

    private static func accept(
        _ channel: any Channel, at address: LinkAddress, tls: LinkTLS?, settings: LinkSettings, registry: Registry
    ) throws(Fault) {
        let key = channel.remoteAddress?.peerKey ?? ""
        let text = channel.remoteAddress?.text ?? ""
        let link = Link(loop: channel.eventLoop, settings: settings)
        guard registry.admit(link, from: key) else { throw Fault(.limit, "too many links from \(key)") }
        let peer = LinkPeer(transport: address.transport(tls: tls), address: text.isEmpty ? address.description : text)
        channel.closeFuture.whenComplete { _ in registry.forget(link, from: key) }
        try LinkPipeline.fill(channel, link: link, role: .acceptor, peer: peer, tls: tls)
    }

    /// Accepts no more, lets calls that run end for up to `drainTime`, then closes all links.
    public func stop(drainingFor drainTime: Instant.Span = .zero) async {
        registry.close()
        try? await channel.close().get()
        if case .unix(let path) = address { try? settings.host.files.remove(path, label: "listen.remove") }
        let links = registry.stop()
        for link in links { link.drain() }
        if drainTime > .zero {
            await withTaskGroup(of: Void.self) { group in
                let clock = settings.host.clock
                group.addTask { for link in links { _ = await link.closed() } }
                group.addTask { try? await clock.sleep(for: drainTime) }
                await group.next()
                group.cancelAll()
                for link in links { link.close(Fault(.stopped, "the service has stopped")) }
            }
        }
        for link in links { link.close(Fault(.stopped, "the service has stopped")) }
        for link in links { _ = await link.closed() }
    }
}
