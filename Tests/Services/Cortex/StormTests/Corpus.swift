import Foundation

/// The recorded cases of the language, in `Tests/Conformance/storm`.
struct Corpus {
    /// A text of a case, and the error that the reference gives for it.
    struct Entry: Sendable {
        /// The case, and which of its texts this is.
        let name: String
        let text: String
        let mode: String?
        let error: Expected?
    }

    struct Expected: Sendable {
        let at: Int64
        let line: Int64
        let column: Int64
        let token: String?
        let mesg: String
    }

    /// Cases whose error is about a query inside the text rather than the text itself, with that query.
    private static let inner: [String: String] = ["cmd.storm.004": "bad syntax (", "lib.pkg.017": "inet:ipv4="]

    /// The folder of all tests.
    static let tests = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let folder = tests.appending(path: "Conformance/storm")

    /// Every text of every case: what it sets up, what it asks, what it runs afterwards, and the code that it stores elsewhere.
    static func load() throws -> (entries: [Entry], cases: Int) {
        var entries: [Entry] = []
        var cases = 0
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
        for file in files {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                // The corpus writes an infinite number as no JSON reader but its own takes it.
                let text = line.replacing("[Infinity", with: "[null").replacing(": Infinity", with: ": null")
                guard let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else { continue }
                cases += 1
                entries += texts(of: object)
            }
        }
        return (entries, cases)
    }

    private static func texts(of object: [String: Any]) -> [Entry] {
        let name = object["id"] as? String ?? "?"
        var entries: [Entry] = []
        for part in ["setup", "fork_setup", "post"] {
            for (position, text) in (object[part] as? [String] ?? []).enumerated() {
                entries.append(Entry(name: "\(name) \(part) \(position)", text: text, mode: nil, error: nil))
            }
        }
        let error = badSyntax(object["expect"])
        let mode = (object["opts"] as? [String: Any])?["mode"] as? String
        let query = object["query"] as? String ?? ""
        entries.append(Entry(name: name, text: query, mode: mode, error: inner[name] == nil ? error : nil))
        if let text = inner[name] { entries.append(Entry(name: "\(name) inner", text: text, mode: nil, error: error)) }
        return entries
    }

    private static func badSyntax(_ expect: Any?) -> Expected? {
        var errors: [[String: Any]] = []
        if let messages = expect as? [[Any]] {
            errors = messages.filter { $0.first as? String == "err" }.compactMap { $0.last as? [String: Any] }
        } else if let answer = expect as? [String: Any], let error = answer["err"] as? [String: Any] {
            errors = [error]
        }
        guard let error = errors.first(where: { $0["name"] as? String == "BadSyntax" }),
            let at = error["at"] as? Int64, let line = error["line"] as? Int64, let column = error["column"] as? Int64
        else { return nil }
        return Expected(at: at, line: line, column: column, token: error["token"] as? String, mesg: error["mesg"] as? String ?? "")
    }
}
