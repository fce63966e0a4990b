import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import NIOPosix
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct LinkCallTests {
    @Test(arguments: [HandlerPlacement.pool, .loop]) func ask_overTCP_replies(placement: HandlerPlacement) async throws {
        let pair = try await ShopPair.open(placement: placement)
        #expect(try await pair.ref.ask(Echo("hello")) == "hello")
        #expect(pair.link.peer.service == "00.shop")
        await pair.close()
    }

    @Test func ask_overSocketFile_callerIsRoot() async throws {
        let directory = "/tmp/synapse-link-\(Host.linux.iden())"
        defer { try? Host.linux.files.removeTree(directory, label: "test.remove") }
        let path = directory + "/cell"
        let serving = ShopPair.settings { $0.router = Router(shop()) }
        for _ in 0..<2 {
            // The second listener replaces the file that the first would leave behind after a crash.
            let listener = try await Listener.start(.unix(path: path), settings: serving)
            let link = try await LinkClient.connect(to: .unix(path: path), settings: ShopPair.settings())
            #expect(try await Ref<Shop>(link).ask(Close()) == Done())
            link.close()
            await listener.stop()
        }
        #expect(!Host.linux.files.exists(path))
    }

    @Test func ask_manyCallers_eachGetsItsOwnReply() async throws {
        let pair = try await ShopPair.open()
        let ref = pair.ref
        await withTaskGroup(of: Bool.self) { group in
            for caller in 0..<64 {
                group.addTask {
                    for call in 0..<50 {
                        let text = "\(caller).\(call)"
                        guard let reply = try? await ref.ask(Echo(text)), reply == text else { return false }
                    }
                    return true
                }
            }
            for await isRight in group { #expect(isRight) }
        }
        await pair.close()
    }

    @Test func ask_moreCallersThanStreams_allAreServed() async throws {
        let pair = try await ShopPair.open(server: { $0.limits.streamsMax = 2 })
        let ref = pair.ref
        let replies = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<50 { group.addTask { (try? await ref.ask(Echo("x"))) == "x" ? 1 : 0 } }
            return await group.reduce(0, +)
        }
        #expect(replies == 50)
        await pair.close()
    }

    @Test func ask_unknownMessageTargetOrPermission_typedFaults() async throws {
        let pair = try await ShopPair.open()
        let unheard = await thrownFault { () throws(Fault) in try await pair.ref.ask(Unheard()) }
        #expect(unheard?.code == .noSuchMessage)
        #expect(unheard?.fields["name"] == "shop.unheard")
        let attic = Ref<Shop>(pair.link, target: "attic")
        let nowhere = await thrownFault { () throws(Fault) in try await attic.ask(Echo("x")) }
        #expect(nowhere?.code == .noSuchTarget)
        let denied = await thrownFault { () throws(Fault) in try await pair.ref.ask(Close()) }
        #expect(denied?.code == .denied)
        #expect(try await pair.ref.ask(Echo("still fine")) == "still fine")
        await pair.close()
    }

    @Test func ask_messageLargerThanPeerTakes_limitAndLinkLives() async throws {
        let pair = try await ShopPair.open(server: { $0.limits.frameMax = 2000 })
        let fault = await thrownFault { () throws(Fault) in try await pair.ref.ask(Echo(String(repeating: "x", count: 3000))) }
        #expect(fault?.code == .limit)
        #expect(try await pair.ref.ask(Echo("short")) == "short")
        await pair.close()
    }

    @Test func ask_replyLargerThanCallerTakes_limitAndLinkLives() async throws {
        let pair = try await ShopPair.open(client: { $0.limits.frameMax = 2000 })
        let fault = await thrownFault { () throws(Fault) in try await pair.ref.ask(Echo(String(repeating: "x", count: 3000))) }
        #expect(fault?.code == .limit)
        #expect(try await pair.ref.ask(Echo("short")) == "short")
        await pair.close()
    }

    @Test func ask_callerCancelled_handlerIsCancelled() async throws {
        let pair = try await ShopPair.open()
        let ref = pair.ref
        let task = Task { await thrownFault { () throws(Fault) in try await ref.ask(Hang()) } }
        #expect(await pair.events.next() == "hanging")
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(await pair.events.next() == "cancelled")
        #expect(try await ref.ask(Echo("x")) == "x")
        await pair.close()
    }

    @Test func ask_deadlinePasses_bothSidesEnd() async throws {
        let pair = try await ShopPair.open()
        let options = CallOptions(deadline: Host.linux.clock.now() + .milliseconds(50))
        let fault = await thrownFault { () throws(Fault) in try await pair.ref.ask(Hang(), options: options) }
        #expect(fault?.code == .deadline)
        #expect(await pair.events.next() == "hanging")
        #expect(await pair.events.next() == "cancelled")
        await pair.close()
    }

    @Test func ask_deadlineAlreadyPassed_nothingIsSent() async throws {
        let pair = try await ShopPair.open()
        let fault = await thrownFault { () throws(Fault) in try await pair.ref.ask(Hang(), options: CallOptions(deadline: .zero)) }
        #expect(fault?.code == .deadline)
        await pair.close()
    }

    @Test func link_lostInTheMiddle_callFailsAndHandlerIsCancelled() async throws {
        let pair = try await ShopPair.open()
        let ref = pair.ref
        let task = Task { await thrownFault { () throws(Fault) in try await ref.ask(Hang()) } }
        #expect(await pair.events.next() == "hanging")
        pair.link.close()
        #expect(await task.value?.code == .linkDown)
        #expect(await pair.events.next() == "cancelled")
        let late = await thrownFault { () throws(Fault) in try await ref.ask(Echo("x")) }
        #expect(late?.code == .linkDown)
        await pair.close()
    }

    @Test func listener_stopsWithDrain_runningCallEndsFirst() async throws {
        let pair = try await ShopPair.open()
        let (reader, writer) = try await pair.ref.converse(Haggle())
        try await writer.send(1)
        #expect(try await reader.next() == 2)
        let listener = pair.listener
        let stopping = Task { await listener.stop(drainingFor: .seconds(30)) }
        while pair.link.isOpen { await Task.yield() }
        let refused = await thrownFault { () throws(Fault) in try await pair.ref.ask(Echo("x")) }
        #expect(refused?.code == .linkDown)
        try await writer.send(2)
        #expect(try await reader.next() == 4)
        writer.finish()
        #expect(try await reader.next() == nil)
        await stopping.value
    }

    @Test func peersOfBothSides_callEachOther() async throws {
        // The acceptor calls back over the link on which it was called.
        let pair = try await ShopPair.open(client: { $0.router = Router(shop()) })
        #expect(try await pair.ref.ask(Echo("there")) == "there")
        await pair.close()
    }
}
