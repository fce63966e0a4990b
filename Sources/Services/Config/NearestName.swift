/// Finds the name that a misspelt one was meant to be.
enum NearestName {
    /// A word this long was not a slip of the keyboard; bounds the cost of comparing.
    static let charactersMax = 64

    /// The known name with the fewest edits from `name`, when they are few enough to be a slip: at most a third of its length.
    static func of(_ name: String, among known: [String]) -> String? {
        guard name.utf8.count <= charactersMax else { return nil }
        let written = Array(normal(name).utf8)
        var best: (name: String, distance: Int)?
        for candidate in known {
            let distance = distance(written, Array(normal(candidate).utf8))
            guard distance <= max(1, candidate.utf8.count / 3), distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// `aha_name`, `AHA:NAME` and `aha.name` are `aha:name`.
    private static func normal(_ name: String) -> String {
        String(name.lowercased().map { "_-. ".contains($0) ? ":" : $0 })
    }

    /// Edits (insert, delete, replace, swap of neighbours) between two words: optimal string alignment.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var least = min(previous[column] + (left[row] == right[column] ? 0 : 1), previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    least = min(least, beforePrevious[column - 1] + 1)
                }
                current.append(least)
            }
            (beforePrevious, previous) = (previous, current)
        }
        return previous[right.count]
    }
}
