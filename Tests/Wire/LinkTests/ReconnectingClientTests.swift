import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import Synchronization
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct ReconnectingClientTests {
    private func listen(
        _ name: String, at address: LinkAddress = .tcp(host: "127.0.0.1", port: 0), events: ShopEvents = ShopEvents()
    ) async throws -> Listener {
        let settings = ShopPair.settings { settings in
            settings.router = Router(shop(events))
            settings.hello.service = name
        }
        return try await Listener.start(address, settings: settings)
    }

    /// A socket file of its own: a port that was given back may be another test's a moment later.
    private func freshPlace() -> LinkAddress { .unix(path: "/tmp/synapse-link-\(Host.linux.iden())/socket") }

    private func remove(_ place: LinkAddress) throws {
        if case .unix(let path) = place { try Host.linux.files.removeTree(String(path.dropLast("/socket".count)), label: "remove") }
    }

    @Test func service_restarts_callsGoOn() async throws {
        let place = freshPlace()
        let first = try await listen("first", at: place)
        let client = ReconnectingClient(settings: ShopPair.settings(), targets: [LinkTarget(first.address)])
        let ref = Ref<Shop>(client)
        #expect(try await ref.ask(Echo("1")) == "1")
        await first.stop()
        let second = try await listen("second", at: place)
        #expect(try await ref.ask(Echo("2")) == "2")
        #expect(try await client.connected().peer.service == "second")
        await client.close()
        await second.stop()
        try remove(place)
    }

    @Test func leader_moves_newCallsFollow() async throws {
        let first = try await listen("first")
        let second = try await listen("second")
        let place = Mutex(first.address)
        let client = ReconnectingClient(settings: ShopPair.settings()) { () throws(Fault) in [LinkTarget(place.withLock { $0 })] }
        #expect(try await client.connected().peer.service == "first")
        place.withLock { $0 = second.address }
        await client.addressesChanged()
        #expect(try await client.connected().peer.service == "second")
        #expect(try await Ref<Shop>(client).ask(Echo("x")) == "x")
        await client.close()
        await first.stop()
        await second.stop()
    }

    @Test func firstPlaceIsDown_nextIsTaken() async throws {
        let address = freshPlace()
        let there = try await listen("there")
        let targets = [LinkTarget(address), LinkTarget(there.address)]
        let client = ReconnectingClient(settings: ShopPair.settings(), targets: targets)
        #expect(try await client.connected().peer.service == "there")
        await client.close()
        await there.stop()
    }

    @Test func nobodyThere_deadlinePasses_faultSaysWhy() async throws {
        let address = freshPlace()
        let client = ReconnectingClient(settings: ShopPair.settings(), targets: [LinkTarget(address)])
        let options = CallOptions(deadline: Host.linux.clock.now() + .milliseconds(200))
        let fault = await thrownFault { () throws(Fault) in try await Ref<Shop>(client).ask(Echo("x"), options: options) }
        #expect(fault?.code == .unreachable || fault?.code == .deadline)
        await client.close()
        let closed = await thrownFault { () throws(Fault) in try await Ref<Shop>(client).ask(Echo("x")) }
        #expect(closed?.code == .stopped)
    }

    @Test(arguments: [false, true]) func linkBreaksDuringACall_repeatedOnlyWhereAllowed(isIdempotent: Bool) async throws {
        let events = ShopEvents()
        let listener = try await listen("shop", events: events)
        let client = ReconnectingClient(settings: ShopPair.settings(), targets: [LinkTarget(listener.address)])
        let ref = Ref<Shop>(client)
        let deadline = Host.linux.clock.now() + .seconds(20)
        let options = CallOptions(deadline: deadline, isIdempotent: isIdempotent)
        let task = Task { await thrownFault { () throws(Fault) in try await ref.ask(Hang(), options: options) } }
        #expect(await events.next() == "hanging")
        try await client.connected().close()
        #expect(await events.next() == "cancelled")
        if isIdempotent {
            #expect(await events.next() == "hanging")
            task.cancel()
            #expect(await task.value?.code == .cancelled)
        } else {
            #expect(await task.value?.code == .linkDown)
        }
        await client.close()
        await listener.stop()
    }

    @Test func waitingForALink_cancelled_returnsAtOnce() async throws {
        let client = ReconnectingClient(settings: ShopPair.settings()) { () throws(Fault) in [] }
        let task = Task { await thrownFault { () throws(Fault) in try await client.connected() } }
        await Task.yield()
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        await client.close()
    }
}
