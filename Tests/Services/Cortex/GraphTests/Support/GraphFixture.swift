import Graph
import Kernel
import Model
import Store
import TestSupport
import Testing

/// A graph in a store of its own, and sessions on it.
struct GraphFixture {
    static let environment = ModelEnvironment(
        hasher: MixingHasher(), regexEngine: nil, now: { Timestamp(milliseconds: 1_700_000_000_000) },
        freshIden: { Iden(high: 0, low: 7) })

    static let model: DataModel = {
        do {
            return try StockModel.make(environment).applying([
                .addTagProperty(PropertyDeclaration(name: "risk", type: "int")),
            ])
        } catch {
            preconditionFailure("the model of the tests is broken: \(error)")
        }
    }()

    static let base = Iden(high: 1, low: 1)
    static let fork = Iden(high: 1, low: 2)

    let graph: GraphStore
    let directory: String

    /// Calls `body` with an empty graph. Afterwards every table must agree with the others.
    static func with(_ body: (GraphFixture) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try StoreEnvironment.open(directory: directory, options: StoreOptions(mapBytesMax: 1 << 30))
            let fixture = GraphFixture(graph: try GraphStore(store), directory: directory)
            try body(fixture)
            let findings = try fixture.findings()
            precondition(findings.isEmpty, "the tables disagree: \(findings)")
            #expect(store.close(), "something keeps the store open")
        }
    }

    func findings() throws -> [String] { try graph.check(model: Self.model, in: try graph.store.snapshot()) }

    /// A session on these layers, top first.
    func session(_ layers: [LayerID] = [GraphFixture.base]) -> GraphSession {
        GraphSession(graph, layers: layers, sink: LocalEditSink(graph) { GraphFixture.model }, model: Self.model)
    }

    static func form(_ name: String) throws -> FormDefinition { try model.requireForm(name) }
    static func property(_ name: String) throws -> PropertyDefinition { try model.requireProperty(name) }
}

extension GraphSession {
    /// Adds a node with properties.
    @discardableResult
    func add(_ form: String, _ value: ModelValue, _ edits: [NodeEdit] = []) throws -> Node {
        try record(new: NodeName(form: form, value: value), [.addNode] + edits)
    }

    /// The values of all nodes that a lift finds, read in batches of two, so that cursors go on.
    func values(_ source: Lift.Source, isReversed: Bool = false, batch: Int = 2) throws -> [ModelValue] {
        let cursor = try lift(Lift(source, isReversed: isReversed))
        var values: [ModelValue] = []
        while true {
            let nodes = try cursor.next(batch)
            if nodes.isEmpty { return values }
            values += nodes.map(\.value)
        }
    }

    func count(_ source: Lift.Source) throws -> Int { try lift(Lift(source)).count() }

    func node(_ form: String, _ value: ModelValue) throws -> Node? { try node(try GraphFixture.form(form), value) }
}
