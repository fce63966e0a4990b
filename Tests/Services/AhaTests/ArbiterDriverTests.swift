import ActorTree
import Cell
import Kernel
import Leadership
import Logging
import Nexus
import Store
import TestSupport
import Testing
import World

@testable import Aha

/// What the driver adds to the machine: nothing is told before it is durable.
@Suite(.timeLimit(.minutes(1))) struct ArbiterDriverTests {
    private let manual = ManualHost()

    private func report(_ name: String, mayFound: Bool = false) -> MemberReport {
        MemberReport(name: name, run: Iden(high: 0, low: 1), role: .follower, ready: true, mayFound: mayFound)
    }

    /// A driver that runs as long as `body` does, and what it threw.
    @discardableResult
    private func withDriver(
        record: ArbiterRecord = ArbiterRecord(), _ body: (ArbiterDriver, AhaLog) async throws -> Void
    ) async throws -> Fault? {
        try await withTemporaryDirectory { directory in
            let log = try AhaLog(directory, host: manual.host)
            defer { log.store.close() }
            let driver = ArbiterDriver(
                alias: "axon.demo.net", record: record, host: manual.host, nexus: log, changed: IndexSignal(.zero),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            let life = Task { await fault { try await driver.run() } }
            try await body(driver, log)
            driver.close()
            life.cancel()
            return await life.value
        }
    }

    private func saved(_ log: AhaLog) throws -> ArbiterRecord? {
        try log.store.read { (look) throws(Fault) in try log.tables.arbiters(look) }["axon.demo.net"]
    }

    @Test func firstServer_isToldThatItLeads_onceThatIsDurable() async throws {
        try await withDriver { driver, log in
            let outbox = Mailbox<Attend.Incoming>(capacity: 8)
            await driver.attend("00.axon.demo.net", outbox)
            try await driver.submit(.report(report("00.axon.demo.net", mayFound: true), nil))
            guard case .standing(let standing)? = await outbox.next() else {
                Issue.record("it must be told where it stands")
                return
            }
            #expect(standing.leader == "00.axon.demo.net" && standing.term == Term(1))
            #expect(try saved(log)?.leader == "00.axon.demo.net", "durable before anybody is told")
            #expect(await driver.leader == "00.axon.demo.net")
            #expect(await driver.term == Term(1))
            #expect(await driver.reports["00.axon.demo.net"] != nil)
        }
    }

    @Test func decisionThatCannotBeSaved_isToldToNobody_andEndsTheDriver() async throws {
        let outbox = Mailbox<Attend.Incoming>(capacity: 8)
        let ended = try await withDriver { driver, log in
            await driver.attend("00.axon.demo.net", outbox)
            log.fail(with: Fault(.io, "the disk is gone"))
            await manual.clock.sleepers(atLeast: 1)
            try await driver.submit(.report(report("00.axon.demo.net", mayFound: true), nil))
            // The driver has ended when it takes nothing more off its clock.
            await until { manual.clock.sleeping == 0 }
            #expect(await driver.leader == nil)
        }
        #expect(ended?.code == .io)
        outbox.close()
        #expect(await outbox.next() == nil)
    }

    @Test func promotion_refused_isAnsweredAlsoWhenItIsAskedForAgain() async throws {
        try await withDriver { driver, log in
            try await driver.submit(.report(report("00.axon.demo.net", mayFound: true), nil))
            let request = PromotionRequest(id: Iden(high: 0, low: 9), candidate: "nobody.axon.demo.net", kind: .graceful)
            for _ in 0..<2 {
                guard case .refused(let fault) = try await driver.promote(request) else {
                    Issue.record("a stranger cannot lead")
                    return
                }
                #expect(fault.code == .noSuchName)
            }
            #expect(try saved(log)?.promotions.count == 1)
        }
    }

    @Test func recordFromBefore_isWhatItGoesOnWith() async throws {
        var record = ArbiterRecord()
        record.term = Term(7)
        record.leader = "01.axon.demo.net"
        try await withDriver(record: record) { driver, _ in
            #expect(await driver.term == Term(7))
            let outbox = Mailbox<Attend.Incoming>(capacity: 8)
            await driver.attend("02.axon.demo.net", outbox)
            try await driver.submit(.report(report("02.axon.demo.net", mayFound: true), nil))
            guard case .standing(let standing)? = await outbox.next() else {
                Issue.record("it must be told where it stands")
                return
            }
            #expect(standing.leader == "01.axon.demo.net" && standing.term == Term(7))
        }
    }

    @Test func secondAttendance_ofOneServer_endsTheFirst() async throws {
        try await withDriver { driver, _ in
            let (first, second) = (Mailbox<Attend.Incoming>(capacity: 8), Mailbox<Attend.Incoming>(capacity: 8))
            await driver.attend("00.axon.demo.net", first)
            await driver.attend("00.axon.demo.net", second)
            #expect(await first.next() == nil)
            // The end of the first is no reason to forget the second.
            await driver.leave("00.axon.demo.net", first)
            try await driver.submit(.report(report("00.axon.demo.net", mayFound: true), nil))
            #expect(await second.next() != nil)
        }
    }
}
