import Foundation
import Kernel
import MessagePack
import Messaging
import NIOCore
import NIOPosix
import Testing
import World

@testable import Link

/// Hostile bytes: nothing crashes, the link closes with a reason, others go on.
///
/// `SYNAPSE_FUZZ_SECONDS` says for how long, `SYNAPSE_FUZZ_SEED` where it starts; a failure prints the seed that repeats it.
@Suite(.serialized) struct FuzzTests {
    static let seconds = Double(ProcessInfo.processInfo.environment["SYNAPSE_FUZZ_SECONDS"] ?? "") ?? 2
    static let firstSeed = UInt64(ProcessInfo.processInfo.environment["SYNAPSE_FUZZ_SEED"] ?? "") ?? 1

    /// A conversation that begins well and goes wrong somewhere.
    private func hostile(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Array("SYNW".utf8) + [1, 1, 0, 0]
        var buffer = ByteBuffer()
        func add(_ kind: FrameKind, _ flags: UInt8, _ stream: UInt32, _ payload: [UInt8]) {
            FrameHeader(kind: kind, flags: flags, stream: stream, payloadCount: payload.count).write(into: &buffer)
            buffer.writeBytes(payload)
        }
        add(.hello, 0, 0, Hello().packed)
        for _ in 0..<generator.next() % 12 {
            let kind = FrameKind.allCases[Int(generator.next() % 12)]
            let stream = UInt32(generator.next() % 6)
            let count = generator.next() % 40
            let payload: [UInt8]
            switch (generator.next() % 4, kind) {
            case (0, _): payload = (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
            case (_, .call):
                let names = ["shop.echo", "shop.count", "shop.deliver", "shop.fetch", "shop.haggle", "shop.nothing"]
                let message = Value.object(["text": "x", "to": 5, "fail": -1])
                payload = Value.object(["m": .string(names[Int(generator.next() % 6)]), "d": 50, "a": message]).packed
            case (_, .credit): payload = [0, 0, 1, 0]
            case (_, .error), (_, .goodbye): payload = Fault(generator.next() % 2 == 0 ? .stopped : .refused, "x").packed
            default: payload = [1, 2, 3]
            }
            add(kind, UInt8(generator.next() % 4), stream, payload)
        }
        bytes += Array(buffer.readableBytesView)
        for _ in 0..<generator.next() % 4 {
            let position = Int(generator.next() % UInt64(bytes.count))
            switch generator.next() % 3 {
            case 0: bytes[position] = UInt8(truncatingIfNeeded: generator.next())
            case 1: bytes.remove(at: position)
            default: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: position)
            }
        }
        return bytes
    }

    @Test func machine_hostileBytes_closesWithAReasonOrGoesOn() {
        let end = Host.linux.clock.now() + .milliseconds(UInt64(Self.seconds * 500))
        var seed = Self.firstSeed
        while Host.linux.clock.now() < end {
            var generator = SeededGenerator(seed: seed)
            for role in [LinkMachine.Role.acceptor, .initiator] {
                var machine = LinkMachine(role: role, hello: Hello(), limits: LinkLimits(), now: .zero)
                machine.insert(role == .initiator ? 1 : 2, isOurs: true, deadline: nil)
                var rest = ByteBuffer(bytes: hostile(&generator))
                while let piece = rest.readSlice(length: min(rest.readableBytes, 1 + Int(generator.next() % 64))), piece.readableBytes > 0 {
                    machine.receive(piece, now: .zero)
                    for case .incoming(let stream, _, _) in machine.actions {
                        if generator.next() % 2 == 0 { machine.reply(stream, [0xc0], more: false) } else { machine.items(stream, [1, 2]) }
                    }
                    machine.actions.removeAll { if case .incoming = $0 { true } else { false } }
                    var output = ByteBuffer()
                    machine.output(into: &output, bytesMax: 1 << 16)
                }
                let counts = machine.streams.values.reduce(into: (ours: 0, theirs: 0)) { counts, state in
                    if state.isOurs { counts.ours += 1 } else { counts.theirs += 1 }
                }
                #expect(counts.ours == machine.ourCount && counts.theirs == machine.peerCount, "seed \(seed)")
                #expect((machine.phase == .closed) == (closing(machine) != nil), "seed \(seed)")
            }
            seed += 1
        }
    }

    @Test(.timeLimit(.minutes(5))) func listener_hostileBytes_otherLinksAreUndisturbed() async throws {
        let pair = try await ShopPair.open()
        let port = pair.listener.boundPort ?? 0
        let end = Host.linux.clock.now() + .milliseconds(UInt64(Self.seconds * 500))
        var seed = Self.firstSeed
        while Host.linux.clock.now() < end {
            var generator = SeededGenerator(seed: seed)
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: "127.0.0.1", port: port).get()
            try? await channel.writeAndFlush(ByteBuffer(bytes: hostile(&generator))).get()
            try? await channel.close().get()
            #expect(try await pair.ref.ask(Echo("seed \(seed)")) == "seed \(seed)")
            seed += 1
        }
        await pair.close()
    }
}
