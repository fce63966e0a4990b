import Kernel
import NIOCore
import Testing
import TLS

@Suite struct HandshakeTests {
    let network: TestNetwork
    init() throws { network = try TestNetwork() }

    private func run(
        client: TLSContext, expecting: TLSExpectation = .host("00.cortex.demo.net"), server: TLSContext, now: Timestamp = TestNetwork.now
    ) throws -> Pair {
        let pair = try Pair(client: client, expecting: expecting, server: server, now: now)
        pair.client.send("hello")
        try pair.run()
        return pair
    }

    @Test func handshake_bothOfOneNetwork_bothKnowEachOther() throws {
        let pair = try run(
            client: network.client(network.user(), protocols: ["other", "synw/1"]), server: network.server(protocols: ["synw/1"]))
        let seen = try #require(pair.server.recorder.completions.first)
        #expect(seen.peer?.commonName == "visi@demo.net")
        #expect(seen.peer?.alternativeNames == [.email("visi@demo.net")])
        #expect(seen.peer?.isChainVerified == true)
        #expect(seen.applicationProtocol == "synw/1")
        let met = try #require(pair.client.recorder.completions.first)
        #expect(met.peer?.alternativeNames == [.dns("00.cortex.demo.net")])
        #expect(met.applicationProtocol == "synw/1")
        #expect(pair.server.recorder.text == "hello")
        #expect(pair.client.recorder.faults.isEmpty && pair.server.recorder.faults.isEmpty)
    }

    @Test func handshake_serverOfOtherNetworkWithSameName_clientSaysUnknownAuthority() throws {
        let other = try TestNetwork()
        let pair = try run(client: network.client(network.user()), server: other.server())
        let fault = try #require(pair.client.recorder.faults.first)
        #expect(fault.code == .badCertificate)
        #expect(fault.message.contains("issued by demo.net, an authority unknown here"))
        #expect(fault.fields["issuer"] == "demo.net")
        let echo = try #require(pair.server.recorder.faults.first)
        #expect(echo.message.contains("refused the certificate of this side (00.cortex.demo.net): it does not know the authority"))
        #expect(pair.client.recorder.completions.isEmpty)
    }

    @Test func handshake_clientOfOtherNetwork_bothSayWhy() throws {
        let other = try TestNetwork("other.net")
        let client = try TLSContext.client(identity: other.user("eve@other.net"), trust: network.trust)
        let pair = try run(client: client, server: network.server())
        let fault = try #require(pair.server.recorder.faults.first)
        #expect(fault.message.contains("the certificate of the client, eve@other.net, is issued by other.net, an authority unknown here"))
        #expect(fault.fields["peer"] == nil || fault.fields["peer"]?.string != nil)
        let echo = try #require(pair.client.recorder.faults.first)
        #expect(echo.code == .badCertificate)
        #expect(echo.message.contains("refused the certificate of this side (eve@other.net): it does not know the authority other.net"))
        #expect(pair.server.recorder.text == "")
    }

    @Test func handshake_clientExpired_bothSayWhenItEnded() throws {
        let user = try network.user(days: 10)
        let later = TestNetwork.now.advanced(byMs: 11 * TestNetwork.dayMs)
        let pair = try run(client: network.client(user), server: network.server(), now: later)
        #expect(pair.server.recorder.faults.first?.message.contains("visi@demo.net, expired at 2026-10-01 14:13:20 UTC") == true)
        #expect(pair.client.recorder.faults.first?.message.contains("it has expired (valid until 2026-10-01 14:13:20 UTC)") == true)
    }

    @Test func handshake_serverExpired_bothSayWhenItEnded() throws {
        let host = try network.host("00.cortex.demo.net", days: 10)
        let later = TestNetwork.now.advanced(byMs: 11 * TestNetwork.dayMs)
        let pair = try run(client: network.client(network.user()), server: network.server(host), now: later)
        #expect(pair.client.recorder.faults.first?.message.contains("00.cortex.demo.net, expired at 2026-10-01") == true)
        #expect(pair.server.recorder.faults.first?.message.contains("it has expired") == true)
    }

    @Test func handshake_clientNotYetValid_serverSaysFromWhen() throws {
        let user = try network.user(now: TestNetwork.now.advanced(byMs: 2 * TestNetwork.dayMs))
        let pair = try run(client: network.client(user), server: network.server())
        #expect(pair.server.recorder.faults.first?.message.contains("visi@demo.net, is not valid before 2026-09-23") == true)
        #expect(pair.client.recorder.faults.first?.message.contains("not valid yet by the clock there") == true)
    }

    @Test func handshake_wrongHostName_clientSaysBothNames() throws {
        let pair = try run(client: network.client(network.user()), expecting: .host("01.cortex.demo.net"), server: network.server())
        let fault = try #require(pair.client.recorder.faults.first)
        #expect(fault.message == "expected the server 01.cortex.demo.net, but its certificate is for 00.cortex.demo.net")
        #expect(pair.server.recorder.faults.first?.code == .badCertificate)
    }

    @Test func handshake_addressInCertificate_isAccepted() throws {
        let host = try network.host("00.cortex.demo.net", addresses: ["127.0.0.1", "::1"])
        for address in ["127.0.0.1", "::1"] {
            let pair = try run(client: network.client(network.user()), expecting: .host(address), server: network.server(host))
            #expect(pair.server.recorder.text == "hello")
        }
        let wrong = try run(client: network.client(network.user()), expecting: .host("127.0.0.2"), server: network.server(host))
        #expect(wrong.client.recorder.faults.first?.message.contains("expected the server 127.0.0.2") == true)
    }

    @Test func handshake_clientWithoutCertificate_bothSaySo() throws {
        let pair = try run(client: network.client(nil), server: network.server())
        #expect(pair.server.recorder.faults.first?.message == "the client presented no certificate")
        #expect(pair.client.recorder.faults.first?.message.contains("demands a certificate, and this side has none") == true)
        #expect(pair.server.recorder.completions.isEmpty)
    }

    @Test func handshake_userCertificateOnServer_isRefused() throws {
        let pair = try run(client: network.client(network.user()), expecting: .host("demo.net"), server: network.server(network.user()))
        #expect(pair.client.recorder.faults.first?.code == .badCertificate)
        #expect(pair.client.recorder.completions.isEmpty)
    }

    @Test func handshake_pinnedHashRight_needsNoAuthority() throws {
        let host = try network.host("aha.demo.net")
        let client = try TLSContext.client(identity: nil, trust: [])
        let pin = try #require(host.chain.first).fingerprint
        let pair = try run(client: client, expecting: .pinned(pin), server: network.server(host, asking: .notAsked))
        #expect(pair.client.recorder.completions.first?.peer?.isChainVerified == false)
        #expect(pair.server.recorder.completions.first?.peer == nil)
        #expect(pair.server.recorder.completions.count == 1)
        #expect(pair.server.recorder.text == "hello")
    }

    @Test func handshake_pinnedHashWrong_clientSaysBothHashes() throws {
        let host = try network.host("aha.demo.net")
        let client = try TLSContext.client(identity: nil, trust: [])
        let pin = SHA256.digest(of: [1, 2, 3])
        let pair = try run(client: client, expecting: .pinned(pin), server: network.server(host, asking: .notAsked))
        let fault = try #require(pair.client.recorder.faults.first)
        #expect(fault.message.contains(pin.description))
        #expect(fault.message.contains(try #require(host.chain.first).fingerprint.description))
        #expect(pair.server.recorder.text == "")
    }

    @Test func handshake_noCommonApplicationProtocol_bothFail() throws {
        let pair = try run(client: network.client(network.user(), protocols: ["a"]), server: network.server(protocols: ["b"]))
        #expect(pair.server.recorder.faults.first?.code == .badVersion)
        #expect(pair.client.recorder.faults.first?.code == .badVersion)
    }

    @Test func handshake_plainText_serverSaysNotTLS() throws {
        let server = try End(.server(network.server(), now: TestNetwork.now))
        try server.channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n"))
        #expect(server.recorder.faults.first?.message == "the client does not speak TLS")
        #expect(!server.channel.isActive)
    }

    @Test func handshake_plainTextServer_clientSaysNotTLS() throws {
        let client = try End(.client(network.client(network.user()), expecting: .host("x"), now: TestNetwork.now))
        try client.channel.writeInbound(ByteBuffer(string: "220 mail ready\r\n"))
        #expect(client.recorder.faults.first?.message == "the server does not speak TLS")
    }

    @Test(arguments: 0..<64) func handshake_garbageAfterARecordHeader_isOneFaultAndNoCrash(seed: UInt64) throws {
        var generator = Lehmer(seed: seed)
        let server = try End(.server(network.server(), now: TestNetwork.now))
        var bytes: [UInt8] = [0x16, 3, 1, UInt8.random(in: 0...64, using: &generator)]
        for _ in 0..<20_000 { bytes.append(UInt8.random(in: 0...255, using: &generator)) }
        try server.channel.writeInbound(ByteBuffer(bytes: bytes))
        server.channel.embeddedEventLoop.advanceTime(by: .seconds(20))
        #expect(server.recorder.faults.count == 1)
        #expect(!server.channel.isActive)
    }

    @Test func handshake_olderVersionsOnly_isBadVersion() throws {
        // A hello of TLS 1.2 by hand: one suite, no extensions.
        let body: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0xc0, 0x2b, 1, 0]
        let hello: [UInt8] = [1, 0, 0, UInt8(body.count)] + body
        let server = try End(.server(network.server(), now: TestNetwork.now))
        try server.channel.writeInbound(ByteBuffer(bytes: [0x16, 3, 1, 0, UInt8(hello.count)] + hello))
        #expect(server.recorder.faults.first?.code == .badVersion)
        #expect(server.recorder.faults.first?.message.contains("older than 1.3") == true)
    }

    @Test func handshake_silentPeer_timesOut() throws {
        let server = try End(.server(network.server(), now: TestNetwork.now))
        server.channel.embeddedEventLoop.advanceTime(by: .milliseconds(9_999))
        #expect(server.recorder.faults.isEmpty)
        server.channel.embeddedEventLoop.advanceTime(by: .milliseconds(2))
        #expect(server.recorder.faults.first?.code == .deadline)
        #expect(!server.channel.isActive)
    }

    @Test func handshake_peerCloses_isLinkDown() throws {
        let client = try End(.client(network.client(network.user()), expecting: .host("x"), now: TestNetwork.now))
        client.channel.close(promise: nil)
        #expect(client.recorder.isInactive)
        let other = try End(.client(network.client(network.user()), expecting: .host("x"), now: TestNetwork.now))
        other.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(other.recorder.faults.first?.code == .linkDown)
    }

    @Test func handshake_oneByteAtATime_succeeds() throws {
        let pair = try Pair(client: network.client(network.user()), server: network.server())
        pair.client.send("hello")
        for _ in 0..<6 {
            for (from, to) in [(pair.client, pair.server), (pair.server, pair.client)] {
                for bytes in try from.takeOutput() {
                    for byte in bytes.readableBytesView { try to.channel.writeInbound(ByteBuffer(bytes: [byte])) }
                }
            }
        }
        #expect(pair.server.recorder.text == "hello")
    }

    @Test func failure_channel_staysUntilThePeerHasReadWhy() throws {
        let server = try End(.server(network.server(), now: TestNetwork.now))
        let client = try End(.client(network.client(nil), expecting: .host("00.cortex.demo.net"), now: TestNetwork.now))
        for bytes in try client.takeOutput() { try server.channel.writeInbound(bytes) }
        for bytes in try server.takeOutput() { try client.channel.writeInbound(bytes) }
        for bytes in try client.takeOutput() { try server.channel.writeInbound(bytes) }
        #expect(server.recorder.faults.count == 1)
        #expect(server.channel.isActive)
        server.channel.close(promise: nil)
        #expect(server.channel.isActive)
        server.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1_001))
        #expect(!server.channel.isActive)
    }
}

/// A small generator with a fixed seed.
struct Lehmer: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 2 &+ 0x9e37_79b9_7f4a_7c15 }
    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
