import Kernel
import Link
import Messaging
import NIOCore
import NIOPosix
import TestSupport
import Testing
import World

@testable import Link

@Suite(.timeLimit(.minutes(1))) struct ListenerTests {
    @Test func moreLinksThanOnePeerMayHave_areClosed() async throws {
        var limits = ListenerLimits()
        limits.linksPerPeerMax = 1
        let settings = ShopPair.settings { $0.router = Router(shop()) }
        let listener = try await Listener.start(.tcp(host: "127.0.0.1", port: 0), settings: settings, limits: limits)
        let first = try await LinkClient.connect(to: listener.address, settings: ShopPair.settings())
        let fault = await thrownFault { () throws(Fault) in
            try await LinkClient.connect(to: listener.address, settings: ShopPair.settings())
        }
        #expect(fault != nil)
        #expect(try await Ref<Shop>(first).ask(Echo("x")) == "x")
        first.close()
        await listener.stop()
    }

    @Test func portInUse_saysSo() async throws {
        let listener = try await Listener.start(.tcp(host: "127.0.0.1", port: 0), settings: ShopPair.settings())
        let fault = await thrownFault { () throws(Fault) in
            try await Listener.start(listener.address, settings: ShopPair.settings())
        }
        #expect(fault?.code == .unreachable)
        #expect(fault?.message == "cannot listen on \(listener.address): another process listens there")
        await listener.stop()
    }

    @Test func connecting_whereNobodyListens_saysWhyInWords() async throws {
        // The port was free a moment ago, and nobody else is given it so soon.
        let listener = try await Listener.start(.tcp(host: "127.0.0.1", port: 0), settings: ShopPair.settings())
        await listener.stop()
        for address in [listener.address, .tcp(host: "localhost", port: listener.boundPort ?? 0)] {
            let refused = await thrownFault { () throws(Fault) in
                try await LinkClient.connect(to: address, settings: ShopPair.settings())
            }
            #expect(refused?.code == .unreachable)
            #expect(refused?.message == "\(address) cannot be reached: the connection was refused")
        }
        let absent = await thrownFault { () throws(Fault) in
            try await LinkClient.connect(to: .unix(path: "/nowhere/socket"), settings: ShopPair.settings())
        }
        #expect(absent?.message.hasSuffix("cannot be reached: there is no socket") == true)
    }

    @Test func connecting_inVain_leavesNothingBehind() async throws {
        final class Token: Sendable {}
        weak var left: Token?
        do {
            let token = Token()
            left = token
            let settings = ShopPair.settings { settings in
                settings.router = Router { [token] _ in
                    _ = token
                    return nil
                }
            }
            let fault = await thrownFault { () throws(Fault) in
                try await LinkClient.connect(to: .unix(path: "/nowhere/socket"), settings: settings)
            }
            #expect(fault != nil)
        }
        await until { left == nil }
    }

    @Test func socketPathTooLong_saysSo() async {
        let path = "/tmp/" + String(repeating: "x", count: 200)
        let fault = await thrownFault { () throws(Fault) in try await Listener.start(.unix(path: path), settings: ShopPair.settings()) }
        #expect(fault?.code == .badConfig)
    }

    @Test func peerThatSaysNothing_isCutOff_othersGoOn() async throws {
        let pair = try await ShopPair.open(server: { $0.limits.helloTime = .milliseconds(100) })
        let silent = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: pair.listener.boundPort ?? 0).get()
        try await silent.closeFuture.get()
        #expect(try await pair.ref.ask(Echo("x")) == "x")
        await pair.close()
    }

    @Test func nothingThere_unreachableNamesTheAddress() async throws {
        // A socket file that nobody made: a port that was given back may be another test's a moment later.
        let address = LinkAddress.unix(path: "/tmp/synapse-nobody-\(Host.linux.iden())/socket")
        let fault = await thrownFault { () throws(Fault) in try await LinkClient.connect(to: address, settings: ShopPair.settings()) }
        #expect(fault?.code == .unreachable)
        #expect(fault?.fields["address"] == .string("\(address)"))
    }
}
