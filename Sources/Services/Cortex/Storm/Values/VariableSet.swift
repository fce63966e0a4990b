/// The name of a variable with its hash, computed once when a query is compiled.
public struct VariableName: Hashable, Sendable {
    /// The name without the `$`.
    public let text: String
    let hash: Int

    public init(_ text: String) {
        self.text = text
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.hash = Int(truncatingIfNeeded: hash)
    }

    public static func == (left: VariableName, right: VariableName) -> Bool { left.hash == right.hash && left.text == right.text }

    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

/// Variables by name. A value: paths share one until somebody sets a variable.
///
/// Few variables are found fastest by walking; beyond ``walkMax`` there is an index.
struct VariableSet {
    private static let walkMax = 16

    private var entries: [(name: VariableName, value: StormValue)] = []
    private var index: [VariableName: Int] = [:]

    subscript(name: VariableName) -> StormValue? {
        get { position(name).map { entries[$0].value } }
        set {
            if let position = position(name) {
                if let newValue { entries[position].value = newValue } else { remove(at: position) }
            } else if let newValue {
                entries.append((name, newValue))
                if entries.count > Self.walkMax { reindex(from: index.isEmpty ? 0 : entries.count - 1) }
            }
        }
    }

    var isEmpty: Bool { entries.isEmpty }
    var pairs: [(name: VariableName, value: StormValue)] { entries }

    /// Takes over every variable of `other`.
    mutating func formUnion(_ other: VariableSet) {
        for (name, value) in other.entries { self[name] = value }
    }

    private func position(_ name: VariableName) -> Int? {
        if entries.count > Self.walkMax { return index[name] }
        for position in entries.indices where entries[position].name == name { return position }
        return nil
    }

    private mutating func remove(at position: Int) {
        entries.remove(at: position)
        index = [:]
        if entries.count > Self.walkMax { reindex(from: 0) }
    }

    private mutating func reindex(from start: Int) {
        for position in start..<entries.count { index[entries[position].name] = position }
    }
}
