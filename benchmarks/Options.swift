import Kernel

/// `name=value` words of the command line.
struct Options: Sendable {
    private var values: [String: String] = [:]

    init(_ words: ArraySlice<String>) throws(Fault) {
        for word in words {
            guard let equals = word.firstIndex(of: "=") else { throw Fault(.badArgument, "\(word) is not name=value") }
            values[String(word[..<equals])] = String(word[word.index(after: equals)...])
        }
    }

    func text(_ name: String) throws(Fault) -> String {
        guard let value = values[name] else { throw Fault(.badArgument, "\(name)= is missing") }
        return value
    }

    func list(_ name: String) throws(Fault) -> [String] { try text(name).split(separator: ",").map(String.init) }

    func int(_ name: String, _ fallback: Int) throws(Fault) -> Int {
        guard let value = values[name] else { return fallback }
        guard let number = Int(value), number > 0 else { throw Fault(.badArgument, "\(name)=\(value) is no positive number") }
        return number
    }

    func seconds(_ fallback: Double = 1) throws(Fault) -> Double {
        guard let value = values["seconds"] else { return fallback }
        guard let number = Double(value), number > 0 else { throw Fault(.badArgument, "seconds=\(value) is no positive number") }
        return number
    }
}
