import Kernel
import Leadership
import Link
import Messaging
import Nexus
import Store
import Telemetry
import World

/// What every cell answers to its operator.
struct OperatorTable {
    let kind: String
    let names: CellNames
    let iden: Iden
    let run: Iden
    let port: Int
    let settings: CellSettings
    let driver: NexusDriver
    let neighbours: Neighbours?
    let siblings: Siblings
    let stop: StopSignal
    let metrics: MetricsRegistry
    let store: StoreEnvironment

    var messages: MessageTable {
        MessageTable { table in
            table.on(GetCellInfo.self) { (_, _) in info }
            table.on(GetNexusStatus.self) { (_, _) throws(Fault) in try await driver.status().reply(names.full) }
            table.on(GetHealth.self) { (_, _) throws(Fault) in try await health() }
            table.on(GetMetrics.self) { (_, _) throws(Fault) in try readings() }
            table.on(PromoteHere.self) { (message, _) throws(Fault) in try await promote(message) }
            table.on(DemoteHere.self) { (message, _) throws(Fault) in try await demote(message) }
            table.on(RejoinHere.self) { (_, _) throws(Fault) in
                try await driver.rejoin()
                return RejoinHere.Reply(exported: driver.exportPath)
            }
            table.on(StopService.self) { (_, _) in
                stop.set()
                return Done()
            }
        }
    }

    private var info: GetCellInfo.Reply {
        GetCellInfo.Reply(
            iden: iden, run: run, kind: kind, version: CellSettings.version, name: names.full, alias: names.alias,
            network: names.network ?? "", pid: settings.processID, port: port == 0 ? nil : port, format: CellStorage.format)
    }

    /// The metrics, with those of the store as they are now: they cost too much to be kept up to date.
    private func readings() throws(Fault) -> GetMetrics.Reply {
        let statistics = try store.statistics()
        metrics.gauge(MetricCatalogue.storeBytes).set(Double(statistics.usedBytes))
        metrics.gauge(MetricCatalogue.snapshotAge).set(Double(statistics.oldestReaderLag))
        return GetMetrics.Reply(series: metrics.readings.map { reading in
            GetMetrics.Series(name: reading.name, labels: reading.labels, value: reading.value, count: reading.count)
        })
    }

    private func health() async throws(Fault) -> GetHealth.Reply {
        let status = try await driver.status()
        let component: GetHealth.Component
        switch status.role {
        case .leader, .holding:
            let isCovered = !status.fenced || (status.lease ?? .zero) > .zero
            component = .init(
                name: "nexus", status: isCovered ? "nominal" : "degraded",
                mesg: isCovered ? "leads term \(status.term)" : "leads term \(status.term) without a current lease")
        case .follower:
            component = .init(
                name: "nexus", status: status.ready ? "nominal" : "degraded",
                mesg: status.ready ? "follows in term \(status.term)" : "is not in step with its upstream")
        case .starting: component = .init(name: "nexus", status: "degraded", mesg: "has not heard from AHA who leads")
        case .fenced, .diverged, .stopped:
            component = .init(name: "nexus", status: "failed", mesg: status.condition ?? status.role.rawValue)
        }
        return GetHealth.Reply(iden: iden, status: component.status, components: [component])
    }

    /// Makes this server the leader (PROMOTE-1, PROMOTE-3, PROMOTE-8).
    private func promote(_ message: PromoteHere) async throws(Fault) -> PromoteHere.Reply {
        guard let neighbours else {
            guard message.failure else {
                throw Fault(
                    .refused, "a graceful promotion needs AHA to hand over leadership, and this service has none",
                    advice: "Deploy AHA and provision the servers; or, if the leader is dead: synctl promote --failure")
            }
            await driver.promoteUnfenced()
            let status = try await driver.status()
            return PromoteHere.Reply(
                grant: nil, leader: names.full, term: status.term,
                warning: "There is no AHA: nothing stops the old leader from leading on. Make sure that it stays down.")
        }
        let kind: PromotionRequest.Kind =
            message.failure
            ? .forced(
                vouchedDead: message.vouchedDead, allowBehind: message.allowBehind, allowIncomplete: message.allowIncomplete ?? false)
            : .graceful
        let grant = try await ask(neighbours, for: PromotionRequest(id: message.id, candidate: names.full, kind: kind))
        // The operator's next command should find this server leading.
        try await driver.waitToLead(grant.term)
        let isComplete = try await driver.status().complete
        return PromoteHere.Reply(
            grant: grant, leader: grant.leader, term: grant.term, warning: Self.warning(grant, isComplete: isComplete))
    }

    /// Hands leadership of this server to the best follower (PROMOTE-5).
    private func demote(_ message: DemoteHere) async throws(Fault) -> PromoteHere.Reply {
        let status = try await driver.status()
        guard status.role == .leader else {
            throw Fault(
                .refused, "\(names.full) does not lead: it is \(status.role.rawValue)",
                advice: "Ask the leader\(status.leader.map { ", \($0)" } ?? "; `synctl aha status` shows who that is")")
        }
        guard let neighbours else {
            throw Fault(
                .refused, "handing over leadership needs AHA, and this service has none", advice: "Deploy AHA and provision the servers")
        }
        let candidate = try Successor.choose(from: try await siblings.online(), insteadOf: names.full)
        let grant = try await ask(neighbours, for: PromotionRequest(id: message.id, candidate: candidate, kind: .graceful))
        return PromoteHere.Reply(grant: grant, leader: grant.leader, term: grant.term, warning: nil)
    }

    private func ask(_ neighbours: Neighbours, for request: PromotionRequest) async throws(Fault) -> Grant {
        let aha = Ref<AhaContract>(try await neighbours.aha())
        switch try await aha.ask(PromoteService(alias: names.alias, request: request)).outcome {
        case .refused(let fault): throw fault
        case .granted(let grant): return grant
        }
    }

    private static func warning(_ grant: Grant, isComplete: Bool) -> String? {
        var lines: [String] = []
        if let furthest = grant.furthestKnown {
            lines.append(
                "The furthest position known was \(furthest); this server begins at \(grant.position). What lies between may be lost; "
                    + "the old leader exports it when it returns.")
        }
        if !isComplete {
            lines.append("This server lacks bytes that its log names. Keep the directory of the old leader: it has them.")
        }
        return lines.isEmpty ? nil : lines.joined(separator: " ")
    }
}

extension NexusStatus {
    func reply(_ name: String) -> GetNexusStatus.Reply {
        GetNexusStatus.Reply(
            name: name, role: role.rawValue, term: term, leader: leader, position: position, durable: durable, start: start, fenced: fenced,
            leaseMs: lease?.inMilliseconds, acks: acks, ready: ready,
            followers: followers.map { .init(name: $0.name, durable: $0.durable, lag: position.index.distance(after: $0.durable)) },
            condition: condition)
    }
}
