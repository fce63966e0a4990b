import Kernel
import Link
import MessagePack
import Messaging
import NIOCore
import Testing
import World

@Suite(.timeLimit(.minutes(1))) struct LinkStreamTests {
    @Test func subscribe_manyItems_inOrderAndEnds() async throws {
        let pair = try await ShopPair.open()
        let items = try await pair.ref.subscribe(Count(upTo: 100_000))
        var next = 0
        while let batch = try await items.nextBatch() {
            for item in batch {
                #expect(item == next)
                next += 1
            }
        }
        #expect(next == 100_000)
        await pair.close()
    }

    @Test func subscribe_handlerFails_itemsThenItsFault() async throws {
        let pair = try await ShopPair.open()
        let items = try await pair.ref.subscribe(Count(upTo: 10, failAt: 3))
        var seen: [Int] = []
        let fault = await thrownFault { () throws(Fault) in
            while let item = try await items.next() { seen.append(item) }
        }
        #expect(seen == [0, 1, 2])
        #expect(fault?.code == .refused)
        #expect(fault?.fields["at"] == 3)
        await pair.close()
    }

    @Test func subscribe_readerReleased_handlerIsCancelled() async throws {
        let pair = try await ShopPair.open()
        var items: ItemReader<Int>? = try await pair.ref.subscribe(Count(upTo: -1))
        #expect(try await items?.next() == 0)
        items = nil
        #expect(await pair.events.next() == "count: Cancelled")
        #expect(try await pair.ref.ask(Echo("x")) == "x")
        await pair.close()
    }

    @Test func subscribe_slowReader_othersGoOnAndWriterWaits() async throws {
        let pair = try await ShopPair.open()
        let slow = try await pair.ref.subscribe(Count(upTo: -1))
        #expect(try await slow.next() == 0)
        // The endless counter has filled its window by now or will; others are not held up.
        let items = try await pair.ref.subscribe(Count(upTo: 50_000))
        var count = 0
        while let batch = try await items.nextBatch() { count += batch.count }
        #expect(count == 50_000)
        #expect(try await pair.ref.ask(Echo("x")) == "x")
        // What came for the slow reader is bounded by the window and one frame, however long it waits.
        let batch = try await slow.nextBatch()
        #expect((batch?.count ?? 0) <= LinkLimits().windowMax)
        await pair.close()
    }

    @Test func upload_bytes_replyAfterAll() async throws {
        let pair = try await ShopPair.open()
        let writer = try await pair.ref.upload(Deliver())
        var sum = 0
        for part in 0..<30 {
            let bytes = pattern(part * 100_000..<(part + 1) * 100_000)
            sum += bytes.reduce(0) { $0 + Int($1) }
            try await writer.write(bytes)
        }
        #expect(try await writer.finish() == [sum, 3_000_000])
        await pair.close()
    }

    @Test func upload_receiverRefuses_writerLearnsWhy() async throws {
        let pair = try await ShopPair.open()
        let writer = try await pair.ref.upload(Deliver(refuse: true))
        let fault = await thrownFault { () throws(Fault) in
            while true { try await writer.write(pattern(0..<100_000)) }
        }
        #expect(fault?.code == .noSpace)
        await pair.close()
    }

    @Test func upload_cancelled_handlerLearns() async throws {
        let pair = try await ShopPair.open()
        let writer = try await pair.ref.upload(Deliver())
        try await writer.write([1, 2, 3])
        #expect(await pair.events.next() == "delivering")
        writer.cancel()
        #expect(await pair.events.next() == "deliver: Cancelled")
        await pair.close()
    }

    @Test func download_manyBytes_headThenAllOfThem() async throws {
        let pair = try await ShopPair.open()
        let (head, bytes) = try await pair.ref.download(Fetch(size: 3_000_001))
        #expect(head == 3_000_001)
        #expect(try await bytes.collect(bytesMax: head) == pattern(0..<head))
        let fault = await thrownFault { () throws(Fault) in try await pair.ref.download(Fetch(size: -1)) }
        #expect(fault?.code == .noSuchBytes)
        await pair.close()
    }

    @Test func download_smallWindow_allArrives() async throws {
        let pair = try await ShopPair.open(client: { settings in
            settings.limits.window = 100
            settings.limits.windowMax = 1000
        })
        let (head, bytes) = try await pair.ref.download(Fetch(size: 500_000))
        #expect(try await bytes.collect(bytesMax: head) == pattern(0..<head))
        await pair.close()
    }

    @Test func converse_bothDirections_andEnd() async throws {
        let pair = try await ShopPair.open()
        let (reader, writer) = try await pair.ref.converse(Haggle())
        for offer in 1...100 {
            try await writer.send(offer)
            #expect(try await reader.next() == offer * 2)
        }
        writer.finish()
        #expect(try await reader.next() == nil)
        await pair.close()
    }

    @Test func link_lostInAStream_readerGetsFault() async throws {
        let pair = try await ShopPair.open()
        let items = try await pair.ref.subscribe(Count(upTo: -1))
        #expect(try await items.next() == 0)
        pair.link.close()
        let fault = await thrownFault { () throws(Fault) in
            while try await items.nextBatch() != nil {}
        }
        #expect(fault?.code == .linkDown)
        await pair.close()
    }
}
