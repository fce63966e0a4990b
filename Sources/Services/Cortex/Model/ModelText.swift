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
