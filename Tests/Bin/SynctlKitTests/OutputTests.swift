import Kernel
import TestSupport
import Testing
import World

@testable import Cell
@testable import SynctlKit

@Suite(.timeLimit(.minutes(1))) struct OutputTests {
    private func failing(_ code: FaultCode) -> Stage {
        var stage = Stage()
        stage.table.on(GetCellInfo.self) { _, _ throws(Fault) in
            throw Fault(
                code, "it\u{1b}[31m broke", fields: ["name": "axon"], advice: "Mend it", cause: Fault(.io, "the disk is gone"))
        }
        return stage
    }

    @Test func error_isOneLineAndTheNextStep() async {
        let outcome = await failing(.noLeader).run(line: "synctl info --url cell:///srv/x")
        #expect(outcome.talk == "synctl: NoLeader: it [31m broke (because IoFault: the disk is gone)\n  next: Mend it\n")
        #expect(outcome.data.isEmpty)
        #expect(outcome.status == .unreachable)
    }

    @Test func error_underJSON_isAnObject() async {
        let outcome = await failing(.denied).run(line: "synctl info --url cell:///srv/x --json")
        #expect(
            outcome.talk == """
                {"error": {"code": "AuthDeny", "mesg": "it [31m broke (because IoFault: the disk is gone)", "advice": "Mend it", \
                "fields": {"name": "axon"}}}

                """)
        #expect(outcome.status == .failure)
    }

    @Test(arguments: [
        (FaultCode.noSuchName, CommandExit.failure), (.noLeader, .unreachable), (.unreachable, .unreachable), (.deadline, .unreachable),
        (.refused, .failure), (.denied, .failure), (FaultCode("New"), .failure),
    ])
    func exitStatus_ofAFault_tellsWhetherTryingAgainMayHelp(code: FaultCode, status: CommandExit) {
        #expect(CommandExit(Fault(code, "")) == status)
    }

    @Test func colours_areForTerminalsThatWantThem() async throws {
        var stage = Stage()
        stage.table = try FakeNetwork().table
        stage.terminal.isOutputTerminal = true
        #expect(await stage.run(line: "synctl healthcheck --url cell:///srv/x").data.contains("\u{1b}[32mnominal\u{1b}[0m"))
        stage.terminal.environment["NO_COLOR"] = "1"
        #expect(await stage.run(line: "synctl healthcheck --url cell:///srv/x").data == "service  nominal\nnexus    nominal  in step\n")
    }

    @Test func table_alignsWithoutBlanksAtTheEnds() {
        var table = Table(["A", "LONG", "C"])
        table.add(["xx", "y", ""])
        table.add(["x", "", "zz\u{7}z"])
        #expect(table.lines(coloured: false) == ["A   LONG  C", "xx  y", "x         zz z"])
    }

    @Test func progress_isShownAfterAWhile_onATerminalOnly() throws {
        let written = Locked<[UInt8]>([])
        for isTerminal in [true, false] {
            let manual = ManualHost()
            let output = Output(
                terminal: Terminal(isErrorTerminal: isTerminal, width: 60), data: { _ in },
                talk: { bytes in written.withLock { $0 += bytes } })
            var bar = ProgressBar("put", total: 4096, output: output, clock: manual.clock)
            try bar.advance(by: 1024)
            #expect(written.withLock { $0.isEmpty })
            manual.clock.advance(by: .seconds(4))
            try bar.advance(by: 1024)
            try bar.advance(by: 1)
            try bar.clear()
            let text = String(decoding: written.withLock { $0 }, as: UTF8.self)
            #expect(text == (isTerminal ? "\r\u{1b}[Kput [########.........] 50% 2.0 KiB/4.0 KiB 512 B/s 4s left\r\u{1b}[K" : ""))
            written.withLock { $0 = [] }
        }
    }

    @Test func byteCount_readsWell() {
        #expect([0, 1023, 1024, 1536, 1 << 40].map(ByteCount.text) == ["0 B", "1023 B", "1.0 KiB", "1.5 KiB", "1.0 TiB"])
        #expect(ByteCount.text(.max) == "16.0 EiB")
    }
}
