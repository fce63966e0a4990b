import Graph
import Kernel
import Model
import Storm
import Store
import TestSupport

/// A service of one view, in which every permission is given but those that a test takes away.
final class EditHost: StormHost {
    static let user = Iden(high: 0, low: 1)
    static let layer = Iden(high: 0, low: 2)

    private let graph: GraphStore
    private let denied: Set<String>

    init(_ graph: GraphStore, denied: Set<String>) {
        self.graph = graph
        self.denied = denied
    }

    func model() -> DataModel { EditFixture.model }
    func session(view: Iden?, user: Iden) throws(Fault) -> GraphSession {
        GraphSession(graph, layers: [Self.layer], sink: LocalEditSink(graph) { EditFixture.model }, model: EditFixture.model)
    }
    func defaultView(user: Iden) -> Iden { Iden(high: 0, low: 3) }
    func isAllowed(_ user: Iden, _ permission: [String], gates: [Iden], defaultAllow: Bool) -> Bool {
        !denied.contains(permission.joined(separator: "."))
    }
    func isAdmin(_ user: Iden, gate: Iden?) -> Bool { denied.isEmpty }
    func userName(_ user: Iden) -> String { "kim" }
    func denial(_ user: Iden, _ permission: [String], gate: Iden?) -> Fault { Fault(.denied, permission.joined(separator: ".")) }
    func command(_ name: String) -> CommandDeclaration? { nil }
    func module(_ name: String) -> StormModule? { nil }
    func triggers(view: Iden) -> (any TriggerRunner)? { nil }
    func now() -> Timestamp { Timestamp(milliseconds: 1_700_000_000_000) }
    func freshIden() -> Iden { Iden(high: 0, low: 4) }
}

/// Digests without cryptography, the same in every run.
private struct PlainHasher: ContentHasher {
    func md5(_ bytes: [UInt8]) -> [UInt8] { Array(sha256(bytes).bytes.prefix(16)) }
    func sha1(_ bytes: [UInt8]) -> [UInt8] { Array(sha256(bytes).bytes.prefix(20)) }
    func sha512(_ bytes: [UInt8]) -> [UInt8] { sha256(bytes).bytes + sha256(bytes).bytes }
    func sha256(_ bytes: [UInt8]) -> Digest {
        var words: [UInt64] = []
        for seed in 1...4 as ClosedRange<UInt64> {
            words.append(bytes.reduce(seed &* 0x9e37_79b9_7f4a_7c15) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 })
        }
        return Digest(words: (words[0], words[1], words[2], words[3]))
    }
}

/// An empty graph and queries on it.
struct EditFixture {
    static let model: DataModel = {
        let environment = ModelEnvironment(
            hasher: PlainHasher(), regexEngine: nil, now: { Timestamp(milliseconds: 1_700_000_000_000) },
            freshIden: { Iden(high: 0, low: 7) })
        do {
            return try StockModel.make(environment)
        } catch {
            preconditionFailure("the stock model is broken: \(error)")
        }
    }()

    private let graph: GraphStore
    private let catalogue = StormCatalogue(libraries: [], objectTypes: [], commands: [])
    private let queries = StormQueryCache()

    static func with(_ body: (EditFixture) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try StoreEnvironment.open(directory: directory, options: StoreOptions(mapBytesMax: 1 << 30))
            try body(EditFixture(graph: try GraphStore(store)))
            store.close()
        }
    }

    private init(graph: GraphStore) { self.graph = graph }

    /// What a query says, a line for each message: nodes as `form=value`, their properties, `#` and their tags; warnings; the error.
    func run(_ query: String, denied: Set<String> = [], isReadOnly: Bool = false) -> [String] {
        var options = StormOptions(user: EditHost.user)
        options.isReadOnly = isReadOnly
        var lines: [String] = []
        StormEngine.run(query, options, host: EditHost(graph, denied: denied), catalogue: catalogue, queries: queries) { message in
            switch message {
            case .node(let item): lines.append(try Self.text(item.node))
            case .warn(let text, _): lines.append("warn: \(text)")
            case .error(let fault): lines.append("\(fault.code): \(fault.message)")
            default: break
            }
        }
        return lines
    }

    private static func text(_ node: Node) throws -> String {
        var text = "\(node.form.name)=\(try plain(node.form.type.repr(node.value, in: model)))"
        for (name, value) in try node.properties() where name != ".created" && name != "type" {
            guard let property = node.form.property(name) else { continue }
            text += " \(name)=\(try plain(property.type.repr(value, in: model)))"
        }
        for (name, _) in try node.tags() { text += " #\(name)" }
        return text
    }

    private static func plain(_ value: ModelValue) -> String {
        switch value {
        case .string(let text): text
        case .list(let items): "(" + items.map(plain).joined(separator: ",") + ")"
        default: "\(value)"
        }
    }
}
