import Kernel
import NIOCore
import NIOEmbedded
import TLS

/// An authority with certificates of every kind that the tests need.
struct TestNetwork {
    static let now = Timestamp(milliseconds: 1_790_000_000_000)
    static let dayMs: Int64 = 86_400_000

    let authority: CertificateAuthority

    init(_ name: String = "demo.net") throws {
        authority = try CertificateAuthority.create(network: name, now: Self.now)
    }

    func host(_ name: String, addresses: [String] = [], now: Timestamp = now, days: Int = 365) throws -> TLSIdentity {
        let key = try PrivateKey.generate()
        let certificate = try authority.issueHost(key.publicKey, name: name, addresses: addresses, now: now, days: days)
        return try TLSIdentity(chain: [certificate], key: key)
    }

    func user(_ name: String = "visi@demo.net", now: Timestamp = now, days: Int = 365) throws -> TLSIdentity {
        let key = try PrivateKey.generate()
        let certificate = try authority.issueUser(key.publicKey, name: name, now: now, days: days)
        return try TLSIdentity(chain: [certificate], key: key)
    }

    var trust: [Certificate] { [authority.certificate] }

    func server(
        _ identity: TLSIdentity? = nil, asking: TLSContext.ClientCertificates = .required, protocols: [String] = []
    ) throws -> TLSContext {
        try TLSContext.server(
            identity: identity ?? host("00.cortex.demo.net"), trust: trust, clientCertificates: asking, applicationProtocols: protocols)
    }

    func client(_ identity: TLSIdentity?, protocols: [String] = []) throws -> TLSContext {
        try TLSContext.client(identity: identity, trust: trust, applicationProtocols: protocols)
    }
}

/// Keeps everything that a handler fires towards the application.
final class Recorder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    var received = ByteBuffer()
    var readCount = 0
    var completions: [TLSHandshakeCompleted] = []
    var faults: [Fault] = []
    var otherErrors: [any Error] = []
    var isInactive = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        received.writeBuffer(&bytes)
        readCount += 1
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let completion = event as? TLSHandshakeCompleted { completions.append(completion) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let fault = error as? Fault { faults.append(fault) } else { otherErrors.append(error) }
    }

    func channelInactive(context: ChannelHandlerContext) { isInactive = true }

    var text: String { String(buffer: received) }
}

/// One end of a connection in memory.
final class End {
    let channel: EmbeddedChannel
    let recorder = Recorder()

    init(_ handler: TLSHandler) throws {
        channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers(handler, recorder)
        channel.connect(to: try SocketAddress(ipAddress: "127.0.0.1", port: 1), promise: nil)
    }

    /// An open channel and its pipeline hold each other.
    deinit {
        channel.close(promise: nil)
        channel.embeddedEventLoop.advanceTime(by: .seconds(60))
    }

    /// What it wants to send, as separate writes.
    func takeOutput() throws -> [ByteBuffer] {
        var all: [ByteBuffer] = []
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { all.append(bytes) }
        return all
    }

    func send(_ text: String) { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
}

/// A client and a server joined in memory; `run` carries bytes until both are quiet, and passes on the end of a connection.
final class Pair {
    let client: End
    let server: End

    init(
        client: TLSContext, expecting: TLSExpectation = .host("00.cortex.demo.net"), server: TLSContext, limits: TLSLimits = TLSLimits(),
        now: Timestamp = TestNetwork.now
    ) throws {
        self.server = try End(.server(server, limits: limits, now: now))
        self.client = try End(.client(client, expecting: expecting, limits: limits, now: now))
    }

    func run() throws {
        var moved = true
        while moved {
            moved = false
            for (from, to) in [(client, server), (server, client)] {
                for bytes in try from.takeOutput() {
                    moved = true
                    if to.channel.isActive { try to.channel.writeInbound(bytes) }
                }
                if !from.channel.isActive, to.channel.isActive {
                    moved = true
                    to.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
                    to.channel.embeddedEventLoop.run()
                }
            }
        }
    }
}
