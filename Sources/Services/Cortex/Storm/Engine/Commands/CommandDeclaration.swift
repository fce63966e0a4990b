import Model

/// A command of the language: its arguments and what it does.
public struct CommandDeclaration: Sendable {
    /// What runs, once for each use of the command in a pipeline.
    public typealias Body = @Sendable (CommandRun) throws -> Void

    /// What it is called by in a query.
    public let name: String
    /// What it does, for people.
    public let help: String
    /// The options and positional arguments that it takes.
    public let arguments: [CommandArgument]
    /// Whether a read-only run may use it.
    public let isReadOnlySafe: Bool
    /// Asked of the user before the body runs.
    public let permission: [String]?
    public let examples: [StormExample]
    /// Whether it may make many nodes without any coming in. Others are over before what stands after them begins.
    public let makesNodes: Bool
    let body: Body

    public init(
        _ name: String, help: String, arguments: [CommandArgument] = [], isReadOnlySafe: Bool = true, permission: [String]? = nil,
        examples: [StormExample] = [], makesNodes: Bool = false, _ body: @escaping Body
    ) {
        self.makesNodes = makesNodes
        self.name = name
        self.help = help
        self.arguments = arguments
        self.isReadOnlySafe = isReadOnlySafe
        self.permission = permission
        self.examples = examples
        self.body = body
    }
}

/// An argument of a command.
public struct CommandArgument: Sendable {
    /// What a value is read as. `any` keeps whatever the query gives; `model` is a type of the data model.
    public enum ValueType: Sendable, Hashable {
        case any, text, int, float, bool, list, model(String)

        /// As a package names it.
        public init(name: String) {
            switch name {
            case "any": self = .any
            case "str": self = .text
            case "int": self = .int
            case "float": self = .float
            case "bool": self = .bool
            case "list": self = .list
            default: self = .model(name)
            }
        }

        /// As messages name it.
        public var name: String {
            switch self {
            case .any: "any"
            case .text: "str"
            case .int: "int"
            case .float: "float"
            case .bool: "bool"
            case .list: "list"
            case .model(let name): name
            }
        }
    }
    /// What an option does when it is given.
    public enum Action: String, Sendable { case store, setTrue = "store_true", setFalse = "store_false", append }
    /// How many values belong to it.
    public enum Count: Sendable, Hashable { case one, optional, some, any, exactly(Int) }

    /// An option starts with a dash and may have a short and a long name; other arguments have one name.
    public let names: [String]
    public let type: ValueType
    public let action: Action
    public let count: Count
    public let defaultValue: ModelValue?
    public let choices: [ModelValue]
    public let isRequired: Bool
    /// The key in ``CommandOptions``.
    public let destination: String
    public let help: String
    /// Whether using it prints a warning.
    public let isDeprecated: Bool

    public init(
        _ names: String..., type: ValueType = .any, action: Action = .store, count: Count = .one, defaultValue: ModelValue? = nil,
        choices: [ModelValue] = [], isRequired: Bool = false, destination: String? = nil, help: String = "", isDeprecated: Bool = false
    ) {
        self.init(
            names: names, type: type, action: action, count: count, defaultValue: defaultValue, choices: choices,
            isRequired: isRequired, destination: destination, help: help, isDeprecated: isDeprecated)
    }

    public init(
        names: [String], type: ValueType = .any, action: Action = .store, count: Count = .one, defaultValue: ModelValue? = nil,
        choices: [ModelValue] = [], isRequired: Bool = false, destination: String? = nil, help: String = "", isDeprecated: Bool = false
    ) {
        precondition(!names.isEmpty, "an argument of a command has a name")
        self.names = names
        self.type = type
        self.action = action
        self.count = count
        self.defaultValue = defaultValue
        self.choices = choices
        self.isRequired = isRequired
        // The longest name, without its dashes and with underscores for those inside, as the reference derives it.
        let plain = names.map { String($0.drop { $0 == "-" }.map { $0 == "-" ? "_" : $0 }) }
        self.destination = destination ?? plain.max { $0.count <= $1.count } ?? ""
        self.help = help
        self.isDeprecated = isDeprecated
    }

    /// Whether it starts with a dash.
    public var isOption: Bool { names.first?.hasPrefix("-") ?? false }
}
