import Kernel

/// Reads the arguments of a command.
struct CommandParser {
    let declaration: CommandDeclaration
    let runtime: StormRuntime

    init(_ declaration: CommandDeclaration, _ runtime: StormRuntime) {
        self.declaration = declaration
        self.runtime = runtime
    }

    func parse(_ arguments: [StormValue]) throws -> CommandOptions {
        CommandOptions(values: [:], given: [], runtime: runtime)
    }
}
