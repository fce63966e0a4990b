import Kernel

/// Reads lines of words and options out of bytes.
struct ModelScanner {
    /// Options nest no deeper than this.
    private static let depthMax = 32

    private let bytes: [UInt8]
    private var position = 0
    private var line = 0
    private(set) var isIndented = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8 { position < bytes.count ? bytes[position] : UInt8(ascii: "\n") }

    /// Goes to the next line that says something; false at the end.
    mutating func startLine() -> Bool {
        while position < bytes.count {
            line += 1
            let start = position
            skipSpaces()
            isIndented = position > start
            if current != UInt8(ascii: "\n"), current != UInt8(ascii: "#") { return true }
            while current != UInt8(ascii: "\n") { position += 1 }
            position += 1
        }
        return false
    }

    mutating func endLine() throws(Fault) {
        skipSpaces()
        guard current == UInt8(ascii: "\n") else { throw fault("there is more than expected") }
        position += 1
    }

    func fault(_ message: String) -> Fault { Fault(.badSyntax, "\(message), in line \(line) of the model text") }

    /// Whether the rest of the line is empty or documentation.
    var isAtEnd: Bool {
        mutating get {
            skipSpaces()
            return current == UInt8(ascii: "\n") || current == UInt8(ascii: "|")
        }
    }

    /// Goes over spaces and line ends: inside brackets a line end says nothing.
    private mutating func skipBlanks() {
        while position < bytes.count, current == UInt8(ascii: " ") || current == UInt8(ascii: "\n") {
            if current == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private mutating func skipSpaces() { while position < bytes.count, current == UInt8(ascii: " ") { position += 1 } }

    /// The next run of anything but spaces.
    mutating func word() throws(Fault) -> String {
        skipSpaces()
        let start = position
        while position < bytes.count, current > UInt8(ascii: " ") { position += 1 }
        guard position > start else { throw fault("a word is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Words between commas.
    mutating func words() throws(Fault) -> [String] { try word().split(separator: ",").map(String.init) }

    mutating func accept(_ wanted: StaticString) -> Bool {
        skipSpaces()
        let count = wanted.utf8CodeUnitCount
        guard position + count <= bytes.count,
            wanted.withUTF8Buffer({ bytes[position..<position + count].elementsEqual($0) })
        else { return false }
        position += count
        return true
    }

    /// What stands behind the bar; empty where there is none.
    mutating func doc() -> String {
        skipSpaces()
        guard current == UInt8(ascii: "|") else { return "" }
        let start = position + 1
        while current != UInt8(ascii: "\n") { position += 1 }
        return TextForm.strip(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    mutating func options() throws(Fault) -> TypeOptions {
        skipSpaces()
        guard current == UInt8(ascii: "{"), case .dict(let entries) = try value(depth: 0) else { return TypeOptions() }
        return TypeOptions(Dictionary(entries.map { ($0.key, $0.value) }) { $1 })
    }

    private mutating func value(depth: Int) throws(Fault) -> ModelValue {
        guard depth < Self.depthMax else { throw fault("options nest deeper than \(Self.depthMax)") }
        skipBlanks()
        switch current {
        case UInt8(ascii: "{"): return .dict(try entries(depth: depth))
        case UInt8(ascii: "["):
            position += 1
            var items: [ModelValue] = []
            while try !isClosed(by: UInt8(ascii: "]")) { items.append(try value(depth: depth + 1)) }
            return .list(items)
        case UInt8(ascii: "\""): return .string(try quoted())
        default: return Self.literal(try bare(stoppingAtColon: false))
        }
    }

    private mutating func entries(depth: Int) throws(Fault) -> [ModelValue.Entry] {
        position += 1
        var entries: [ModelValue.Entry] = []
        while try !isClosed(by: UInt8(ascii: "}")) {
            let key = current == UInt8(ascii: "\"") ? try quoted() : try bare(stoppingAtColon: true)
            var entry = ModelValue.bool(true)
            if current == UInt8(ascii: ":") {
                position += 1
                entry = try value(depth: depth + 1)
            }
            entries.append(.init(key, entry))
        }
        return entries
    }

    /// Goes over commas, and over `bracket` if it comes next.
    private mutating func isClosed(by bracket: UInt8) throws(Fault) -> Bool {
        skipBlanks()
        while current == UInt8(ascii: ",") {
            position += 1
            skipBlanks()
        }
        if position >= bytes.count { throw fault("a bracket is not closed") }
        guard current == bracket else { return false }
        position += 1
        return true
    }

    private mutating func bare(stoppingAtColon: Bool) throws(Fault) -> String {
        let start = position
        while position < bytes.count, !",]}\n ".utf8.contains(current), !(stoppingAtColon && current == UInt8(ascii: ":")) { position += 1 }
        guard position > start else { throw fault("a word is missing") }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quoted() throws(Fault) -> String {
        position += 1
        var content: [UInt8] = []
        while current != UInt8(ascii: "\"") {
            guard current != UInt8(ascii: "\n") else { throw fault("a text is not closed") }
            if current == UInt8(ascii: "\\") { position += 1 }
            content.append(current)
            position += 1
        }
        position += 1
        return String(decoding: content, as: UTF8.self)
    }

    private static func literal(_ word: String) -> ModelValue {
        switch word {
        case "true": return true
        case "false": return false
        case "null": return nil
        default:
            guard let first = word.utf8.first, (48...57).contains(first) || first == UInt8(ascii: "-") else { return .string(word) }
            if let number = Int64(word) { return .int(number) }
            return Double(word).map(ModelValue.float) ?? .string(word)
        }
    }
}
