import ActorTree
import Kernel
import Telemetry
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
    /// - Throws: what a part failed with; its path is in the field `actor`.
    public func run(until stop: StopSignal) async throws(Fault) {
        let files = settings.host.files
        try files.makeDirectory(settings.directory, permissions: 0o700, label: "make the directory of the service")
        let lock = try files.lock(settings.directory + "/cell.lock", label: "lock the directory of the service")
        let run = settings.host.iden()
        let metrics = MetricsRegistry()
        while true {
            switch try await runOnce(run, stop, metrics) {
            case .stopped:
                withExtendedLifetime(lock) {}
                return
            case .again: settings.log.info("starting again with the snapshot in place")
            }
        }
    }

    private func runOnce(_ run: Iden, _ stop: StopSignal, _ metrics: MetricsRegistry) async throws(Fault) -> CellEnd {
        let tree = try await CellTree<Kind>(settings, run: run, stop: stop, metrics: metrics)
        let root = tree.supervisor()
        try await root.start()
        report(.ready(tree.sentence))
        stop.onSet { tree.end.set(.stopped) }
        let stopping = Task {
            let end = await tree.end.wait()
            report(.stopping)
            await root.stop()
            return end
        }
        do throws(Fault) {
            try await root.run()
        } catch {
            tree.end.set(.stopped)
            _ = await stopping.value
            throw error
        }
        return await stopping.value
    }
}

/// How a service came to its end in order.
enum CellEnd: Sendable {
    case stopped
    /// A snapshot is to take the place of the store; then the service starts again.
    case again
}
