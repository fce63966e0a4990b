import Kernel
import Store

/// Something that keys name by a short number: a name, or one index of a form, property, tag, tag property, verb or kind of data.
///
/// The number of a label is given out once and never changes, so whoever has read it may keep it.
struct Label: Hashable, Sendable {
    /// The kind and the parts, ended by zero bytes except the last, so that labels of one kind and first part are neighbours.
    let bytes: [UInt8]

    /// Labels are keys of the store, with a byte before them.
    static let byteCountMax = StoreKey.byteCountMax - 1
    /// What the parts of a label may have together, so that every label made of them fits.
    static let partsBytesMax = 480

    private init(_ kind: UInt8, _ parts: String...) {
        var bytes = [kind]
        for (position, part) in parts.enumerated() {
            if position > 0 { bytes.append(0) }
            bytes.append(contentsOf: part.utf8)
        }
        self.bytes = bytes
    }

    init(stored bytes: [UInt8]) { self.bytes = bytes }

    /// A name inside a node: of a property, tag, tag property, verb or kind of data.
    static func name(_ name: String) -> Label { Label(UInt8(ascii: "n"), name) }
    static func form(_ form: String) -> Label { Label(UInt8(ascii: "f"), form) }
    static func formItems(_ form: String) -> Label { Label(UInt8(ascii: "F"), form) }
    static func property(_ name: String, form: String) -> Label { Label(UInt8(ascii: "p"), name, form) }
    static func propertyItems(_ name: String, form: String) -> Label { Label(UInt8(ascii: "P"), name, form) }
    static func tag(_ tag: String, form: String) -> Label { Label(UInt8(ascii: "t"), tag, form) }
    static func tagProperty(_ name: String, tag: String, form: String) -> Label { Label(UInt8(ascii: "x"), name, tag, form) }
    static func data(_ name: String) -> Label { Label(UInt8(ascii: "d"), name) }
    static func edge(_ verb: String) -> Label { Label(UInt8(ascii: "e"), verb) }

    /// What the labels of every form that have a name, tag or tag property start with.
    static func properties(_ name: String, items: Bool = false) -> Label { Label(UInt8(ascii: items ? "P" : "p"), name, "") }
    static func tags(_ tag: String) -> Label { Label(UInt8(ascii: "t"), tag, "") }
    static func tagProperties(_ name: String, tag: String?) -> Label {
        if let tag { Label(UInt8(ascii: "x"), name, tag, "") } else { Label(UInt8(ascii: "x"), name, "") }
    }

    var kind: UInt8 { bytes.first ?? 0 }

    /// The parts behind the kind.
    var parts: [String] {
        bytes.dropFirst().split(separator: 0, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Indexes that every layer has, under numbers that are no label's.
    /// Every node that the layer says anything of.
    static let touched: UInt64 = 0
    /// A count only: nodes that the layer says something of without having added them.
    static let orphans: UInt64 = 1
    /// The first number of a label.
    static let firstNumber: UInt64 = 8
}

/// Labels by number and numbers by label, as far as they were asked for. Used by one thread.
struct LabelCache {
    /// A query that meets more labels than this starts to remember afresh.
    private static let countMax = 65_536

    private let table: Table
    private var numbers: [Label: UInt64] = [:]
    private var labels: [UInt64: String] = [:]

    init(_ tables: GraphTables) { table = tables.labels }

    /// The number of a label; nil where nothing was ever stored under it.
    mutating func number(_ label: Label, in transaction: borrowing ReadTransaction) throws(Fault) -> UInt64? {
        if let known = numbers[label] { return known }
        // Too long for a key, so that nothing can be stored under it; who wants to is told so by ``EditRefusal``.
        guard label.bytes.count <= Label.byteCountMax else { return nil }
        let found = try transaction.get(table, Self.key(label)) { bytes in bytes.bigEndian() }
        guard let found, let number = found else { return nil }
        keep(label, number)
        return number
    }

    /// The name that a number stands for.
    mutating func name(_ number: UInt64, in transaction: borrowing ReadTransaction) throws(Fault) -> String {
        if let known = labels[number] { return known }
        guard let bytes = try transaction.get(table, Self.key(number)), bytes.first == UInt8(ascii: "n") else {
            throw .damagedGraph("no name has the number \(number)")
        }
        if labels.count >= Self.countMax { labels = [:] }
        let name = String(decoding: bytes.dropFirst(), as: UTF8.self)
        labels[number] = name
        return name
    }

    /// The label that a number stands for.
    static func label(_ number: UInt64, _ tables: GraphTables, in transaction: borrowing ReadTransaction) throws(Fault) -> Label? {
        try transaction.get(tables.labels, key(number)).map(Label.init(stored:))
    }

    /// The name that a number stands for, where it was asked for before.
    func known(_ number: UInt64) -> String? { labels[number] }

    mutating func keep(_ label: Label, _ number: UInt64) {
        if numbers.count >= Self.countMax { numbers = [:] }
        numbers[label] = number
    }

    /// Every stored label that starts with `start`, and its number.
    static func labels(
        startingWith start: Label, _ tables: GraphTables, in transaction: borrowing ReadTransaction
    ) throws(Fault) -> [(label: Label, number: UInt64)] {
        var found: [(Label, UInt64)] = []
        try transaction.forEach(tables.labels, .prefix(key(start))) { key, value throws(Fault) in
            guard let number = value.bigEndian() else { throw .damagedGraph("a label has no number") }
            found.append((Label(stored: Array(key.copied.dropFirst())), number))
            return true
        }
        return found
    }

    static func key(_ label: Label) -> StoreKey { StoreKey([0]).with(bytes: label.bytes) }
    static func key(_ number: UInt64) -> StoreKey { StoreKey([1]).with(number) }
}
