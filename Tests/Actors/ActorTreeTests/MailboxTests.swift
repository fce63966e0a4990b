import ActorTree
import Kernel
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct MailboxTests {
    @Test func offer_full_isRefused_thenTakenInOrder() async {
        let mailbox = Mailbox<Int>(capacity: 2)
        #expect(mailbox.offer(1))
        #expect(mailbox.offer(2))
        #expect(!mailbox.offer(3))
        #expect(await mailbox.next() == 1)
        #expect(mailbox.offer(4))
        #expect(await mailbox.nextBatch(max: 10) == [2, 4])
        let statistics = mailbox.statistics
        #expect(statistics.sent == 3)
        #expect(statistics.received == 3)
        #expect(statistics.refused == 1)
        #expect(statistics.depth == 0)
        #expect(statistics.depthMax == 2)
    }

    @Test func close_drainsThenEnds() async throws {
        let mailbox = Mailbox<Int>(capacity: 4)
        try await mailbox.send(1)
        try await mailbox.send(2)
        mailbox.close()
        mailbox.close()
        #expect(!mailbox.offer(3))
        let thrown = await TestSupport.fault { try await mailbox.send(3) }
        #expect(thrown?.code == .stopped)
        #expect(await mailbox.next() == 1)
        #expect(await mailbox.nextBatch(max: 1) == [2])
        #expect(await mailbox.next() == nil)
        #expect(await mailbox.nextBatch(max: 1) == [])
    }

    @Test func send_full_waitsUntilThereIsRoom_inOrderOfArrival() async throws {
        let mailbox = Mailbox<Int>(capacity: 1)
        try await mailbox.send(0)
        var sends: [Task<Void, any Error>] = []
        for number in 1...20 {
            sends.append(Task { try await mailbox.send(number) })
            await until { mailbox.statistics.waiting == number }
        }
        for number in 0...20 { #expect(await mailbox.next() == number) }
        for send in sends { try await send.value }
        #expect(mailbox.statistics.waits == 20)
    }

    @Test func send_cancelledWhileWaiting_throwsAndLeavesNothingBehind() async throws {
        let mailbox = Mailbox<Int>(capacity: 1)
        try await mailbox.send(0)
        let send = Task { try await mailbox.send(1) }
        await until { mailbox.statistics.waiting == 1 }
        send.cancel()
        let thrown = await TestSupport.fault { try await send.value }
        #expect(thrown?.code == .cancelled)
        #expect(mailbox.statistics.waiting == 0)
        mailbox.close()
        #expect(await mailbox.nextBatch(max: 10) == [0])
    }

    @Test func send_waitingWhenClosed_isRefused() async throws {
        let mailbox = Mailbox<Int>(capacity: 1)
        try await mailbox.send(0)
        let send = Task { try await mailbox.send(1) }
        await until { mailbox.statistics.waiting == 1 }
        mailbox.close()
        let thrown = await TestSupport.fault { try await send.value }
        #expect(thrown?.code == .stopped)
    }

    @Test func next_cancelled_isNil_afterWhatWasThere() async {
        let mailbox = Mailbox<Int>(capacity: 4)
        let receive = Task { await mailbox.next() }
        receive.cancel()
        #expect(await receive.value == nil)
        _ = mailbox.offer(7)
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return [await mailbox.next(), await mailbox.next()]
        }
        late.cancel()
        #expect(await late.value == [7, nil])
    }

    @Test(arguments: [1, 2, 7, 256]) func manySenders_nothingIsLostAndEachKeepsItsOrder(_ capacity: Int) async throws {
        let senders = 8
        let each = 500
        let mailbox = Mailbox<(sender: Int, number: Int)>(capacity: capacity)
        async let received = {
            var last = [Int](repeating: -1, count: senders)
            var count = 0
            while count < senders * each {
                let batch = count.isMultiple(of: 3) ? await mailbox.nextBatch(max: 5) : [await mailbox.next()].compactMap { $0 }
                if batch.isEmpty { return -1 }
                for element in batch {
                    if element.number != last[element.sender] + 1 { return -2 }
                    last[element.sender] = element.number
                }
                count += batch.count
            }
            return count
        }()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for sender in 0..<senders {
                group.addTask {
                    for number in 0..<each { try await mailbox.send((sender, number)) }
                }
            }
            try await group.waitForAll()
        }
        #expect(await received == senders * each)
        #expect(mailbox.statistics.depthMax <= capacity)
    }

    /// Cancelling at any moment either delivers the element or throws, never both and never neither.
    @Test func send_cancelledAtRandomMoments_isDeliveredOrThrown() async {
        let mailbox = Mailbox<Int>(capacity: 1)
        let receiver = Task {
            var seen: Set<Int> = []
            while let number = await mailbox.next() { seen.insert(number) }
            return seen
        }
        var delivered: Set<Int> = []
        for number in 0..<2000 {
            let sends = [number * 2, number * 2 + 1].map { number in Task { try await mailbox.send(number) } }
            for send in sends { send.cancel() }
            for (offset, send) in sends.enumerated() {
                if case .success = await send.result { delivered.insert(number * 2 + offset) }
            }
        }
        mailbox.close()
        #expect(await receiver.value == delivered)
    }
}
