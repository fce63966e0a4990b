import ActorTree
import Kernel
import Synchronization
import Testing

/// Of two bodies the first that ends decides, and the other is ended.
@Suite struct FirstToEndTests {
    /// Never says anything, and ends when it is told to or when its reader is cancelled.
    private let silence = Mailbox<Int>(capacity: 1)

    @Test func firstToEnd_oneReturns_cancelsTheOther() async throws {
        let wasCancelled = Mutex(false)
        try await firstToEnd({}, { [silence] in
            _ = await silence.next()
            wasCancelled.withLock { $0 = Task.isCancelled }
        })
        #expect(wasCancelled.withLock { $0 })
    }

    @Test func firstToEnd_oneThrows_throwsItsFault() async {
        let fault = await #expect(throws: Fault.self) {
            try await firstToEnd(
                { [silence] in _ = await silence.next() }, { () async throws(Fault) in throw Fault(.refused, "no") })
        }
        #expect(fault?.code == .refused)
    }

    @Test func firstToEnd_otherThrowsAfterwards_isOfNoInterest() async throws {
        try await firstToEnd({}, { [silence] () async throws(Fault) in
            _ = await silence.next()
            throw Fault(.cancelled, "told to end")
        })
    }

    @Test func firstToEnd_firstEnded_callsEndedOnceBeforeItReturns() async throws {
        let calls = Mutex(0)
        try await firstToEnd({}, { [silence] in _ = await silence.next() }, ended: { [silence] in
            calls.withLock { $0 += 1 }
            silence.close()
        })
        #expect(calls.withLock { $0 } == 1)
    }
}
