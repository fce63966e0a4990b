import ActorTree
import Config
import Kernel
import Leadership
import Link
import Logging
import Messaging
import Nexus
import Store
import TLS
import World

/// Runs one service from its directory: storage, replication, the service, listeners, in this order; and stops them in the reverse one
/// (CELL-7).
public struct CellRunner<Kind: Service>: Sendable {
    private let settings: CellSettings
    private let report: @Sendable (CellEvent) -> Void

    public init(_ settings: CellSettings, report: @escaping @Sendable (CellEvent) -> Void) {
        self.settings = settings
        self.report = report
    }

    /// Runs until `stop` is asked for. Where a snapshot has to replace the store, it starts the service again by itself.
    public func run(until stop: StopSignal) async throws(Fault) {
        let files = settings.host.files
        try files.makeDirectory(settings.directory, permissions: 0o700, label: "make the directory of the service")
        let lock = try files.lock(settings.directory + "/cell.lock", label: "lock the directory of the service")
        let run = settings.host.iden()
        while true {
            let outcome = try await runOnce(run, stop)
            switch outcome {
            case .stopped:
                withExtendedLifetime(lock) {}
                return
            case .again: settings.log.info("starting again with the snapshot in place")
            }
        }
    }

    private enum Outcome { case stopped, again }

    private func runOnce(_ run: Iden, _ stop: StopSignal) async throws(Fault) -> Outcome {
        var parts = CellParts()
        do throws(Fault) {
            let life = try await CellBoot<Kind>(settings: settings, run: run, stop: stop).start(&parts)
            report(.ready(life))
            let end = await stop.firstOf(parts.end)
            report(.stopping)
            await parts.stop()
            switch end {
            case nil: return .stopped
            case .snapshotReady: return .again
            case .failed(let fault): throw fault
            }
        } catch {
            await parts.stop()
            throw error
        }
    }
}

/// What runs, so that it can be stopped in the reverse order.
struct CellParts: Sendable {
    var store: StoreEnvironment?
    var blocking: Blocking?
    var executor: ThreadExecutor?
    var driver: NexusDriver?
    var neighbours: Neighbours?
    var registry: RegistryLink?
    var service: (any RunningService)?
    var listeners: [Listener] = []
    var tasks: OwnedTasks?
    let end = EndSignal()

    /// How long calls that run may take to end when the service stops.
    private static var drainTime: Instant.Span { .seconds(2) }

    func stop() async {
        for listener in listeners.reversed() { await listener.stop(drainingFor: Self.drainTime) }
        await service?.stop()
        await driver?.stop()
        registry?.close()
        await tasks?.stop()
        await neighbours?.stop()
        executor?.stop()
        await blocking?.stop()
        store?.close()
    }
}
