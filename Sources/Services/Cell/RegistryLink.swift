import ActorTree
import Kernel
import Leadership
import Link
import Logging
import Messaging
import Nexus
import World

/// This server at the registry: it attends as long as it runs, and begins again whenever the link drops.
final class RegistryLink: Registry {
    /// Reports that may wait for the link; a later report says what an earlier one said.
    private static let waitingMax = 256
    /// How long to wait before the next attempt: short at first, since a restarted AHA is back within a second.
    private static let waits: [Instant.Span] = [.milliseconds(50), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2)]

    private let outbox = Mailbox<Attend.Outgoing>(capacity: waitingMax)
    private let neighbours: Neighbours
    private let host: Host
    private let logger: Logger

    init(neighbours: Neighbours, host: Host, logger: Logger) {
        self.neighbours = neighbours
        self.host = host
        self.logger = logger
    }

    func send(_ report: RegistryReport) {
        let message: Attend.Outgoing =
            switch report {
            case .report(let report, let lease): .report(report, lease)
            case .position(let id, let report): .position(id: id, report)
            case .phase(let id, let phase): .phase(id: id, phase)
            case .commit(let id, let term, let position): .commit(id: id, term: term, position: position)
            case .failure(let id, let fault): .failure(id: id, fault)
            }
        _ = outbox.offer(message)
    }

    /// Attends until it is cancelled.
    func run(_ registration: Registration, driver: NexusDriver) async throws(Fault) {
        var failures = 0
        while !Task.isCancelled {
            do throws(Fault) {
                try await attend(registration, driver) { failures = 0 }
            } catch {
                if Task.isCancelled { return }
                if failures == 0 {
                    logger.warning("AHA is out of reach", metadata: ["fault": "\(error)"])
                }
            }
            let wait = Self.waits[min(failures, Self.waits.count - 1)]
            failures += 1
            try await host.clock.sleep(for: wait)
        }
    }

    private func attend(_ registration: Registration, _ driver: NexusDriver, _ begun: () -> Void) async throws(Fault) {
        let link = try await neighbours.aha()
        let (reader, writer) = try await Ref<AhaContract>(link).converse(Attend(registration))
        begun()
        logger.info("attending at AHA", metadata: ["name": "\(registration.address.name)"])
        await driver.registryReached()
        let outbox = outbox
        try await withTaskExecutorPreference(link.executor) { () async throws(Fault) in
            try await firstToEnd(
                { () async throws(Fault) in while let message = await outbox.next() { try await writer.send(message) } },
                { () async throws(Fault) in
                    while let message = try await reader.next() { await Self.hear(message, driver, self.logger) }
                },
                ended: { reader.cancel() })
        }
    }

    private static func hear(_ message: Attend.Incoming, _ driver: NexusDriver, _ logger: Logger) async {
        switch message {
        case .standing(let standing): await driver.hear(standing)
        case .commitAnswer(let id, let answer): await driver.hear(commit: id, answer)
        case .refused(let fault): logger.warning("AHA refused", metadata: ["fault": "\(fault)"])
        }
    }
}
