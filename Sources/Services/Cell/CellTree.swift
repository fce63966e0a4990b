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
import Telemetry
import World

/// The tree of a running service. Its root starts the parts in order, and stops them in reverse order:
///
/// `storage`, `neighbours` (links to other servers), `nexus`, `listeners` (a supervisor: each can be opened again), `service`, `doors`
/// (from here on callers are answered; and callers that are there may end before the service stops), `network` (a supervisor: attends at
/// AHA).
///
/// The parts of the root are made from one another, so none is restarted alone: what one of them fails with ends the process, and the
/// service manager starts it again.
final class CellTree<Kind: Service>: Sendable {
    private let settings: CellSettings
    private let run: Iden
    private let stop: StopSignal
    private let metrics: MetricsRegistry
    private let configuration: Configuration
    private let names: CellNames
    private let registryURLs: [ServiceURL]
    private let link: LinkSettings
    private let doors = Doors()
    private let parts = Locked(Parts())
    /// Set when the service is to end in order, to start again or not.
    let end = OneShot<CellEnd>()

    /// What the parts have made, for those that come after them.
    private struct Parts: Sendable {
        var storage: Storage?
        var neighbours: Neighbours?
        var registry: RegistryLink?
        var driver: NexusDriver?
        var running: (any RunningService)?
        var listeners: [String: Listener] = [:]
    }

    private struct Storage: Sendable {
        let iden: Iden
        let store: StoreEnvironment
        let blocking: Blocking
        let service: Kind
        /// AHA makes its own when it opens for the first time.
        let certificates: CellCertificates?
    }

    /// AHA's provisioning listener, where none is configured.
    private static var provisionPort: Int { 27272 }
    /// How long calls that run may take to end when the service stops.
    private static var drainTime: Instant.Span { .seconds(2) }
    /// The Nexus and the store end in the time that one commit takes, which a slow disk makes long.
    private static var storageStopMax: Instant.Span { .seconds(30) }

    /// Reads the configuration; a server that was given a one-time URL is provisioned with it.
    init(_ settings: CellSettings, run: Iden, stop: StopSignal, metrics: MetricsRegistry) async throws(Fault) {
        self.settings = settings
        self.run = run
        self.stop = stop
        self.metrics = metrics
        let link = Self.linkSettings(settings, run, metrics)
        configuration = try await CellConfiguration(options: Kind.options, settings: settings).load(link: link)
        names = CellNames(configuration, kind: Kind.kind)
        registryURLs = try configuration.texts(CellOptions.ahaRegistry).map { (text) throws(Fault) in try ServiceURL(text) }
        self.link = link
    }

    /// What serves, in a sentence.
    var sentence: String {
        let listeners = parts.withLock(\.listeners)
        let addresses = ListenerName.allCases.compactMap { listeners[$0.rawValue].map { "\($0.address)" } }
        return "\(Kind.kind) \(names.full) listening on \(addresses.joined(separator: ", "))"
    }

    /// The root of the tree.
    func supervisor() -> Supervisor {
        let root = ActorPath(root: Kind.kind)
        var plans = [ChildPlan("storage", stopMax: Self.storageStopMax) { () async throws(Fault) in try self.startStorage() }]
        if !registryURLs.isEmpty { plans.append(ChildPlan("neighbours") { self.startNeighbours() }) }
        plans.append(ChildPlan("nexus", stopMax: Self.storageStopMax) { () async throws(Fault) in try await self.startNexus() })
        plans.append(ChildPlan("listeners") { () async throws(Fault) in
            try await self.below(root.child("listeners"), try self.listenerPlans())
        })
        plans.append(ChildPlan("service") { () async throws(Fault) in try await self.startService() })
        plans.append(ChildPlan("doors") { () async throws(Fault) in try self.openDoors() })
        plans.append(ChildPlan("network") { () async throws(Fault) in
            try await self.below(root.child("network"), self.registryPlans())
        })
        return Supervisor(
            root, clock: settings.host.clock, limits: RestartLimits(restartsMax: 0), children: plans, report: reporter())
    }

    /// A supervisor of parts that can be restarted one by one.
    private func below(_ path: ActorPath, _ plans: [ChildPlan]) async throws(Fault) -> Supervisor {
        let supervisor = Supervisor(path, clock: settings.host.clock, children: plans, report: reporter())
        try await supervisor.start()
        return supervisor
    }

    private func reporter() -> @Sendable (ActorPath, SupervisionReport) -> Void {
        let restarts = metrics.counter(MetricCatalogue.actorRestarts)
        return { [log = settings.log] path, what in
            switch what {
            case .started(let name): log.debug("started", metadata: ["actor": "\(path.child(name))"])
            case .ended(let name): log.debug("ended", metadata: ["actor": "\(path.child(name))"])
            case .restarting(let name, let fault, let wait):
                restarts.add()
                log.warning(
                    "an actor failed and is restarted after \(wait)",
                    metadata: ["actor": "\(path.child(name))", "fault": "\(fault?.description ?? "it ended")"])
            case .gaveUp(let name, let fault):
                log.error("an actor failed", metadata: ["actor": "\(path.child(name))", "fault": "\(fault)"])
            case .stopOverdue(let name):
                log.warning("an actor takes long to stop", metadata: ["actor": "\(path.child(name))"])
            case .unexpected(let what): log.error("a supervisor is confused", metadata: ["actor": "\(path)", "event": "\(what)"])
            }
        }
    }

    // MARK: Parts

    /// What an earlier part has made. The parts start in order, so it is there.
    private func made<Part>(_ part: KeyPath<Parts, Part?> & Sendable) -> Part {
        guard let part = parts.withLock({ $0[keyPath: part] }) else {
            preconditionFailure("a part of the cell starts before those it needs")
        }
        return part
    }

    private func startStorage() throws(Fault) -> CellPart {
        let directory = settings.directory + "/store"
        try SnapshotSwap.run(store: directory, files: settings.host.files)
        let opened = try CellStorage(
            directory: directory, configuredIden: configuration.text(CellOptions.cellGuid).flatMap { Iden($0) }, host: settings.host)
        let store = opened.store
        do throws(Fault) {
            let blocking = try Blocking(name: "files", threads: 4)
            let service = try Kind(ServiceGround(
                directory: settings.directory, host: settings.host, store: store, configuration: configuration, blocking: blocking,
                log: settings.log))
            let certificates = try Self.certificates(settings, names)
            parts.withLock { parts in
                parts.storage = Storage(
                    iden: opened.iden, store: store, blocking: blocking, service: service, certificates: certificates)
            }
            return CellPart {
                await blocking.stop()
                store.close()
            }
        } catch {
            store.close()
            throw error
        }
    }

    private func startNeighbours() -> CellPart {
        guard let certificates = made(\.storage).certificates else { return CellPart() }
        let around = Neighbours(registry: registryURLs, certificates: certificates.client, settings: networkLink, logger: settings.log)
        parts.withLock { parts in
            parts.neighbours = around
            parts.registry = RegistryLink(neighbours: around, host: settings.host, logger: settings.log)
        }
        return CellPart { await around.stop() }
    }

    private func startNexus() async throws(Fault) -> CellPart {
        let storage = made(\.storage)
        let (registry, neighbours) = parts.withLock { ($0.registry, $0.neighbours) }
        let failure = OneShot<Fault?>()
        let end = end
        let executor = ThreadExecutor(name: "nexus-writer")
        let driver: NexusDriver
        do throws(Fault) {
            driver = try NexusDriver(
                executor: executor, store: storage.store, changes: storage.service.changes, attachments: storage.service.attachments,
                options: try replicaOptions(configuration, names, isFenced: registry != nil), host: settings.host,
                blocking: storage.blocking, logger: settings.log, registry: registry ?? NoRegistry(), peers: neighbours ?? NoPeers(),
                metrics: metrics,
                onEnd: { reason in
                    switch reason {
                    case .failed(let fault): failure.set(fault)
                    case .snapshotReady: end.set(.again)
                    }
                })
            try await driver.start()
        } catch {
            executor.stop()
            throw error
        }
        parts.withLock { $0.driver = driver }
        return CellPart(failing: failure) {
            await driver.stop()
            executor.stop()
        }
    }

    private var siblings: Siblings { Siblings(names: names, neighbours: parts.withLock(\.neighbours)) }

    private func startService() async throws(Fault) -> CellPart {
        let driver = made(\.driver)
        let running = try await made(\.storage).service.start(ServiceRuntime(
            nexus: driver, applied: driver.applied, log: settings.log, ports: ports, siblings: siblings,
            writeLocally: { (body) async throws(Fault) in try await driver.writeLocally(body) }))
        parts.withLock { $0.running = running }
        return CellPart { await running.stop() }
    }

    /// From now on callers are answered. When the service stops, those who are there may end their calls first.
    private func openDoors() throws(Fault) -> CellPart {
        let (driver, storage, running) = (made(\.driver), made(\.storage), made(\.running))
        let operatorTable = OperatorTable(
            kind: Kind.kind, names: names, iden: storage.iden, run: run, port: ports.wire, settings: settings, driver: driver,
            neighbours: parts.withLock(\.neighbours), siblings: siblings, stop: stop, metrics: metrics, store: storage.store)
        var table = running.messages
        table.include(operatorTable.messages)
        table.include(driver.messages(peerName: { (caller) throws(Fault) in try Self.serverName(of: caller) }))
        doors.open(table, running.enrolment)
        return CellPart {
            let listeners = self.parts.withLock(\.listeners)
            for name in ListenerName.allCases.reversed() { await listeners[name.rawValue]?.stop(drainingFor: Self.drainTime) }
        }
    }

    private func registryPlans() -> [ChildPlan] {
        guard let registry = parts.withLock(\.registry) else { return [] }
        let (driver, iden) = (made(\.driver), made(\.storage).iden)
        let registration = registration(configuration, names, port: ports.wire, iden: iden)
        return [
            ChildPlan("registry") {
                CellPart(work: { () async throws(Fault) in try await registry.run(registration, driver: driver) })
            }
        ]
    }

    // MARK: Settings

    /// What links that show who this server is have in common.
    private var networkLink: LinkSettings {
        var link = link
        link.hello.service = names.full
        link.hello.iden = made(\.storage).iden
        let authorizer = NetworkAuthorizer(network: names.network)
        link.identify = { (peer) throws(Fault) in try authorizer.identify(peer) }
        return link
    }

    /// What every link of this run has in common.
    private static func linkSettings(_ settings: CellSettings, _ run: Iden, _ metrics: MetricsRegistry) -> LinkSettings {
        var link = LinkSettings(group: settings.group, host: settings.host)
        link.metrics = LinkMetrics(metrics)
        link.hello.agent = "synapsed/\(CellSettings.version)"
        link.hello.run = run
        let refused = RefusedLinks(log: settings.log, clock: settings.host.clock)
        link.refused = { peer, fault in refused.report(peer, fault) }
        return link
    }

    /// How this server presents itself to the registry.
    private func registration(_ configuration: Configuration, _ names: CellNames, port: Int, iden: Iden) -> Registration {
        Registration(
            address: ServiceAddress(name: names.full, host: configuration.text(CellOptions.dnsName) ?? "", port: port),
            alias: names.alias, kind: Kind.kind, service: iden, run: run, version: CellSettings.version)
    }

    private static func serverName(of caller: Caller) throws(Fault) -> String {
        guard !caller.isLocalRoot, let network = caller.network, caller.user.hasSuffix(".\(network)") else {
            throw Fault(.denied, "\(caller) is no server of the network", fields: ["user": .string(caller.description)])
        }
        return caller.user
    }

    private static func certificates(_ settings: CellSettings, _ names: CellNames) throws(Fault) -> CellCertificates? {
        guard let network = names.network else { return nil }
        let directory = CertificateDirectory(settings.directory + "/certs", files: settings.host.files)
        guard try directory.has(.host, names.full) else { return nil }
        return try CellCertificates(directory, host: names.full, authority: network)
    }

    private func replicaOptions(
        _ configuration: Configuration, _ names: CellNames, isFenced: Bool
    ) throws(Fault) -> ReplicaOptions {
        var upstream: String?
        if let text = configuration.text(CellOptions.mirror) {
            let url = try ServiceURL(text)
            let name = url.host.hasSuffix("...") ? String(url.host.dropLast(3)) : url.host
            upstream = names.network.map { name.hasSuffix(".\($0)") ? name : "\(name).\($0)" } ?? name
        }
        var times = LeadershipTimes()
        let lease = UInt64(clamping: configuration.int(CellOptions.nexusLease))
        times.lease = .seconds(lease)
        times.renewal = .milliseconds(lease * 330)
        return ReplicaOptions(
            name: names.full,
            run: run, upstream: upstream, acks: Int(configuration.int(CellOptions.nexusAcks)), fenced: isFenced, times: times)
    }

    // MARK: Listeners

    /// In the order in which they are opened.
    private enum ListenerName: String, CaseIterable, Sendable { case socket, wire, provision }

    private var ports: ServicePorts {
        let listeners = parts.withLock(\.listeners)
        return ServicePorts(
            wire: listeners[ListenerName.wire.rawValue]?.boundPort ?? 0,
            provision: listeners[ListenerName.provision.rawValue]?.boundPort ?? 0)
    }

    /// The listeners. Until the doors are open, whoever calls is told to wait.
    private func listenerPlans() throws(Fault) -> [ChildPlan] {
        let doors = doors
        var inner = networkLink
        inner.router = Router { target in target.isEmpty ? doors.table : nil }
        let socket = "\(settings.directory)/\(ServiceURL.cellSocket)"
        var plans = [plan(.socket, .unix(path: socket), nil, inner)]
        if let url = try wireURL() {
            plans.append(plan(.wire, .tcp(host: url.host, port: url.port ?? ServiceURL.portDefault), try tls(url), inner))
        }
        if Kind.kind == "aha", let certificates = made(\.storage).certificates {
            var outer = networkLink
            outer.router = Router { target in target.isEmpty ? doors.enrolment : nil }
            outer.identify = { (_) in Caller(user: "anonymous", authorizer: RootOnly()) }
            let url = try configuration.text(AhaOptions.provisionListen).map { (text) throws(Fault) in try ServiceURL(text) }
            guard let identity = certificates.server.current.identity else {
                throw Fault(.noCertificate, "AHA has no certificate of its own")
            }
            let context = TLSContextHolder(try TLSContext.server(identity: identity, trust: [], clientCertificates: .notAsked))
            plans.append(plan(
                .provision, .tcp(host: url?.host ?? "0.0.0.0", port: url?.port ?? Self.provisionPort), .server(context), outer))
        }
        return plans
    }

    private func plan(_ name: ListenerName, _ address: LinkAddress, _ tls: LinkTLS?, _ settings: LinkSettings) -> ChildPlan {
        // A listener that was closed is done when it was closed by us, and restarted when not.
        ChildPlan(name.rawValue, .transient) { () async throws(Fault) in
            // Opened again, it keeps the port that the system gave it: others know it.
            let known = self.parts.withLock { $0.listeners[name.rawValue]?.address }
            let listener = try await Listener.start(known ?? address, tls: tls, settings: settings)
            self.parts.withLock { $0.listeners[name.rawValue] = listener }
            return CellPart(
                close: { await listener.stop() }, work: { () async throws(Fault) in try await listener.closed() })
        }
    }

    private func wireURL() throws(Fault) -> ServiceURL? {
        if let text = configuration.text(CellOptions.dmonListen) { return try ServiceURL(text) }
        guard Kind.kind == "aha" else { return nil }
        return ServiceURL(.ssl, host: "0.0.0.0", port: ServiceURL.portDefault)
    }

    private func tls(_ url: ServiceURL) throws(Fault) -> LinkTLS? {
        guard url.scheme == .ssl else { return nil }
        guard let certificates = made(\.storage).certificates else {
            throw Fault(
                .noCertificate,
                "dmon:listen asks for TLS, and there is no certificate for \(names.full) in \(settings.directory)/certs/hosts",
                advice: "Provision the server: synctl aha provision service, then set aha:provision")
        }
        return .server(certificates.server)
    }
}
