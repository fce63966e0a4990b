import Foundation
import Kernel
import MessagePack
import Messaging
import NIOCore
import Testing

@testable import Link

/// The bytes in docs/wire.md are what the code sends and understands.
@Suite struct GoldenTests {
    /// The golden blocks of the document, by name.
    static let golden: [String: [UInt8]] = {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        guard let text = try? String(contentsOf: root.appendingPathComponent("docs/wire.md"), encoding: .utf8) else { return [:] }
        var blocks: [String: [UInt8]] = [:]
        var name: String?
        var digits = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("```golden ") {
                name = String(line.dropFirst("```golden ".count))
                digits = ""
            } else if line == "```", let block = name {
                blocks[block] = Hex.decode(digits)
                name = nil
            } else if name != nil {
                digits += line
            }
        }
        return blocks
    }()

    static let hello: Hello = {
        var hello = Hello()
        hello.service = "00.shop"
        hello.iden = Iden(bytes: Array(0..<16))
        hello.agent = "example/1"
        hello.changeLevels = ["change": 3]
        return hello
    }()

    private func bytes(_ name: String) throws -> [UInt8] { try #require(Self.golden[name], "docs/wire.md has no golden \(name)") }

    private func sent(_ machine: inout LinkMachine) -> [UInt8] {
        var buffer = ByteBuffer()
        machine.output(into: &buffer, bytesMax: 1 << 20)
        return Array(buffer.readableBytesView)
    }

    private func machine(_ role: LinkMachine.Role) throws -> LinkMachine {
        var machine = LinkMachine(role: role, hello: Self.hello, limits: LinkLimits(), now: .zero)
        machine.receive(ByteBuffer(bytes: try bytes("preamble") + bytes("hello")), now: .zero)
        #expect(sent(&machine) == (try bytes("preamble") + bytes("hello")))
        #expect(machine.actions == [.ready(Self.hello)])
        machine.actions = []
        return machine
    }

    @Test func call_bytesOfTheDocument() throws {
        var caller = try machine(.initiator)
        let payload = CallHeader.pack(Echo("hi"), name: Echo.name, target: "", remaining: nil, options: .none)
        #expect(caller.open(payload, deadline: nil) == 1)
        #expect(sent(&caller) == (try bytes("call")))
        let options = CallOptions(request: Iden(bytes: Array(0..<16)), metadata: ["why": "test"])
        let full = CallHeader.pack(Echo("hi"), name: Echo.name, target: "*/view", remaining: .milliseconds(1500), options: options)
        #expect(caller.open(full, deadline: nil) == 3)
        #expect(sent(&caller) == (try bytes("call-full")))
        caller.receive(ByteBuffer(bytes: try bytes("reply")), now: .zero)
        #expect(caller.actions == [.reply(stream: 1, payload: "hi".packed, more: false)])
    }

    @Test func answers_bytesOfTheDocument() throws {
        var receiver = try machine(.acceptor)
        receiver.receive(ByteBuffer(bytes: try bytes("call") + bytes("call-full")), now: .zero)
        let names = receiver.actions.compactMap { action -> CallHeader? in
            if case .incoming(_, let header, _) = action { header } else { nil }
        }
        #expect(names.map(\.name) == ["shop.echo", "shop.echo"])
        #expect(names.last?.target == "*/view")
        #expect(names.last?.deadlineMs == 1500)
        #expect(names.last?.request == Iden(bytes: Array(0..<16)))
        #expect(names.last?.metadata == ["why": "test"])
        receiver.reply(1, "hi".packed, more: false)
        #expect(sent(&receiver) == (try bytes("reply")))
        for stream: UInt32 in [5, 7, 9] { receiver.insert(stream, isOurs: false, deadline: nil) }
        receiver.reply(5, 3.packed, more: true)
        #expect(sent(&receiver) == (try bytes("reply-head")))
        receiver.bytes(5, ByteBuffer(bytes: [1, 2, 3]))
        receiver.finish(5)
        #expect(sent(&receiver) == (try bytes("bytes") + bytes("end")))
        receiver.items(9, 0.packed + 1.packed + 300.packed)
        #expect(sent(&receiver) == (try bytes("item")))
        receiver.cancel(9)
        #expect(sent(&receiver) == (try bytes("cancel")))
        let fault = Fault(.noSuchMessage, "this actor has no message shop.unheard", fields: ["name": "shop.unheard"])
        receiver.refuse(7, fault, untouched: true)
        #expect(sent(&receiver) == (try bytes("error")))
        receiver.receive(ByteBuffer(bytes: try bytes("ping")), now: .zero)
        #expect(sent(&receiver) == (try bytes("pong")))
        receiver.drain(Fault(.stopped, "the peer is stopping"))
        #expect(sent(&receiver) == (try bytes("goodbye")))
    }

    @Test func credit_bytesOfTheDocument() throws {
        var limits = LinkLimits()
        limits.windowMax = limits.window
        var caller = LinkMachine(role: .initiator, hello: Self.hello, limits: limits, now: .zero)
        caller.receive(ByteBuffer(bytes: try bytes("preamble") + bytes("hello")), now: .zero)
        caller.insert(9, isOurs: true, deadline: nil)
        _ = sent(&caller)
        caller.taken(9, 65536)
        #expect(sent(&caller) == (try bytes("credit")))
    }

    @Test func everyFrameOfTheDocument_isRead() throws {
        var caller = try machine(.initiator)
        for stream: UInt32 in [1, 5, 7, 9] { caller.insert(stream, isOurs: true, deadline: nil) }
        let names = ["reply", "reply-head", "error", "item", "bytes", "end", "cancel", "ping", "pong", "goodbye"]
        // One byte at a time: no frame depends on how it arrives.
        for byte in try names.flatMap({ try bytes($0) }) { caller.receive(ByteBuffer(bytes: [byte]), now: .zero) }
        #expect(caller.phase == .closed)
        #expect(caller.actions.count == 11)
        #expect(caller.actions.contains(.items(stream: 9, payload: [0, 1, 0xcd, 0x01, 0x2c])))
        #expect(caller.actions.contains(.ended(stream: 5)))
    }
}
