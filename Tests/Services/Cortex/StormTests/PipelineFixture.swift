import Graph
import Kernel
import Model
import Store
import Storm
import Synchronization
import TLS
import TestSupport
import Testing
import World

/// A service around queries for tests: one view over one layer in a store of its own, where everybody may do everything.
final class PipelineHost: StormHost {
    private struct Digests: ContentHasher {
        func md5(_ bytes: [UInt8]) -> [UInt8] { hash(bytes) { $0.md5 } }
        func sha1(_ bytes: [UInt8]) -> [UInt8] { hash(bytes) { $0.sha1 } }
        func sha512(_ bytes: [UInt8]) -> [UInt8] { hash(bytes) { $0.sha512 } }
        func sha256(_ bytes: [UInt8]) -> Digest { SHA256.digest(of: bytes) }

        private func hash(_ bytes: [UInt8], _ part: (MultiDigest.Result) -> String) -> [UInt8] {
            var digest = MultiDigest()
            digest.update(bytes)
            return Hex.decode(part(digest.finish())) ?? []
        }
    }

    private static let time = Timestamp(milliseconds: 1_700_000_000_000)
    private static let stock: DataModel = {
        let environment = ModelEnvironment(hasher: Digests(), regexEngine: nil, now: { time }, freshIden: { Iden(high: 0, low: 7) })
        do { return try StockModel.make(environment) } catch { preconditionFailure("the stock model is broken: \(error)") }
    }()

    static let user = Iden(high: 2, low: 2)
    private let directory: String
    private let graph: GraphStore
    private let layer = Iden(high: 3, low: 3)
    private let idens = Mutex<UInt64>(0)
    private let queries = StormQueryCache()
    private let catalogue = StormCatalogue(libraries: [], objectTypes: [], commands: [])

    init() throws {
        directory = try makeTemporaryDirectory()
        graph = try GraphStore(try StoreEnvironment.open(directory: directory + "/store"))
    }

    deinit { try? Host.linux.files.removeTree(directory, label: "store of a test") }

    func model() -> DataModel { Self.stock }

    func session(view: Iden?, user: Iden) throws(Fault) -> GraphSession {
        GraphSession(graph, layers: [layer], sink: LocalEditSink(graph) { Self.stock }, model: Self.stock)
    }

    func defaultView(user: Iden) -> Iden { Iden(high: 1, low: 1) }
    func isAllowed(_ user: Iden, _ permission: [String], gates: [Iden], defaultAllow: Bool) -> Bool { true }
    func isAdmin(_ user: Iden, gate: Iden?) -> Bool { true }
    func userName(_ user: Iden) -> String { "root" }
    func denial(_ user: Iden, _ permission: [String], gate: Iden?) -> Fault { Fault(.denied, "denied") }
    func command(_ name: String) -> CommandDeclaration? { nil }
    func module(_ name: String) -> StormModule? { nil }
    func triggers(view: Iden) -> (any TriggerRunner)? { nil }
    func now() -> Timestamp { Self.time }
    func freshIden() -> Iden {
        idens.withLock { number in
            number += 1
            return Iden(high: 9, low: number)
        }
    }

    // MARK: Asking

    /// What a query answers, one line for each node (`form=text`), line printed, warning and fault.
    func answer(_ query: String) -> [String] {
        var lines: [String] = []
        StormEngine.run(query, StormOptions(user: Self.user), host: self, catalogue: catalogue, queries: queries) { message in
            switch message {
            case .node(let item):
                let text = try item.node.form.type.repr(item.node.value, in: Self.stock)
                lines.append("\(item.node.form.name)=\(Self.plain(text))")
            case .print(let text): lines.append(text)
            case .warn(let text, _): lines.append("warning: \(text)")
            case .error(let fault): lines.append("\(fault.code): \(fault.message)")
            default: break
            }
        }
        return lines
    }

    /// What a query returns.
    func value(_ query: String) throws -> ModelValue {
        try StormEngine.call(query, StormOptions(user: Self.user), host: self, catalogue: catalogue, queries: queries).primitive()
    }

    private static func plain(_ value: ModelValue) -> String {
        switch value {
        case .string(let text): text
        case .list(let items): "(" + items.map(plain).joined(separator: ", ") + ")"
        default: "\(value)"
        }
    }

    /// A host with addresses, names and what relates them.
    static func filled() throws -> PipelineHost {
        let host = try PipelineHost()
        let queries = [
            "[ inet:ipv4=198.51.100.7 :asn=64500 :loc=us.ca +#cno.infra.dns ]",
            "[ inet:ipv4=198.51.100.8 :asn=64500 :loc=us.ny ]",
            "[ inet:ipv4=203.0.113.20 :asn=64501 :loc=de.be +#cno.infra.vpn=(2019, 2021) ]",
            "[ inet:ipv4=192.0.2.33 :loc=us ]",
            "[ inet:asn=64500 :name=\"harbor hosting\" ]",
            "[ inet:asn=64501 :name=\"quarry net\" ]",
            "[ inet:dns:a=(mail.kestrel.net, 198.51.100.7) .seen=(2020, 2021) ]",
            "[ inet:dns:a=(www.kestrel.net, 198.51.100.7) .seen=(2019, 2020) ]",
            "[ ou:org=(kestrel, org) :name=\"kestrel group\" :names=(kestrel, \"falcon crew\") ]",
            "[ ps:contact=(boris, contact) :name=\"boris lund\" :org=(kestrel, org) ]",
            "[ media:news=(report, 1) :title=\"the kestrel group\" ]",
            "media:news [ +(refs)> { ou:org } +(about)> { inet:asn=64501 } ]",
        ]
        let faults = queries.flatMap(host.answer).filter { $0.contains(": ") }
        #expect(faults == [])
        return host
    }
}
