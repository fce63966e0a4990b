import Graph
import Kernel
import MessagePack
import Model
import Store

/// The table in which all documents lie: section, then key; values are MessagePack.
struct CoreStore: Sendable {
    let environment: StoreEnvironment
    private let table: Table

    /// The longest key of a document: names that people give are parts of keys, and a key of the store has at most 511 bytes.
    static let keyBytesMax = 400

    init(_ environment: StoreEnvironment) throws(Fault) {
        self.environment = environment
        table = try environment.table("core", .plain)
    }

    private func key(_ section: CoreSection, _ key: String) throws(Fault) -> StoreKey {
        guard key.utf8.count <= Self.keyBytesMax else {
            throw Fault(.badArgument, "the name is longer than \(Self.keyBytesMax) bytes", advice: "Use a shorter name")
        }
        return StoreKey().terminated(section.rawValue).with(key)
    }

    // MARK: Reading

    func get(_ section: CoreSection, _ name: String) throws(Fault) -> ModelValue? {
        let key = try key(section, name)
        let bytes = try environment.read { transaction throws(Fault) in try transaction.get(table, key) }
        return try bytes.map { bytes throws(Fault) in try Unpacker.unpack(bytes).modelValue }
    }

    /// Shows the documents of a section whose keys start with `prefix`, from the key `start` on, until `body` returns false.
    func forEach(
        _ section: CoreSection, prefix: String, from start: String? = nil,
        _ body: (_ key: String, _ value: ModelValue) throws(Fault) -> Bool
    ) throws(Fault) {
        let sectionKey = StoreKey().terminated(section.rawValue)
        let offset = sectionKey.byteCount
        let range = StoreRange.prefix(sectionKey.with(prefix))
        try environment.read { transaction throws(Fault) in
            try transaction.forEach(table, range) { key, value throws(Fault) in
                let name = String(decoding: key.copied.dropFirst(offset), as: UTF8.self)
                if let start, name.utf8.lexicographicallyPrecedes(start.utf8) { return true }
                return try body(name, try Unpacker.unpack(value.copied).modelValue)
            }
        }
    }

    /// Every cached document.
    func load(into state: inout CoreState) throws(Fault) {
        for section in CoreSection.allCases where section.isCached {
            var found: [(String, ModelValue)] = []
            try forEach(section, prefix: "") { key, value in
                found.append((key, value))
                return true
            }
            for (key, value) in found { state.load(section, key, value) }
        }
        try state.finishLoading()
    }

    // MARK: Writing

    /// Applies one change; depends on nothing but the change and the store.
    func apply(_ change: CoreChange, graph: GraphStore, model: DataModel, in transaction: WriteTransaction) throws(Fault) {
        switch change {
        case .put(let section, let name, let value): try transaction.put(table, try key(section, name), value.packed)
        case .delete(let section, let name): try transaction.delete(table, try key(section, name))
        case .deleteAll(let section, let prefix):
            try transaction.delete(table, .prefix(StoreKey().terminated(section.rawValue).with(prefix)))
        case .deleteLayer(let layer): _ = try graph.deleteLayer(layer, model: model, in: transaction)
        case .copyLayer(let source, let target): try graph.copyLayer(from: source, to: target, in: transaction)
        }
    }
}
