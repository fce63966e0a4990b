import Aha
import ArgumentParser
import Axon
import Cell
import Config
import Kernel
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Systemd
import Telemetry
import World

/// Runs one service from its storage directory, in the foreground, as systemd expects.
@main
struct Synapsed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synapsed",
        abstract: "Run one service from its storage directory.",
        discussion: """
            The service reads DIRECTORY/cell.yaml and SYN_<SERVICE>_<OPTION> variables; `synctl config docs SERVICE` lists the options.
            It runs in the foreground until SIGTERM or SIGINT, and logs to standard error (SYN_LOG_LEVEL, SYN_LOG_STRUCT).

            EXAMPLES
              synapsed aha /var/lib/synapse/aha
              SYN_AXON_AHA_PROVISION='ssl://...' synapsed axon /var/lib/synapse/00.axon

            EXIT STATUS
              0  stopped in order
              1  the service could not start or go on; the last line of the log says why
              64 the command line is wrong
            """,
        version: CellSettings.version)

    @Argument(help: "The kind of service: aha or axon.")
    var service: String

    @Argument(help: "The storage directory; made where it is absent.")
    var directory: String

    func validate() throws {
        guard ["aha", "axon"].contains(service) else {
            throw ValidationError("There is no service \"\(service)\". Known are aha and axon.")
        }
    }

    func run() async throws {
        let variables = ProcessEnvironment.variables
        let manager = ServiceManager()
        let isJournal = manager.isJournal(fileDescriptor: 2, journalStream: variables["JOURNAL_STREAM"])
        let log: Logger
        do {
            let settings = try LogSettings(environment: variables, isJournal: isJournal)
            let clock = Host.linux.clock
            let sink = LogSink(process: "MainProcess", settings: settings, clock: { clock.wallTime() }, writer: { line in
                // Where the log cannot be written, there is nowhere left to say so.
                try? StandardStream.error.write(line)
            })
            log = sink.logger("synapse.\(service)")
        } catch {
            try StandardStream.error.write(Array("synapsed: \(error)\n".utf8))
            throw ExitCode.failure
        }
        let stop = StopSignal()
        try TerminationSignals.watch { count in
            if count == 1 {
                log.info("asked to stop")
                stop.set()
            } else {
                // Everything acknowledged is durable already: there is nothing left to save.
                log.warning("asked to stop again: ending at once")
                ProcessEnvironment.exit(status: 1)
            }
        }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        let settings = CellSettings(
            directory: directory, environment: variables,
            credential: { name in
                guard let bytes = try? manager.credential(named: name, directory: variables["CREDENTIALS_DIRECTORY"]) else { return nil }
                return String(validating: bytes, as: UTF8.self)
            },
            host: .linux, group: group, log: log, processID: ProcessEnvironment.processID)
        let watchdog = Watchdog(manager: manager, log: log)
        let report: @Sendable (CellEvent) -> Void = { event in
            switch event {
            case .ready(let sentence):
                log.info("ready: \(sentence)")
                watchdog.tell { () throws(Fault) in try manager.notifyReady(status: sentence) }
            case .stopping:
                watchdog.tell { () throws(Fault) in try manager.notifyStopping(status: "stopping") }
            }
        }
        watchdog.start()
        do throws(Fault) {
            switch service {
            case "aha": try await CellRunner<AhaService>(settings, report: report).run(until: stop)
            default: try await CellRunner<AxonService>(settings, report: report).run(until: stop)
            }
        } catch {
            let actor = error.fields["actor"]?.string.map { " because \($0) failed" } ?? ""
            log.critical("\(service) ends\(actor): \(error)")
            watchdog.stop()
            throw ExitCode.failure
        }
        watchdog.stop()
        log.info("stopped")
        try await group.shutdownGracefully()
    }
}
