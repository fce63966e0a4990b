import Kernel
import MessagePack
import Messaging
import NIOCore
import Testing

@testable import Link

/// Two machines, joined by hand.
struct MachinePair {
    var caller: LinkMachine
    var receiver: LinkMachine

    init(caller callerLimits: LinkLimits = LinkLimits(), receiver receiverLimits: LinkLimits = LinkLimits()) {
        caller = LinkMachine(role: .initiator, hello: Hello(), limits: callerLimits, now: .zero)
        receiver = LinkMachine(role: .acceptor, hello: Hello(), limits: receiverLimits, now: .zero)
        exchange()
        caller.actions = []
        receiver.actions = []
    }

    /// Carries everything that waits, both ways, until nothing does.
    mutating func exchange() {
        while caller.hasOutput || receiver.hasOutput {
            var there = ByteBuffer()
            caller.output(into: &there, bytesMax: 1 << 20)
            receiver.receive(there, now: .zero)
            var back = ByteBuffer()
            receiver.output(into: &back, bytesMax: 1 << 20)
            caller.receive(back, now: .zero)
        }
    }

    mutating func call(deadline: Instant? = nil) -> UInt32 {
        let payload = CallHeader.pack(Echo("x"), name: Echo.name, target: "", remaining: deadline?.since(.zero), options: .none)
        return caller.open(payload, deadline: deadline)
    }
}

/// Why a machine closed; nil where it is open.
func closing(_ machine: LinkMachine) -> Fault? {
    for case .close(let fault) in machine.actions { return fault }
    return nil
}

@Suite struct LinkMachineTests {
    private func acceptor(after bytes: [UInt8]) -> LinkMachine {
        var machine = LinkMachine(role: .acceptor, hello: Hello(), limits: LinkLimits(), now: .zero)
        machine.receive(ByteBuffer(bytes: bytes), now: .zero)
        return machine
    }

    private func frame(_ kind: FrameKind, stream: UInt32, flags: UInt8 = 0, _ payload: [UInt8] = []) -> ByteBuffer {
        var buffer = ByteBuffer()
        FrameHeader(kind: kind, flags: flags, stream: stream, payloadCount: payload.count).write(into: &buffer)
        buffer.writeBytes(payload)
        return buffer
    }

    @Test func http_isToldSoInHTTP() {
        var machine = acceptor(after: Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(closing(machine)?.message.contains("HTTP") == true)
        var answer = ByteBuffer()
        machine.output(into: &answer, bytesMax: 1 << 20)
        #expect(String(buffer: answer).hasPrefix("HTTP/1.1 400 "))
    }

    @Test(arguments: [[0x16, 3, 1, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0], Array("SYNX\u{1}\u{1}\0\0".utf8)] as [[UInt8]])
    func otherProtocol_isRefused(bytes: [UInt8]) {
        #expect(closing(acceptor(after: bytes))?.code == .badFrame)
    }

    @Test func versionOfTheFuture_isRefusedWithBothRanges() {
        let machine = acceptor(after: Array("SYNW".utf8) + [7, 9, 0, 0])
        #expect(closing(machine)?.code == .badVersion)
        #expect(closing(machine)?.message.contains("7 to 9") == true)
    }

    @Test func frameBeforeHello_isRefused() {
        var machine = acceptor(after: Array("SYNW".utf8) + [1, 1, 0, 0])
        machine.receive(frame(.ping, stream: 0), now: .zero)
        #expect(closing(machine)?.code == .badFrame)
    }

    @Test func helloWithUnknownFields_isTaken() {
        var machine = acceptor(after: Array("SYNW".utf8) + [1, 3, 0, 0])
        var packer = Packer()
        packer.packRecord(5)
        packer.pack("version", 1)
        packer.pack("frame", 4096)
        packer.pack("window", 100)
        packer.pack("streams", 3)
        packer.pack("novelty", ["a", "b"])
        machine.receive(frame(.hello, stream: 0, packer.bytes), now: .zero)
        #expect(machine.phase == .ready)
        #expect(machine.peer?.window == 100)
    }

    @Test func lengthBeyondTheLimit_isRefusedBeforeItComes() {
        var pair = MachinePair()
        pair.receiver.receive(ByteBuffer(bytes: [0x7f, 0xff, 0xff, 0xff]), now: .zero)
        #expect(closing(pair.receiver)?.code == .badFrame)
        #expect(closing(pair.receiver)?.fields["limit"] == 1_048_576)
    }

    @Test func illegalFrames_closeWithAReason() {
        let illegal: [ByteBuffer] = [
            ByteBuffer(bytes: [0, 0, 0, 5, 2, 0, 0, 0, 0, 1]),
            ByteBuffer(bytes: [0, 0, 0, 6, 99, 0, 0, 0, 0, 1]),
            frame(.call, stream: 2, [0x80]),
            frame(.call, stream: 0, [0x80]),
            frame(.hello, stream: 0, Hello().packed),
            frame(.goodbye, stream: 0, [0xc1]),
        ]
        for bytes in illegal {
            var pair = MachinePair()
            pair.receiver.receive(bytes, now: .zero)
            #expect(closing(pair.receiver) != nil)
            pair.exchange()
            #expect(closing(pair.caller)?.code == .linkDown)
        }
    }

    @Test func unreadableCall_failsAlone() {
        var pair = MachinePair()
        pair.receiver.receive(frame(.call, stream: 1, [0xc1]), now: .zero)
        #expect(pair.receiver.phase == .ready)
        #expect(pair.receiver.streams.isEmpty)
    }

    @Test func secondCallOnOpenStream_isABreach() {
        var pair = MachinePair()
        _ = pair.call()
        pair.exchange()
        let payload = CallHeader.pack(Echo("x"), name: Echo.name, target: "", remaining: nil, options: .none)
        pair.receiver.receive(frame(.call, stream: 1, payload), now: .zero)
        #expect(closing(pair.receiver)?.code == .badFrame)
    }

    @Test func moreStreamsThanAllowed_isABreach() {
        var limits = LinkLimits()
        limits.streamsMax = 2
        var pair = MachinePair(receiver: limits)
        #expect(pair.call() == 1)
        #expect(pair.call() == 3)
        #expect(!pair.caller.canOpen)
        pair.exchange()
        let payload = CallHeader.pack(Echo("x"), name: Echo.name, target: "", remaining: nil, options: .none)
        pair.receiver.receive(frame(.call, stream: 5, payload), now: .zero)
        #expect(closing(pair.receiver)?.code == .badFrame)
    }

    @Test func dataBeyondCredit_isABreach() {
        var limits = LinkLimits()
        limits.window = 100
        var pair = MachinePair(caller: limits)
        let stream = pair.call()
        pair.exchange()
        pair.caller.receive(frame(.item, stream: stream, [UInt8](repeating: 1, count: 150)), now: .zero)
        #expect(pair.caller.phase == .ready)
        pair.caller.receive(frame(.item, stream: stream, [1]), now: .zero)
        #expect(closing(pair.caller)?.code == .badFrame)
    }

    @Test func writer_stopsWithoutCredit_goesOnWithIt() {
        var limits = LinkLimits()
        limits.window = 100
        limits.windowMax = 100
        var pair = MachinePair(caller: limits)
        let stream = pair.call()
        pair.exchange()
        pair.receiver.items(stream, [UInt8](repeating: 1, count: 150))
        pair.receiver.items(stream, [2])
        pair.exchange()
        #expect(pair.caller.actions == [.items(stream: stream, payload: [UInt8](repeating: 1, count: 150))])
        pair.caller.actions = []
        pair.caller.taken(stream, 150)
        pair.exchange()
        #expect(pair.caller.actions == [.items(stream: stream, payload: [2])])
    }

    @Test func window_growsForAReaderThatKeepsUp_withinTheLinkBound() {
        var limits = LinkLimits()
        limits.window = 100
        limits.windowMax = 1000
        limits.windowGrowthMax = 150
        var pair = MachinePair(caller: limits)
        let stream = pair.call()
        pair.exchange()
        for _ in 0..<5 { pair.caller.taken(stream, 400) }
        #expect(pair.caller.streams[stream]?.window == 250)
        pair.caller.cancel(stream)
        #expect(pair.caller.windowGrowth == 0)
    }

    @Test func bulk_andSmallCalls_takeTurns() {
        var pair = MachinePair()
        let first = pair.call()
        let second = pair.call()
        pair.exchange()
        for stream in [first, second] { pair.receiver.bytes(stream, ByteBuffer(repeating: 7, count: 200_000)) }
        pair.receiver.reply(pair.call(), [0xc0], more: false)
        var order: [UInt32] = []
        for _ in 0..<2 {
            var buffer = ByteBuffer()
            pair.receiver.output(into: &buffer, bytesMax: 1)
            pair.caller.receive(buffer, now: .zero)
        }
        for case .bytes(let stream, _) in pair.caller.actions { order.append(stream) }
        #expect(Set(order) == [first, second])
    }

    @Test func framesOfAStreamThatIsOver_areIgnored() {
        var pair = MachinePair()
        let stream = pair.call()
        pair.exchange()
        pair.caller.cancel(stream)
        for kind in [FrameKind.item, .bytes, .end, .reply, .error, .cancel] {
            pair.caller.receive(frame(kind, stream: stream, kind == .credit ? [0, 0, 0, 1] : [0xc0]), now: .zero)
        }
        #expect(pair.caller.phase == .ready)
        #expect(pair.caller.actions.isEmpty)
    }

    @Test func silence_isPingedThenGivenUp() {
        var pair = MachinePair()
        let limits = LinkLimits()
        pair.caller.tick(now: .zero + limits.pingAfter)
        #expect(pair.caller.hasOutput)
        #expect(pair.caller.phase == .ready)
        pair.caller.tick(now: .zero + limits.silenceMax)
        #expect(closing(pair.caller)?.code == .linkDown)
    }

    @Test func noHello_isCutOff() {
        var machine = acceptor(after: [])
        #expect(machine.nextTick == .zero + LinkLimits().helloTime)
        machine.tick(now: machine.nextTick)
        #expect(closing(machine)?.code == .deadline)
    }

    @Test func deadline_endsBothSides() {
        var pair = MachinePair()
        let deadline = Instant.zero + .milliseconds(20)
        let stream = pair.call(deadline: deadline)
        pair.exchange()
        pair.receiver.actions = []
        #expect(pair.caller.nextTick == deadline)
        pair.caller.tick(now: deadline)
        pair.receiver.tick(now: deadline)
        for case .failed(stream, let fault, _) in pair.caller.actions { #expect(fault.code == .deadline) }
        #expect(pair.caller.actions.count == 1)
        #expect(pair.receiver.actions.count == 1)
        pair.exchange()
        #expect(pair.caller.phase == .ready && pair.receiver.phase == .ready)
    }

    @Test func drain_refusesNewCallsUntouched_closesAfterTheLast() {
        var pair = MachinePair()
        let stream = pair.call()
        pair.exchange()
        let late = pair.call()
        pair.receiver.drain(Fault(.stopped, "stopping"))
        pair.exchange()
        #expect(!pair.caller.canOpen)
        let isUntouched = pair.caller.actions.contains { action in
            if case .failed(late, let fault, true) = action { fault.code == .stopped } else { false }
        }
        #expect(isUntouched)
        #expect(pair.receiver.phase == .ready)
        pair.receiver.reply(stream, [0xc0], more: false)
        pair.exchange()
        #expect(pair.receiver.phase == .closed && pair.caller.phase == .closed)
    }

    @Test func streamNumbers_comeRoundAndStepOverOpenOnes() {
        var pair = MachinePair()
        #expect(pair.call() == 1)
        pair.caller.nextStream = UInt32.max
        #expect(pair.call() == UInt32.max)
        #expect(pair.call() == 3)
    }
}
