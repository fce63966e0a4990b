import Foundation
import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import TLS
import Testing
import World

@Suite(.timeLimit(.minutes(2))) struct LinkTLSTests {
    private func listen(_ network: TestNetwork, events: ShopEvents = ShopEvents()) async throws -> Listener {
        let settings = ShopPair.settings { settings in
            settings.router = Router(shop(events))
            settings.hello.service = "00.shop"
            settings.identify = { peer in
                events.tell("\(peer.transport) \(peer.certificateName ?? "nobody") \(peer.fingerprint != nil)")
                return Caller(user: peer.certificateName ?? "", fingerprint: peer.fingerprint, authorizer: AllowAll())
            }
        }
        return try await Listener.start(.tcp(host: "127.0.0.1", port: 0), tls: try network.server(), settings: settings)
    }

    @Test func link_overTLS_callsAndStreams_callerIsTheCertificate() async throws {
        let network = try TestNetwork()
        let events = ShopEvents()
        let listener = try await listen(network, events: events)
        let link = try await LinkClient.connect(to: listener.address, tls: try network.client(), settings: ShopPair.settings())
        let ref = Ref<Shop>(link)
        #expect(await events.next() == "tls visi@shop.net true")
        #expect(try await ref.ask(Close()) == Done())
        let (head, bytes) = try await ref.download(Fetch(size: 2_000_000))
        #expect(try await bytes.collect(bytesMax: head) == pattern(0..<head))
        let items = try await ref.subscribe(Count(upTo: 20_000))
        var count = 0
        while let batch = try await items.nextBatch() { count += batch.count }
        #expect(count == 20_000)
        link.close()
        await listener.stop()
    }

    @Test func serverOfAnotherAuthorityOrName_isRefusedByTheClient() async throws {
        let network = try TestNetwork()
        let listener = try await listen(network)
        let other = try TestNetwork("other.net")
        let foreign = await thrownFault { () throws(Fault) in
            try await LinkClient.connect(
                to: listener.address, tls: try (try? network.client(trusting: other)).orFault(), settings: ShopPair.settings())
        }
        #expect(foreign?.code == .badCertificate)
        let misnamed = await thrownFault { () throws(Fault) in
            try await LinkClient.connect(
                to: listener.address, tls: try (try? network.client(.host("01.shop"))).orFault(), settings: ShopPair.settings())
        }
        #expect(misnamed?.code == .badCertificate)
        await listener.stop()
    }

    @Test func clientOfAnotherAuthority_isRefusedByTheServer() async throws {
        let network = try TestNetwork()
        let listener = try await listen(network)
        let stranger = try TestNetwork("other.net")
        let fault = await thrownFault { () throws(Fault) in
            try await LinkClient.connect(
                to: listener.address, tls: try (try? stranger.client(trusting: network)).orFault(), settings: ShopPair.settings())
        }
        #expect(fault != nil)
        await listener.stop()
    }

    @Test func pythonClient_speaksTheContract() async throws {
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        probe.arguments = ["python3", "-c", "import msgpack"]
        probe.standardError = FileHandle.nullDevice
        try probe.run()
        probe.waitUntilExit()
        guard probe.terminationStatus == 0 else { return print("skipped: python3 with msgpack is not installed") }

        let directory = "/tmp/synapse-link-\(Host.linux.iden())"
        let files = Host.linux.files
        try files.makeDirectory(directory, permissions: 0o700, label: "test.make")
        defer { try? files.removeTree(directory, label: "test.remove") }
        let network = try TestNetwork()
        let user = try #require(network.user.chain.first)
        for (name, text) in [
            ("ca.pem", try network.authority.certificate.pem()), ("user.pem", try user.pem()), ("user.key", try network.user.key.pem()),
        ] { try files.replace("\(directory)/\(name)", with: Array(text.utf8), permissions: 0o600, label: "test.write") }
        let listener = try await listen(network)
        let port = try #require(listener.boundPort)

        let script = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Python/synapse_wire.py").path
        let output = try await run([
            "python3", script, "127.0.0.1", "\(port)", "00.shop", "\(directory)/ca.pem", "\(directory)/user.pem", "\(directory)/user.key",
        ])
        let sum = pattern(0..<1_000_000).reduce(0) { $0 + Int($1) }
        let expected = """
            {"download": [1000000, true], "echo": "from python", "fault": ["NoSuchMeth", "shop.unheard"], "items": 4999950000, \
            "service": "00.shop", "upload": [\(sum), 1000000]}

            """
        #expect(output == expected)
        await listener.stop()
    }

    /// The standard output of a program, read without holding up the pool.
    private func run(_ arguments: [String]) async throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let handle = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self)) }.start()
        }
    }
}

extension Optional {
    /// The value, which the test has just made.
    fileprivate func orFault() throws(Fault) -> Wrapped {
        guard let self else { throw Fault(.refused, "the test could not be set up") }
        return self
    }
}
