/// A dictionary of a query, in the order in which its keys came. A reference: variables share it.
public final class StormDict {
    /// How many entries a dictionary may have; see ``StormList/countMax``.
    public static let countMax = 16_000_000

    /// Removed entries stay as holes until they are as many as the others, so that removing is cheap.
    private var entries: [(key: StormKey, value: StormValue)?] = []
    private var positions: [StormKey: Int] = [:]

    public init() {}

    public init(_ pairs: some Sequence<(StormKey, StormValue)>) {
        for (key, value) in pairs { self[key] = value }
    }

    /// The value of `key`. Nil, also when set: there is none. The place of a key that is set again stays.
    public subscript(key: StormKey) -> StormValue? {
        get { positions[key].flatMap { entries[$0]?.value } }
        set {
            if let position = positions[key] {
                if let newValue {
                    entries[position] = (key, newValue)
                } else {
                    positions[key] = nil
                    entries[position] = nil
                    compact()
                }
            } else if let newValue {
                positions[key] = entries.count
                entries.append((key, newValue))
            }
        }
    }

    /// The value of a text key.
    public subscript(key: String) -> StormValue? {
        get { self[.string(key)] }
        set { self[.string(key)] = newValue }
    }

    private func compact() {
        guard entries.count > 16, positions.count * 2 < entries.count else { return }
        entries = entries.filter { $0 != nil }
        for (position, entry) in entries.enumerated() { if let entry { positions[entry.key] = position } }
    }

    /// How many entries it has.
    public var count: Int { positions.count }
    /// Whether it has no entries.
    public var isEmpty: Bool { positions.isEmpty }
    /// The entries in their order, as they are now.
    public var pairs: [(key: StormKey, value: StormValue)] { entries.compactMap { $0 } }
    public var keys: [StormKey] { entries.compactMap { $0?.key } }
    public var values: [StormValue] { entries.compactMap { $0?.value } }
    /// The last entry.
    public var last: (key: StormKey, value: StormValue)? { entries.last { $0 != nil } ?? nil }

    /// Removes every entry.
    public func removeAll() {
        entries = []
        positions = [:]
    }
}
