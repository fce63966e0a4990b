import Kernel

/// Everything that can be called by name: libraries, types of objects, commands. Made once.
public final class StormCatalogue: Sendable {
    /// In the order of declaration.
    public let libraries: [StormLibrary]
    public let objectTypes: [StormObjectType]
    /// Sorted by name.
    public let commands: [CommandDeclaration]
    private let commandsByName: [String: CommandDeclaration]
    private let methods: [String: [String: StormFunction]]
    let root: LibraryNode

    /// Several object types of one name are one: libraries add methods to the types of the engine so.
    public init(libraries: [StormLibrary], objectTypes: [StormObjectType], commands: [CommandDeclaration]) {
        let all = libraries + PrimitiveLibrary.all
        self.libraries = all
        self.objectTypes = objectTypes + PrimitiveLibrary.objectTypes
        self.commands = commands.sorted { $0.name < $1.name }
        commandsByName = Dictionary(commands.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var methods: [String: [String: StormFunction]] = [:]
        for type in self.objectTypes { for method in type.methods { methods[type.name, default: [:]][method.name] = method } }
        self.methods = methods
        root = LibraryNode(path: [], all)
    }

    /// A method of the values of a type.
    func method(_ name: String, of type: String) -> StormFunction? { methods[type]?[name] }

    /// A command by name; nil where there is none.
    public func command(_ name: String) -> CommandDeclaration? { commandsByName[name] }
}

/// One level of `$lib`: what is there, and what is below.
final class LibraryNode: Sendable {
    /// `$lib`, `$lib.time`.
    let path: String
    let functions: [String: StormFunction]
    let constants: [String: StormConstant]
    let children: [String: LibraryNode]

    init(path: [String], _ libraries: [StormLibrary]) {
        self.path = (["$lib"] + path).joined(separator: ".")
        var functions: [String: StormFunction] = [:]
        var constants: [String: StormConstant] = [:]
        var names: Set<String> = []
        for library in libraries {
            let parts = library.path.split(separator: ".").map(String.init)
            guard parts.starts(with: path) else { continue }
            if parts.count > path.count {
                names.insert(parts[path.count])
                continue
            }
            for function in library.functions where functions[function.name] == nil { functions[function.name] = function }
            for constant in library.values where constants[constant.name] == nil { constants[constant.name] = constant }
        }
        self.functions = functions
        self.constants = constants
        children = Dictionary(uniqueKeysWithValues: names.map { ($0, LibraryNode(path: path + [$0], libraries)) })
    }
}

/// `$lib`, or a library below it.
final class LibraryObject: StormObject {
    static let type = StormObjectType("lib", help: "A library of functions.")

    private let node: LibraryNode
    /// What calling the library does, where a function has the same name, as `$lib.dict` has.
    private let function: BoundFunction?

    init(_ node: LibraryNode, function: BoundFunction? = nil) {
        self.node = node
        self.function = function
    }

    var isCallable: Bool { function != nil }

    func call(_ call: Call) throws -> StormValue {
        guard let function else { throw Fault(.stormRuntime, "'lib' object is not callable: \(quoted)") }
        return try function.call(call)
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let function = node.functions[name] {
            let bound = BoundFunction(function, path: node.path)
            return .object(node.children[name].map { LibraryObject($0, function: bound) } ?? bound)
        }
        if let constant = node.constants[name] { return try constant.make(runtime) }
        if let child = node.children[name] { return .object(LibraryObject(child)) }
        throw Fault(
            .noSuchName, "Cannot find name [\(name)]", fields: ["name": .string(name)], advice: "The reference of the libraries lists them")
    }

    var quoted: String { "Library \(node.path)" }
}
