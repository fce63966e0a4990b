import Kernel
import Leadership
import Testing

@testable import Cell

@Suite struct SuccessorTests {
    private func server(
        _ name: String, index: UInt64, role: String = "follower", ready: Bool = true, complete: Bool? = true
    ) -> ServiceStatus {
        let iden = Iden(high: 1, low: 2)
        return ServiceStatus(
            registration: Registration(
                address: ServiceAddress(name: name, host: "127.0.0.1", port: 1), alias: "axon.net", kind: "axon", service: iden, run: iden,
                version: "1"),
            isOnline: true, isLeader: false, role: role, ready: ready, term: Term(1),
            position: Position(term: Term(1), index: Index(index), hash: .zero), upstream: nil, lag: nil, complete: complete)
    }

    private func choice(_ servers: ServiceStatus...) throws(Fault) -> String {
        try Successor.choose(from: servers.sorted { $0.isBetterSource(than: $1) }, insteadOf: "00.axon.net")
    }

    @Test func furthest_ofThoseThatCanLead_isChosen() throws {
        #expect(try choice(server("01", index: 5), server("02", index: 7), server("03", index: 6)) == "02")
        #expect(try choice(server("02", index: 5), server("01", index: 5)) == "01")
        #expect(try choice(server("01", index: 5), server("02", index: 7, complete: false)) == "01")
        #expect(try choice(server("01", index: 5), server("02", index: 7, role: "diverged")) == "01")
        #expect(try choice(server("01", index: 5), server("02", index: 7, ready: false)) == "01")
    }

    @Test func nobodyThatCanLead_isRefusedNamingEach() throws {
        let fault = #expect(throws: Fault.self) {
            try choice(
                server("01", index: 5, role: "diverged"), server("02", index: 4, ready: false), server("03", index: 9, complete: false))
        }
        #expect(fault?.code == .refused)
        #expect(fault?.message.contains("01 is diverged") == true)
        #expect(fault?.message.contains("02 is not in step") == true)
        #expect(fault?.message.contains("03 lacks bytes") == true)
        #expect(throws: Fault.self) { try choice() }
    }
}
