import Kernel

/// The text in which the stock model is written.
///
/// ```
/// interface meta:taxonomy
///   title  str
/// type inet:port int {min: 0, max: 65535}
/// form inet:dns:a comp {fields: [[fqdn, inet:fqdn], [ipv4, inet:ipv4]]} implements x:y with type=z
///   fqdn   inet:fqdn  readonly       | a line of documentation
/// edge media:news -(refs)> *
/// universal seen ival
/// ```
///
/// A form declares a type of its name too. Words after a property's type: `readonly`, `computed`, `deprecated`, `unique`, `alts a,b`.
/// Options are written like JSON, with bare words for text and for keys; a key alone means true. They may go on over several lines.
struct ModelText {
    private(set) var types: [TypeDeclaration] = []
    private(set) var forms: [FormDeclaration] = []
    private(set) var interfaces: [InterfaceDefinition] = []
    private(set) var edges: [EdgeDefinition] = []
    private(set) var universals: [PropertyDeclaration] = []

    private enum Block {
        case none
        case form(String, template: [String: String], isRuntime: Bool)
        case interface(String, includes: [String], doc: String)
    }

    private var block = Block.none
    private var properties: [PropertyDeclaration] = []

    /// Reads `text` after what was read before. Throws `BadSyntax` with the line.
    mutating func read(_ text: StaticString) throws(Fault) {
        let bytes = text.withUTF8Buffer { Array($0) }
        var scanner = ModelScanner(bytes)
        while scanner.startLine() {
            if scanner.isIndented {
                properties.append(try Self.property(&scanner))
            } else {
                endBlock()
                try readDeclaration(&scanner)
            }
        }
        endBlock()
    }

    private mutating func endBlock() {
        switch block {
        case .none: break
        case .form(let name, let template, let isRuntime):
            forms.append(FormDeclaration(name: name, properties: properties, template: template, isRuntime: isRuntime))
        case .interface(let name, let includes, let doc):
            interfaces.append(InterfaceDefinition(name: name, interfaces: includes, properties: properties, doc: doc))
        }
        block = .none
        properties = []
    }

    private mutating func readDeclaration(_ scanner: inout ModelScanner) throws(Fault) {
        switch try scanner.word() {
        case "type":
            let (type, _, _) = try Self.type(&scanner)
            types.append(type)
        case "form":
            let (type, template, isRuntime) = try Self.type(&scanner)
            if type.base != "builtin" { types.append(type) }
            block = .form(type.name, template: template, isRuntime: isRuntime)
        case "interface":
            let name = try scanner.word()
            let includes = scanner.accept("includes") ? try scanner.words() : []
            block = .interface(name, includes: includes, doc: scanner.doc())
        case "edge":
            let source = try scanner.word()
            let verb = try scanner.word()
            let target = try scanner.word()
            edges.append(EdgeDefinition(
                source: source == "*" ? nil : source, verb: String(verb.dropFirst(2).dropLast(2)), target: target == "*" ? nil : target,
                isDeprecated: scanner.accept("deprecated"), doc: scanner.doc()))
        case "universal":
            universals.append(try Self.property(&scanner))
            return
        case let other:
            throw scanner.fault("\(other) declares nothing")
        }
        try scanner.endLine()
    }

    private static func type(_ scanner: inout ModelScanner) throws(Fault) -> (TypeDeclaration, [String: String], Bool) {
        let name = try scanner.word()
        let base = try scanner.word()
        let options = try scanner.options()
        var interfaces: [String] = []
        var template: [String: String] = [:]
        var isDeprecated = false
        var isRuntime = false
        while !scanner.isAtEnd {
            switch try scanner.word() {
            case "implements": interfaces = try scanner.words()
            case "with":
                let (key, value) = TextForm.cut(try scanner.word(), at: "=") ?? ("", "")
                template[key] = value
            case "deprecated": isDeprecated = true
            case "runtime": isRuntime = true
            case let other: throw scanner.fault("\(other) says nothing about a type")
            }
        }
        let type = TypeDeclaration(
            name: name, base: base, options: options, interfaces: interfaces, isDeprecated: isDeprecated, doc: scanner.doc())
        return (type, template, isRuntime)
    }

    private static func property(_ scanner: inout ModelScanner) throws(Fault) -> PropertyDeclaration {
        let name = try scanner.word()
        let type = try scanner.word()
        let options = try scanner.options()
        var flags: PropertyDefinition.Flags = []
        var alternatives: [String] = []
        while !scanner.isAtEnd {
            switch try scanner.word() {
            case "readonly": flags.insert(.readOnly)
            case "computed": flags.insert(.computed)
            case "deprecated": flags.insert(.deprecated)
            case "unique": flags.insert(.unique)
            case "alts": alternatives = try scanner.words()
            case let other: throw scanner.fault("\(other) says nothing about a property")
            }
        }
        let doc = scanner.doc()
        try scanner.endLine()
        return PropertyDeclaration(name: name, type: type, options: options, flags: flags, alternatives: alternatives, doc: doc)
    }
}

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
