import Kernel
import NIOCore
import Testing
import TLS

@Suite struct TransferTests {
    let pair: Pair

    init() throws {
        let network = try TestNetwork()
        pair = try Pair(client: network.client(network.user()), server: network.server())
        try pair.run()
    }

    private func pattern(_ count: Int, seed: UInt64) -> [UInt8] {
        var generator = Lehmer(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    @Test func transfer_largeBothWays_arrivesWhole() throws {
        let up = pattern(3_000_001, seed: 1)
        let down = pattern(2_000_003, seed: 2)
        pair.client.channel.writeAndFlush(ByteBuffer(bytes: up), promise: nil)
        pair.server.channel.writeAndFlush(ByteBuffer(bytes: down), promise: nil)
        try pair.run()
        #expect(Array(pair.server.recorder.received.readableBytesView) == up)
        #expect(Array(pair.client.recorder.received.readableBytesView) == down)
    }

    @Test func transfer_writesOfEverySizeAroundARecord_keepOrder() throws {
        var all: [UInt8] = []
        for size in [0, 1, 16_383, 16_384, 16_385, 0, 5, 40_000, 1, 1, 200_000, 3] {
            let bytes = pattern(size, seed: UInt64(size))
            all += bytes
            pair.client.channel.write(ByteBuffer(bytes: bytes), promise: nil)
        }
        pair.client.channel.flush()
        try pair.run()
        #expect(Array(pair.server.recorder.received.readableBytesView) == all)
    }

    @Test func write_manySmallBeforeOneFlush_shareRecordsAndOneChannelWrite() throws {
        var done = 0
        for number in 0..<1_000 {
            let promise = pair.client.channel.eventLoop.makePromise(of: Void.self)
            promise.futureResult.assumeIsolated().whenSuccess { done += 1 }
            pair.client.channel.write(ByteBuffer(string: "message \(number % 10)"), promise: promise)
        }
        #expect(try pair.client.takeOutput().isEmpty)
        pair.client.channel.flush()
        let output = try pair.client.takeOutput()
        #expect(output.count == 1)
        // 9,000 plain bytes in one record.
        #expect(output.first?.readableBytes == 9_000 + 22)
        #expect(done == 1_000)
        for bytes in output { try pair.server.channel.writeInbound(bytes) }
        #expect(pair.server.recorder.received.readableBytes == 9_000)
        #expect(pair.server.recorder.readCount == 1)
    }

    @Test func write_emptyBuffers_completeInOrderWithoutARecord() throws {
        let promise = pair.client.channel.eventLoop.makePromise(of: Void.self)
        pair.client.channel.writeAndFlush(ByteBuffer(), promise: promise)
        try promise.futureResult.wait()
        #expect(try pair.client.takeOutput().isEmpty)
    }

    @Test func write_fromTheCompletionOfAnother_isSent() throws {
        let channel = pair.client.channel
        let promise = channel.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess { channel.writeAndFlush(ByteBuffer(string: "second"), promise: nil) }
        channel.writeAndFlush(ByteBuffer(string: "first "), promise: promise)
        try pair.run()
        #expect(pair.server.recorder.text == "first second")
    }

    @Test func write_whileFailing_failsAndDoesNotTrap() throws {
        let channel = pair.client.channel
        let promise = channel.eventLoop.makePromise(of: Void.self)
        var failures = 0
        promise.futureResult.assumeIsolated().whenFailure { _ in
            failures += 1
            channel.writeAndFlush(ByteBuffer(string: "again"), promise: nil)
        }
        channel.write(ByteBuffer(string: "never flushed"), promise: promise)
        channel.close(promise: nil)
        try pair.run()
        #expect(failures == 1)
        #expect(pair.server.recorder.text == "")
    }

    @Test func close_afterFlush_deliversEverythingAndEndsBothWithoutFault() throws {
        let closed = pair.client.channel.eventLoop.makePromise(of: Void.self)
        pair.client.channel.writeAndFlush(ByteBuffer(bytes: pattern(500_000, seed: 3)), promise: nil)
        pair.client.channel.close(promise: closed)
        #expect(pair.client.channel.isActive)
        try pair.run()
        try closed.futureResult.wait()
        #expect(pair.server.recorder.received.readableBytes == 500_000)
        #expect(pair.server.recorder.isInactive && pair.client.recorder.isInactive)
        #expect(pair.server.recorder.faults.isEmpty && pair.client.recorder.faults.isEmpty)
    }

    @Test func close_peerNeverAnswers_endsAfterItsTimeout() throws {
        pair.client.channel.close(promise: nil)
        #expect(try pair.client.takeOutput().count == 1)
        pair.client.channel.embeddedEventLoop.advanceTime(by: .milliseconds(1_999))
        #expect(pair.client.channel.isActive)
        pair.client.channel.embeddedEventLoop.advanceTime(by: .milliseconds(2))
        #expect(!pair.client.channel.isActive)
        #expect(pair.client.recorder.faults.isEmpty)
    }

    @Test func close_oneDirection_isRefused() throws {
        #expect(throws: ChannelError.self) { try pair.client.channel.close(mode: .output).wait() }
        #expect(pair.client.channel.isActive)
    }

    @Test func stream_endsWithoutTheEndOfTLS_isLinkDown() throws {
        pair.client.send("half")
        try pair.run()
        pair.server.channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(pair.server.recorder.text == "half")
        #expect(pair.server.recorder.faults.map(\.code) == [.linkDown])
        #expect(pair.server.recorder.faults.first?.message.contains("may be missing") == true)
    }

    @Test func record_changedOnTheWay_isBadDataAndEndsTheChannel() throws {
        pair.client.send("hello")
        var bytes = try #require(try pair.client.takeOutput().first)
        bytes.setInteger(bytes.getInteger(at: 8, as: UInt8.self).map { $0 ^ 1 } ?? 0, at: 8)
        try pair.server.channel.writeInbound(bytes)
        #expect(pair.server.recorder.text == "")
        #expect(pair.server.recorder.faults.map(\.code) == [.badData])
        try pair.run()
        #expect(pair.client.recorder.faults.map(\.code) == [.badData])
        #expect(!pair.client.channel.isActive)
    }

    @Test func earlyWrites_pastTheLimit_areRefused() throws {
        let network = try TestNetwork()
        var limits = TLSLimits()
        limits.earlyWriteBytesMax = 10
        let pair = try Pair(client: network.client(network.user()), server: network.server(), limits: limits)
        pair.client.send("0123456789")
        let promise = pair.client.channel.eventLoop.makePromise(of: Void.self)
        pair.client.channel.writeAndFlush(ByteBuffer(string: "x"), promise: promise)
        #expect(throws: Fault.self) { try promise.futureResult.wait() }
        try pair.run()
        #expect(pair.server.recorder.text == "0123456789")
    }
}
