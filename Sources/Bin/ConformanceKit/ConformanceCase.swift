import Kernel
import Model
import StormLibrary

/// One recorded query with the answer of the reference. The fields are those of `Tests/Conformance/README.md`.
public struct ConformanceCase: Sendable {
    /// What the answer is compared with.
    enum Expected: Sendable {
        /// A stream of messages.
        case messages([ModelValue])
        /// `{"return": value}` or `{"err": {...}}`.
        case outcome(ModelValue)
    }

    public let id: String
    /// The first part of its group, and the name of its file.
    public let category: String
    /// How common the use is: 1 for what every user meets daily, 2 for common, 3 for advanced or a corner.
    public let level: Int
    /// Whether it changes or reads more than its own view, and so needs a Cortex of its own.
    let needsOwnCortex: Bool
    let setup: [String]
    let isForked: Bool
    let forkSetup: [String]
    /// The user who runs the query; nil is root.
    let user: String?
    let options: ModelValue
    let query: String
    /// Whether the order of the items counts.
    let isOrdered: Bool
    let expected: Expected
    let post: [String]
    let postExpected: [[ModelValue]]

    /// Reads one line of a file of cases. Throws `BadJsonText`, and `BadDataValu` where a field is missing.
    public init(json line: some StringProtocol) throws(Fault) {
        let object = try JSONText.parse(String(line))
        func text(_ key: String) throws(Fault) -> String {
            guard let text = object[key]?.string else { throw Fault(.badData, "a case has no text \"\(key)\"") }
            return text
        }
        func texts(_ key: String) -> [String] { (object[key]?.list ?? []).compactMap(\.string) }
        id = try text("id")
        category = try text("category")
        guard let level = object["level"]?.int else { throw Fault(.badData, "case \(id) has no level") }
        self.level = Int(level)
        needsOwnCortex = object["scope"]?.string == "cortex"
        setup = texts("setup")
        isForked = object["fork"]?.isTruthy ?? false
        forkSetup = texts("fork_setup")
        user = object["as"]?.string
        options = object["opts"] ?? .dict([])
        query = try text("query")
        isOrdered = try text("order") == "exact"
        guard let expect = object["expect"] else { throw Fault(.badData, "case \(id) expects nothing") }
        expected = try text("kind") == "call" ? .outcome(expect) : .messages(expect.list ?? [])
        post = texts("post")
        postExpected = (object["post_expect"]?.list ?? []).map { $0.list ?? [] }
    }
}
