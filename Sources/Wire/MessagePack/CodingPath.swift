import Kernel

/// A key of a list, or of a value that has both a number and a name.
struct PositionKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ position: Int) {
        intValue = position
        stringValue = "\(position)"
    }

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = Int(stringValue)
    }

    init(intValue: Int) { self.init(intValue) }
}

/// Places inside a coded value, in words.
enum CodingPath {
    /// Deeper than any message; a type that contains itself without end stops here instead of at the end of the stack.
    static let depthMax = Unpacker.depthMax

    /// Such as `members.2.name`; `the value` for the top.
    static func text(_ path: [any CodingKey]) -> String {
        path.isEmpty ? "the value" : path.map(\.stringValue).joined(separator: ".")
    }

    /// A value at `path` is not of the form that it must have.
    static func fault(_ path: [any CodingKey], _ what: String) -> Fault {
        let place = text(path)
        return Fault(.badData, "\(place): \(what)", fields: ["field": .string(place)])
    }
}
