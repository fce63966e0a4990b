/// Cases counted by category and level.
public struct Report: Sendable {
    struct Count: Sendable {
        var byGrade: [Grade: Int] = [:]
        /// An answer passes when it is equal, or names the same error in other words. One in another order, where order counts, does not.
        var passed: Int { byGrade[.equal, default: 0] + byGrade[.equalButWording, default: 0] }
        var failed: Int { byGrade[.failed, default: 0] + byGrade[.equalButOrder, default: 0] }
    }

    public private(set) var results: [CaseResult] = []
    private var levels: [Int: Count] = [:]
    private var categories: [String: [Int: Count]] = [:]

    public init() {}

    /// Keeps the result of one case and counts it in its category and level.
    public mutating func add(_ result: CaseResult) {
        results.append(result)
        levels[result.level, default: Count()].byGrade[result.grade, default: 0] += 1
        categories[result.category, default: [:]][result.level, default: Count()].byGrade[result.grade, default: 0] += 1
    }

    // MARK: As JSON

    /// The one line of `--json`.
    public var json: String {
        let byLevel = levels.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \(Self.json($0.value))" }
        let byCategory = categories.sorted { $0.key < $1.key }.map { category, levels in
            let all = levels.values.reduce(into: Count()) { sum, count in sum.byGrade.merge(count.byGrade, uniquingKeysWith: +) }
            return "\"\(category)\": \(Self.json(all))"
        }
        return "{\"levels\": {\(byLevel.joined(separator: ", "))}, \"categories\": {\(byCategory.joined(separator: ", "))}}"
    }

    private static func json(_ count: Count) -> String {
        "{\"passed\": \(count.passed), \"failed\": \(count.failed), \"skipped\": 0, "
            + "\"order\": \(count.byGrade[.equalButOrder] ?? 0), \"wording\": \(count.byGrade[.equalButWording] ?? 0)}"
    }

    // MARK: As a table

    /// One line for each category and level, then one for each level.
    public var table: String {
        var lines = [Self.row("CATEGORY", "LEVEL", ["EQUAL", "ORDER", "WORDING", "FAILED", "PASSED"])]
        for (category, levels) in categories.sorted(by: { $0.key < $1.key }) {
            for (level, count) in levels.sorted(by: { $0.key < $1.key }) { lines.append(Self.row(category, "\(level)", count)) }
        }
        for (level, count) in levels.sorted(by: { $0.key < $1.key }) { lines.append(Self.row("all", "\(level)", count)) }
        return lines.joined(separator: "\n")
    }

    private static func row(_ category: String, _ level: String, _ count: Count) -> String {
        let tenths = count.passed * 1000 / max(1, count.passed + count.failed)
        return row(category, level, Grade.allCases.map { "\(count.byGrade[$0] ?? 0)" } + ["\(tenths / 10).\(tenths % 10) %"])
    }

    private static func row(_ category: String, _ level: String, _ columns: [String]) -> String {
        func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(1, width - text.utf8.count)) }
        let text = pad(category, 10) + pad(level, 7) + columns.map { pad($0, 9) }.joined()
        return String(text.reversed().drop { $0 == " " }.reversed())
    }
}
