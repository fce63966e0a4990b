import Kernel
import NIOCore
import NIOPosix
import Synchronization
import Testing
import TLS

/// What failed on any connection of a server.
private final class Faults: Sendable {
    private let held = Mutex<[Fault]>([])
    func append(_ fault: Fault) { held.withLock { $0.append(fault) } }
    var all: [Fault] { held.withLock { $0 } }
}

/// Sends back what it gets, and remembers who connected and what failed.
private final class Echo: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let faults: Faults
    init(_ faults: Faults) { self.faults = faults }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let fault = error as? Fault { faults.append(fault) }
    }
}

/// Waits for a count of bytes, and then reports them with the server's certificate; reports a fault instead if one comes.
private final class Expect: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    private let count: Int
    private let done: EventLoopPromise<(ByteBuffer, Digest?)>
    private var received = ByteBuffer()
    private var peer: Digest?

    init(_ count: Int, _ done: EventLoopPromise<(ByteBuffer, Digest?)>) {
        self.count = count
        self.done = done
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let completion = event as? TLSHandshakeCompleted { peer = completion.peer?.fingerprint }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        if received.readableBytes >= count {
            done.succeed((received, peer))
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { done.fail(error) }
    func channelInactive(context: ChannelHandlerContext) { done.fail(ChannelError.eof) }
}

@Suite struct LoopbackTests {
    let network: TestNetwork
    init() throws { network = try TestNetwork() }

    /// Runs `body` with the port of an echo server that takes its context from `holder`.
    private func withServer(
        _ holder: TLSContextHolder, _ body: (_ group: MultiThreadedEventLoopGroup, _ address: SocketAddress) async throws -> Void
    ) async throws -> [Fault] {
        let faults = Faults()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let server = try await ServerBootstrap(group: group).childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers(TLSHandler.server(holder.current, now: TestNetwork.now), Echo(faults))
            }
        }.bind(host: "127.0.0.1", port: 0).get()
        let address = try #require(server.localAddress)
        try await body(group, address)
        try await server.close()
        try await group.shutdownGracefully()
        return faults.all
    }

    private func call(
        _ group: MultiThreadedEventLoopGroup, _ address: SocketAddress, _ client: TLSContext, _ bytes: ByteBuffer, autoRead: Bool = true
    ) async throws -> (ByteBuffer, Digest?) {
        let done = group.next().makePromise(of: (ByteBuffer, Digest?).self)
        let channel = try await ClientBootstrap(group: group).channelOption(.autoRead, value: autoRead).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = TLSHandler.client(client, expecting: .host("00.cortex.demo.net"), now: TestNetwork.now)
                try channel.pipeline.syncOperations.addHandlers(handler, Expect(bytes.readableBytes, done))
            }
        }.connect(to: address).get()
        channel.writeAndFlush(bytes, promise: nil)
        if !autoRead { channel.read() }
        defer { channel.close(promise: nil) }
        return try await done.futureResult.get()
    }

    @Test func transfer_eightMegabytesThroughTheKernel_arriveWhole() async throws {
        let client = try network.client(network.user())
        let bytes = ByteBuffer(bytes: (0..<1_000_000).flatMap { withUnsafeBytes(of: UInt64($0) &* 0x9e37_79b9_7f4a_7c15, Array.init) })
        var limits = TLSLimits()
        limits.earlyWriteBytesMax = bytes.readableBytes
        let faults = try await withServer(TLSContextHolder(network.server())) { group, address in
            let done = group.next().makePromise(of: (ByteBuffer, Digest?).self)
            let channel = try await ClientBootstrap(group: group).channelInitializer { [limits] channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = TLSHandler.client(
                        client, expecting: .host("00.cortex.demo.net"), limits: limits, now: TestNetwork.now)
                    try channel.pipeline.syncOperations.addHandlers(handler, Expect(bytes.readableBytes, done))
                }
            }.connect(to: address).get()
            channel.writeAndFlush(bytes, promise: nil)
            let (received, _) = try await done.futureResult.get()
            #expect(received == bytes)
            try await channel.closeFuture.get()
        }
        #expect(faults.isEmpty)
    }

    @Test func context_replacedWhileListening_servesNewConnectionsOnly() async throws {
        let first = try network.host("00.cortex.demo.net")
        let second = try network.host("00.cortex.demo.net")
        let holder = try TLSContextHolder(network.server(first))
        let client = try network.client(network.user())
        let faults = try await withServer(holder) { group, address in
            let (_, before) = try await call(group, address, client, ByteBuffer(string: "a"))
            #expect(before == first.chain.first?.fingerprint)
            holder.replace(with: try network.server(second))
            let (_, after) = try await call(group, address, client, ByteBuffer(string: "b"))
            #expect(after == second.chain.first?.fingerprint)
        }
        #expect(faults.isEmpty)
    }

    @Test func refusal_overTheKernel_reachesBothSides() async throws {
        let client = try network.client(nil)
        let faults = try await withServer(TLSContextHolder(network.server())) { group, address in
            let fault = await #expect(throws: Fault.self) { try await call(group, address, client, ByteBuffer(string: "a")) }
            #expect(fault?.message.contains("demands a certificate") == true)
            #expect(fault?.fields["peer"]?.string?.contains("127.0.0.1") == true)
        }
        #expect(faults.map(\.message) == ["the client presented no certificate"])
    }

    @Test func read_withoutAutoRead_oneRequestBringsOneAnswer() async throws {
        let client = try network.client(network.user())
        let faults = try await withServer(TLSContextHolder(network.server())) { group, address in
            let (bytes, _) = try await call(group, address, client, ByteBuffer(string: "a"), autoRead: false)
            #expect(String(buffer: bytes) == "a")
        }
        #expect(faults.isEmpty)
    }
}
