import Kernel
import Store

/// The tables of the graph. Numbers in keys are big-endian or ``OrderedNumber``s, so byte order is number order.
struct GraphTables: Sendable {
    /// Form label, index form of the primary value → node number. Several where index forms were cut.
    let names: Table
    /// Node number → name; node number, layer → what the layer says of the node. A node and its layers are neighbours.
    let nodes: Table
    /// First bytes of the identity → the next ones and the node number.
    let identities: Table
    /// Identities that were added lately, sorted in runs: see ``Identities``.
    let recentIdentities: Table
    /// Layer, label, index form of a value → node number.
    let index: Table
    /// Node number, layer, label of the verb → number of the node at the other end.
    let edgesOut: Table
    let edgesIn: Table
    /// Node number, layer, label of the name → value.
    let data: Table
    /// Label → number and number → label: see ``Label``.
    let labels: Table
    /// Identifier of a layer → its number.
    let layers: Table
    /// Layer, label → how many rows the index has.
    let counts: Table
    /// The next free numbers.
    let counters: Table

    init(_ store: StoreEnvironment) throws(Fault) {
        names = try store.table("graph.names", .fixedDuplicates(bytes: 8))
        nodes = try store.table("graph.nodes", .plain)
        identities = try store.table("graph.identities", .fixedDuplicates(bytes: Identities.entryBytes))
        recentIdentities = try store.table("graph.identities.recent", .plain)
        index = try store.table("graph.index", .fixedDuplicates(bytes: 8))
        edgesOut = try store.table("graph.edges.out", .fixedDuplicates(bytes: 8))
        edgesIn = try store.table("graph.edges.in", .fixedDuplicates(bytes: 8))
        data = try store.table("graph.data", .plain)
        labels = try store.table("graph.labels", .plain)
        layers = try store.table("graph.layers", .plain)
        counts = try store.table("graph.counts", .plain)
        counters = try store.table("graph.counters", .plain)
    }
}

/// How keys are put together.
enum GraphKey {
    /// The name of a node: the label of its form, and the index form of its primary value.
    static func name(_ form: UInt64, _ value: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(OrderedNumber.byteCountMax + value.count)
        OrderedNumber.append(form, to: &bytes)
        bytes += value
        return bytes
    }

    /// The start of a node's rows: its number.
    static func node(_ id: UInt64) -> StoreKey { .bigEndian(id) }

    /// A node in a layer.
    static func node(_ id: UInt64, _ layer: LayerNumber) -> StoreKey { StoreKey.bigEndian(id).with(bytes: layer.bytes) }

    /// A node in a layer, and an edge's verb or the name of data.
    static func node(_ id: UInt64, _ layer: LayerNumber, _ label: UInt64) -> StoreKey {
        node(id, layer).with(bytes: OrderedNumber.bytes(label))
    }

    /// Where the index of a label in a layer starts, or the key of a value in it.
    static func index(_ layer: LayerNumber, _ label: UInt64, _ form: [UInt8] = []) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(layer.bytes.count + OrderedNumber.byteCountMax + form.count)
        appendIndex(layer, label, form, to: &bytes)
        return bytes
    }

    /// The same behind other bytes.
    static func appendIndex(_ layer: LayerNumber, _ label: UInt64, _ form: some Collection<UInt8>, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: layer.bytes)
        OrderedNumber.append(label, to: &bytes)
        bytes.append(contentsOf: form)
    }

    /// The smallest key behind all that start with `prefix`.
    static func end(of prefix: [UInt8]) -> [UInt8] {
        var end = prefix
        while let last = end.popLast() {
            if last < 0xff { return end + [last + 1] }
        }
        return [UInt8](repeating: 0xff, count: StoreKey.byteCountMax)
    }
}

/// The number of a layer in this store, and its bytes in keys.
struct LayerNumber: Hashable, Sendable {
    let number: UInt64
    let bytes: [UInt8]

    init(_ number: UInt64) {
        self.number = number
        bytes = OrderedNumber.bytes(number)
    }
}

extension UInt64 {
    /// The eight bytes, high ones first.
    var bigEndianBytes: [UInt8] { StoreKey.bigEndian(self).bytes }
}

extension Fault {
    /// Rows that contradict each other: nothing that an edit can cause.
    static func damagedGraph(_ what: String) -> Fault {
        Fault(.badData, "the graph is damaged: \(what)", advice: "Restore the store from a backup or from another server")
    }
}
