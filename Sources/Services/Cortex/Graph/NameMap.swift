/// Values by name. The few that one node or one query needs are found fastest by walking; beyond ``walkMax`` there is an index.
struct NameMap<Value> {
    private static var walkMax: Int { 16 }

    private var names: [String] = []
    private var values: [Value] = []
    private var index: [String: Int] = [:]

    subscript(name: String) -> Value? {
        get { position(name).map { values[$0] } }
        set {
            if let position = position(name) {
                if let newValue { values[position] = newValue } else { remove(at: position) }
            } else if let newValue {
                names.append(name)
                values.append(newValue)
                if names.count > Self.walkMax { reindex(from: index.isEmpty ? 0 : names.count - 1) }
            }
        }
    }

    private func position(_ name: String) -> Int? {
        if names.count > Self.walkMax { return index[name] }
        for position in names.indices where names[position] == name { return position }
        return nil
    }

    private mutating func remove(at position: Int) {
        names.remove(at: position)
        values.remove(at: position)
        index = [:]
        if names.count > Self.walkMax { reindex(from: 0) }
    }

    private mutating func reindex(from start: Int) {
        for position in start..<names.count { index[names[position]] = position }
    }
}
