import Cell
import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import NIOPosix
import TLS
import World

/// The messages that the wire itself is measured with.
enum EchoContract {}

/// Answers with what it was sent.
struct Echo: Request {
    typealias Contract = EchoContract
    typealias Reply = UInt64
    static let name = "bench.echo"
    let number: UInt64

    init(_ number: UInt64) { self.number = number }
    func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("n", number)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { number = try unpacker.record().required("n") }
}

/// So many small items.
struct CountUp: Subscription {
    typealias Contract = EchoContract
    typealias Item = UInt64
    static let name = "bench.items"
    let count: UInt64

    init(_ count: UInt64) { self.count = count }
    func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("n", count)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { count = try unpacker.record().required("n") }
}

/// So many bytes.
struct SendBytes: Download {
    typealias Contract = EchoContract
    typealias Head = UInt64
    static let name = "bench.bytes"
    let count: UInt64

    init(_ count: UInt64) { self.count = count }
    func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("n", count)
    }
    init(unpacking unpacker: inout Unpacker) throws(Fault) { count = try unpacker.record().required("n") }
}

/// A service that only speaks the wire protocol, over TLS with certificates of its own network.
enum EchoService {
    static let network = "bench.test"
    static let host = "echo.bench.test"
    private static let chunk = ByteBuffer(repeating: 0x5a, count: 1 << 18)
    private static let itemBatch: UInt64 = 1000

    static var messages: MessageTable {
        MessageTable { table in
            table.on(Echo.self, runs: .loop) { (message, _) throws(Fault) in message.number }
            table.on(CountUp.self) { (message, _, writer) throws(Fault) in
                var next: UInt64 = 0
                while next < message.count {
                    let end = min(message.count, next + itemBatch)
                    try await writer.send(contentsOf: Array(next..<end))
                    next = end
                }
            }
            table.on(SendBytes.self) { (message, _, writer) throws(Fault) in
                try writer.begin(message.count)
                var left = message.count
                while left > 0 {
                    let piece = chunk.getSlice(at: 0, length: Int(min(left, UInt64(chunk.readableBytes)))) ?? chunk
                    try await writer.send(piece)
                    left -= UInt64(piece.readableBytes)
                }
            }
        }
    }

    /// Makes certificates in `directory`, listens, prints the port, and serves until its input ends.
    static func run(in directory: String) async throws {
        let now = Host.linux.clock.wallTime()
        let authority = try CertificateAuthority.create(network: network, now: now)
        let certificates = CertificateDirectory(directory, files: Host.linux.files)
        let hostKey = try PrivateKey.generate()
        let hostCertificate = try authority.issueHost(hostKey.publicKey, name: host, now: now, days: 1)
        let userKey = try PrivateKey.generate()
        let user = try authority.issueUser(userKey.publicKey, name: "root@\(network)", now: now, days: 1)
        try certificates.save(.authority, network, certificatePEM: authority.certificate.pem())
        try certificates.save(.user, "root@\(network)", certificatePEM: user.pem(), keyPEM: try userKey.pem())
        let identity = try TLSIdentity(chain: [hostCertificate], key: hostKey)
        let context = try TLSContext.server(identity: identity, trust: [authority.certificate])
        var settings = LinkSettings(group: MultiThreadedEventLoopGroup(numberOfThreads: 2))
        settings.router = Router(messages)
        let listener = try await Listener.start(
            .tcp(host: "127.0.0.1", port: 0), tls: .server(TLSContextHolder(context)), settings: settings)
        try StandardStream.output.write(Array("\(listener.boundPort ?? 0)\n".utf8))
        while StandardStream.readLine() != nil {}
        await listener.stop()
    }
}
