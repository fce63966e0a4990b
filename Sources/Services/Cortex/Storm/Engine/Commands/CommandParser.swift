import Kernel
import Model

/// Reads the arguments of a command.
struct CommandParser {
    private let declaration: CommandDeclaration
    private let runtime: StormRuntime
    private let options: [String: CommandArgument]
    private var values: [String: StormValue] = [:]
    private var given: Set<String> = []

    static let help = CommandArgument("--help", "-h", action: .setTrue, defaultValue: false, help: "Display the command usage.")

    init(_ declaration: CommandDeclaration, _ runtime: StormRuntime) {
        self.declaration = declaration
        self.runtime = runtime
        var options: [String: CommandArgument] = [:]
        for argument in [Self.help] + declaration.arguments where argument.isOption {
            for name in argument.names { options[name] = argument }
        }
        self.options = options
    }

    /// What was wrong with the arguments.
    private struct Problem: Error {
        let message: String
    }

    /// The values by destination. For `--help`, and before it throws `BadArg` for wrong arguments, the usage is printed;
    /// the former ends the query.
    func parse(_ arguments: [StormValue]) throws -> CommandOptions {
        var parser = self
        do {
            try parser.read(arguments[...])
        } catch let problem as Problem {
            try printUsage()
            throw Fault(.badArgument, problem.message, advice: "`\(declaration.name) --help` shows how to use the command")
        }
        guard parser.values.removeValue(forKey: "help")?.isTrue != true || !parser.given.contains("help") else {
            try printUsage()
            throw StormSignal.exit
        }
        return CommandOptions(values: parser.values, given: parser.given, runtime: runtime)
    }

    private func printUsage() throws {
        for line in CommandUsage.lines(declaration) { try runtime.print(line) }
    }

    private mutating func read(_ arguments: ArraySlice<StormValue>) throws {
        var rest = arguments
        var positional: [StormValue] = []
        while let item = rest.popFirst() {
            guard case .string(let name) = item, let option = options[name] else {
                positional.append(item)
                continue
            }
            given.insert(option.destination)
            switch option.action {
            case .setTrue: values[option.destination] = .bool(true)
            case .setFalse: values[option.destination] = .bool(false)
            case .store: values[option.destination] = try take(option, name, &rest)
            case .append:
                let value = try take(option, name, &rest)
                if case .list(let list)? = values[option.destination] { list.items.append(value) } else {
                    values[option.destination] = .list(StormList([value]))
                }
            }
        }
        if given.contains("help") { return }
        try readPositional(positional)
        for argument in declaration.arguments where argument.isOption && values[argument.destination] == nil {
            if argument.isRequired { throw Problem(message: "Missing a required option: \(argument.names.joined(separator: ","))") }
            if let value = argument.defaultValue { values[argument.destination] = StormValue(value) }
        }
    }

    private mutating func readPositional(_ positional: [StormValue]) throws {
        var rest = positional[...]
        for argument in declaration.arguments where !argument.isOption {
            if !rest.isEmpty { given.insert(argument.destination) }
            values[argument.destination] = try take(argument, argument.names[0], &rest)
        }
        guard !rest.isEmpty else { return }
        let taken = positional.count - rest.count
        throw Problem(
            message: "Expected \(taken) positional arguments. Got \(positional.count): \(StormValue.list(positional).quoted)")
    }

    private func isOption(_ value: StormValue?) -> Bool {
        if case .string(let text)? = value { options[text] != nil } else { false }
    }

    /// The value or values of an argument.
    private func take(_ argument: CommandArgument, _ name: String, _ rest: inout ArraySlice<StormValue>) throws -> StormValue {
        switch argument.count {
        case .one:
            guard let value = rest.first, !isOption(value) else {
                let words = name.hasPrefix("-") ? "An argument is required for \(name)." : "The argument <\(name)> is required."
                throw Problem(message: words)
            }
            rest.removeFirst()
            return try converted(value, argument, name)
        case .optional:
            guard let value = rest.first, !isOption(value) else { return argument.defaultValue.map { StormValue($0) } ?? .null }
            rest.removeFirst()
            return try converted(value, argument, name)
        case .any, .some:
            var values: [StormValue] = []
            while let value = rest.first, !isOption(value) {
                rest.removeFirst()
                values.append(try converted(value, argument, name))
            }
            if argument.count == .some, values.isEmpty { throw Problem(message: "At least one argument is required for \(name).") }
            return .list(values)
        case .exactly(let count):
            var values: [StormValue] = []
            for _ in 0..<count {
                guard let value = rest.first, !isOption(value) else {
                    throw Problem(message: "\(count) arguments are required for \(name).")
                }
                rest.removeFirst()
                values.append(try converted(value, argument, name))
            }
            return .list(values)
        }
    }

    private func converted(_ value: StormValue, _ argument: CommandArgument, _ name: String) throws -> StormValue {
        let result: StormValue
        do {
            result = try typed(value, argument.type)
        } catch is Fault {
            throw Problem(message: "Invalid value for type (\(argument.type.name)): \((try? value.text(runtime)) ?? value.quoted)")
        }
        guard !argument.choices.isEmpty else { return result }
        guard !argument.choices.contains(where: { StormValue($0).isEqual(to: result) }) else { return result }
        let choices = argument.choices.map { StormValue($0).plainText }.joined(separator: ", ")
        let names = argument.isOption ? argument.names.joined(separator: ",") : "<\(name)>"
        throw Problem(message: "Invalid choice for argument \(names) (choose from: \(choices)): \(result.plainText)")
    }

    private func typed(_ value: StormValue, _ type: CommandArgument.ValueType) throws -> StormValue {
        switch type {
        case .any: return value
        case .list: return .list(try value.items(runtime))
        default:
            let definition = try runtime.model.requireType(type.name)
            let normal = StormValue(try definition.norm(try value.primitive(), in: runtime.model).value)
            // The model keeps truth values as numbers.
            if type == .bool { return .bool(normal.isTrue) }
            return normal
        }
    }
}

extension StormValue {
    /// As Python's `str` writes it.
    var plainText: String { if case .string(let text) = self { text } else { quoted } }
}

/// The usage of a command, as `--help` prints it.
public enum CommandUsage {
    /// The width of the column with the names.
    private static let nameWidth = 30

    /// In order; some are empty, and the help of the command is one item even where it has several lines.
    public static func lines(_ declaration: CommandDeclaration) -> [String] {
        let positional = declaration.arguments.filter { !$0.isOption }
        var lines: [String] = []
        if !declaration.help.isEmpty { lines += [""] + [declaration.help] + [""] }
        lines.append("Usage: \(declaration.name) [options] " + positional.map { "<\($0.names[0])>" }.joined(separator: " "))
        lines += ["", "Options:", ""]
        for option in [CommandParser.help] + declaration.arguments.filter(\.isOption) { lines += option.lines }
        if !positional.isEmpty {
            lines += ["", "Arguments:", ""]
            for argument in positional {
                lines.append(padded("  " + argument.placeholder) + ": " + (argument.help.isEmpty ? "No help available" : argument.help))
            }
        }
        return lines
    }

    static func padded(_ text: String) -> String { text + String(repeating: " ", count: max(0, nameWidth - text.count)) }
}

extension CommandArgument {
    /// `<name>`, with dots where there may be several.
    fileprivate var placeholder: String {
        switch count {
        case .any: "[<\(destination)> ...]"
        case .some: "<\(destination)> [<\(destination)> ...]"
        default: "<\(destination)>"
        }
    }

    fileprivate var lines: [String] {
        let isFlag = action == .setTrue || action == .setFalse
        let name = isFlag ? "  \(names[0])" : "  \(names[0]) \(placeholder)"
        var words = help.isEmpty ? "No help available." : help
        if !isFlag, let defaultValue { words += " (default: \(StormValue(defaultValue).plainText))" }
        if !choices.isEmpty { words += " (choices: \(choices.map { StormValue($0).plainText }.joined(separator: ", ")))" }
        let parts = words.split(separator: "\n", omittingEmptySubsequences: false)
        var lines = [CommandUsage.padded(name) + ": " + (parts.first ?? "")]
        for part in parts.dropFirst() { lines.append(CommandUsage.padded("") + "  " + part) }
        return lines
    }
}
