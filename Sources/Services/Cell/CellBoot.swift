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

/// Starts a service, step by step. What was started is in the parts that the caller stops, whether all of it worked or not.
struct CellBoot<Kind: Service> {
    let settings: CellSettings
    let run: Iden
    let stop: StopSignal

    /// The port of AHA's provisioning listener where none is configured.
    private static var provisionPort: Int { 27272 }

    /// - Returns: what serves now, in a sentence.
    func start(_ parts: inout CellParts) async throws(Fault) -> String {
        var link = linkSettings()
        let configuration = try await CellConfiguration(options: Kind.options, settings: settings).load(link: link)
        let names = names(configuration)

        // Storage.
        let directory = settings.directory + "/store"
        try SnapshotSwap.run(store: directory, files: settings.host.files)
        let storage = try CellStorage(
            directory: directory, configuredIden: configuration.text(CellOptions.cellGuid).flatMap { Iden($0) }, host: settings.host)
        parts.store = storage.store
        let blocking = try Blocking(name: "files", threads: 4)
        parts.blocking = blocking
        let tasks = OwnedTasks(owner: ActorPath(root: Kind.kind)) { [log = settings.log] name, fault in
            log.error("a task failed", metadata: ["task": "\(name)", "fault": "\(fault)"])
        }
        parts.tasks = tasks
        let service = try Kind(ServiceGround(
            directory: settings.directory, host: settings.host, store: storage.store, configuration: configuration, blocking: blocking,
            log: settings.log))

        // Replication.
        link.hello.service = names.full
        link.hello.iden = storage.iden
        let authorizer = NetworkAuthorizer(network: names.network)
        link.identify = { (peer) throws(Fault) in try authorizer.identify(peer) }
        let certificates = try certificates(configuration, names)
        let registryURLs = try configuration.texts(CellOptions.ahaRegistry).map { (text) throws(Fault) in try ServiceURL(text) }
        var registry: RegistryLink?
        var neighbours: Neighbours?
        if let certificates, !registryURLs.isEmpty {
            let around = Neighbours(registry: registryURLs, certificates: certificates.client, settings: link, logger: settings.log)
            neighbours = around
            registry = RegistryLink(neighbours: around, host: settings.host, logger: settings.log)
        }
        parts.neighbours = neighbours
        parts.registry = registry
        let executor = ThreadExecutor(name: "nexus-writer")
        parts.executor = executor
        let options = try replicaOptions(configuration, names, isFenced: registry != nil)
        let end = parts.end
        let driver = try NexusDriver(
            executor: executor, store: storage.store, changes: service.changes, attachments: service.attachments, options: options,
            host: settings.host, blocking: blocking, logger: settings.log, registry: registry ?? NoRegistry(),
            peers: neighbours ?? NoPeers(), onEnd: { end.set($0) })
        parts.driver = driver
        try await driver.start()

        // The service and its listeners.
        let listeners = try await listen(configuration, names, certificates, link)
        parts.listeners = listeners.opened
        let running = try await service.start(ServiceRuntime(
            nexus: driver, applied: driver.applied, log: settings.log, ports: listeners.ports))
        parts.service = running
        let operatorTable = OperatorTable(
            kind: Kind.kind, names: names, iden: storage.iden, run: run, port: listeners.ports.wire, settings: settings, driver: driver,
            neighbours: neighbours, stop: stop)
        var table = running.messages
        table.include(operatorTable.messages)
        table.include(driver.messages(peerName: { (caller) throws(Fault) in try Self.serverName(of: caller) }))
        listeners.doors.open(table, running.enrolment)
        if let registry {
            let registration = registration(configuration, names, port: listeners.ports.wire, iden: storage.iden)
            try tasks.start("registry") { () async throws(Fault) in try await registry.run(registration, driver: driver) }
        }
        return "\(Kind.kind) \(names.full) listening on \(listeners.opened.map { "\($0.address)" }.joined(separator: ", "))"
    }

    /// What every link of this run has in common.
    private func linkSettings() -> LinkSettings {
        var link = LinkSettings(group: settings.group, host: settings.host)
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

    private func names(_ configuration: Configuration) -> CellNames { CellNames(configuration, kind: Kind.kind) }

    private static func serverName(of caller: Caller) throws(Fault) -> String {
        guard !caller.isLocalRoot, let network = caller.network, caller.user.hasSuffix(".\(network)") else {
            throw Fault(.denied, "\(caller) is no server of the network", fields: ["user": .string(caller.description)])
        }
        return caller.user
    }

    private func certificates(_ configuration: Configuration, _ names: CellNames) throws(Fault) -> CellCertificates? {
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

    private struct Listening {
        var opened: [Listener] = []
        var ports = ServicePorts(wire: 0, provision: 0)
        let doors: Doors
    }

    /// Opens the listeners. Until the service is there, whoever calls is told to wait.
    private func listen(
        _ configuration: Configuration, _ names: CellNames, _ certificates: CellCertificates?, _ link: LinkSettings
    ) async throws(Fault) -> Listening {
        var listening = Listening(doors: Doors())
        let doors = listening.doors
        var inner = link
        inner.router = Router { target in target.isEmpty ? doors.table : nil }
        do throws(Fault) {
            let socket = "\(settings.directory)/\(ServiceURL.cellSocket)"
            listening.opened.append(try await Listener.start(.unix(path: socket), settings: inner))
            if let url = try wireURL(configuration, names) {
                let listener = try await Listener.start(
                    .tcp(host: url.host, port: url.port ?? ServiceURL.portDefault), tls: try tls(url, certificates, names), settings: inner)
                listening.opened.append(listener)
                listening.ports.wire = listener.boundPort ?? 0
            }
            if Kind.kind == "aha", let certificates {
                var outer = link
                outer.router = Router { target in target.isEmpty ? doors.enrolment : nil }
                outer.identify = { (_) in Caller(user: "anonymous", authorizer: RootOnly()) }
                let url = try configuration.text(AhaOptions.provisionListen).map { (text) throws(Fault) in try ServiceURL(text) }
                guard let identity = certificates.server.current.identity else {
                    throw Fault(.noCertificate, "AHA has no certificate of its own")
                }
                let context = TLSContextHolder(try TLSContext.server(identity: identity, trust: [], clientCertificates: .notAsked))
                let listener = try await Listener.start(
                    .tcp(host: url?.host ?? "0.0.0.0", port: url?.port ?? Self.provisionPort), tls: .server(context), settings: outer)
                listening.opened.append(listener)
                listening.ports.provision = listener.boundPort ?? 0
            }
        } catch {
            for listener in listening.opened { await listener.stop() }
            throw error
        }
        return listening
    }

    private func wireURL(_ configuration: Configuration, _ names: CellNames) throws(Fault) -> ServiceURL? {
        if let text = configuration.text(CellOptions.dmonListen) { return try ServiceURL(text) }
        guard Kind.kind == "aha" else { return nil }
        return ServiceURL(.ssl, host: "0.0.0.0", port: ServiceURL.portDefault)
    }

    private func tls(_ url: ServiceURL, _ certificates: CellCertificates?, _ names: CellNames) throws(Fault) -> LinkTLS? {
        guard url.scheme == .ssl else { return nil }
        guard let certificates else {
            throw Fault(
                .noCertificate,
                "dmon:listen asks for TLS, and there is no certificate for \(names.full) in \(settings.directory)/certs/hosts",
                advice: "Provision the server: synctl aha provision service, then set aha:provision")
        }
        return .server(certificates.server)
    }
}
