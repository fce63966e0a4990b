import ActorTree
import Cell
import Config
import Kernel
import Leadership
import Logging
import Messaging
import Nexus
import Store
import World

/// AHA: the registry of a network, its certificate authority, and the one arbiter of who leads (AHA-1 to AHA-6).
public struct AhaService: Service {
    /// The kind of service, as in its command and its unit.
    public static let kind = "aha"
    /// The options that cell.yaml may have.
    public static let options = AhaOptions.service

    private let ground: ServiceGround
    private let tables: AhaTables
    private let network: String
    private let dnsName: String
    private let authority: Authority

    public init(_ ground: ServiceGround) throws(Fault) {
        self.ground = ground
        guard let network = ground.configuration.text(AhaOptions.ahaNetwork) else {
            throw Fault(
                .badConfig, "AHA needs the name of its network", fields: ["key": "aha:network"],
                advice: "Set aha:network in \(ground.directory)/cell.yaml, or SYN_AHA_AHA_NETWORK")
        }
        guard let dnsName = ground.configuration.text(AhaOptions.dnsName) else {
            throw Fault(
                .badConfig, "AHA needs the name under which other hosts reach it", fields: ["key": "dns:name"],
                advice: "Set dns:name in \(ground.directory)/cell.yaml, or SYN_AHA_DNS_NAME")
        }
        self.network = network
        self.dnsName = dnsName
        tables = try AhaTables(in: ground.store)
        let certificates = CertificateDirectory(ground.directory + "/certs", files: ground.host.files)
        authority = try Authority(
            network: network, name: Self.fullName(network), dnsName: dnsName, certificates: certificates, host: ground.host)
    }

    /// The full name of the AHA of a network, which its certificate shows.
    public static func fullName(_ network: String) -> String { "aha.\(network)" }

    /// The changes of the registry.
    public var changes: ChangeTable { tables.changes }

    /// Begins to arbitrate and to give out certificates.
    public func start(_ runtime: ServiceRuntime) async throws(Fault) -> any RunningService {
        let arbiters = try ground.store.read { (transaction) throws(Fault) in try tables.arbiters(transaction) }
        let registrar = Registrar(
            network: network, tables: tables, store: ground.store, host: ground.host, nexus: runtime.nexus, logger: ground.log,
            arbiters: arbiters)
        let fingerprint = try authority.certificates.certificate(.host, Self.fullName(network)).fingerprint
        let ports = runtime.ports
        let dnsName = dnsName
        let network = network
        let provisions = Provisions(
            network: network, listener: { "\(dnsName):\(ports.provision)" }, fingerprint: fingerprint,
            registry: { ["ssl://root@\(dnsName):\(ports.wire)?hostname=\(Self.fullName(network))&ca=\(network)"] },
            expiresAfterMs: ground.configuration.int(AhaOptions.provisionExpires) * 1000, tables: tables, store: ground.store,
            nexus: runtime.nexus, authority: authority, host: ground.host)
        return RunningAha(registrar: registrar, provisions: provisions)
    }
}

/// AHA while it runs.
struct RunningAha: RunningService {
    let registrar: Registrar
    let provisions: Provisions

    var messages: MessageTable {
        MessageTable { table in
            table.on(Attend.self, runs: .loop) { (message, context, reader, writer) throws(Fault) in
                try await registrar.attend(message.registration, context.caller, reader, writer)
            }
            table.on(ResolveService.self, runs: .loop) { (message, _) throws(Fault) in try await registrar.resolve(message.service) }
            table.on(WatchService.self) { (message, _, writer) throws(Fault) in try await registrar.watch(message.service, writer) }
            table.on(ListServices.self) { (_, _) throws(Fault) in try await registrar.list() }
            table.on(ForgetService.self) { (message, _) throws(Fault) in
                try await registrar.forget(message.service)
                return Done()
            }
            table.on(PromoteService.self) { (message, context) throws(Fault) in
                PromoteService.Reply(outcome: try await registrar.promote(message, context.caller))
            }
            table.on(ProvisionService.self) { (message, _) throws(Fault) in try await provisions.provision(message) }
            table.on(ProvisionUser.self) { (message, _) throws(Fault) in try await provisions.provision(message) }
        }
    }

    /// What the provisioning listener answers to those who have no certificate yet.
    var enrolment: MessageTable? {
        MessageTable { table in
            table.on(FetchProvision.self) { (message, _) throws(Fault) in try provisions.fetch(message) }
            table.on(SignProvision.self) { (message, _) throws(Fault) in try await provisions.sign(message) }
        }
    }

    func stop() async { await registrar.stop() }
}
