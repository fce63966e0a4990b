import ArgumentParser
import Kernel

/// One command line that shows what a command does. Every one is run as a test.
struct Example: Sendable {
    let line: String
    let purpose: String

    init(_ line: String, _ purpose: String) {
        self.line = line
        self.purpose = purpose
    }
}

/// A command that does something, as opposed to one that only holds others.
protocol OperatorCommand: ParsableCommand {
    static var examples: [Example] { get }
    var wantsJSON: Bool { get }
    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit
}

extension CommandConfiguration {
    /// The help of a command: what it does in a line, more about it, and examples.
    static func command(
        _ name: String, _ abstract: String, details: String = "", examples: [Example], aliases: [String] = []
    ) -> CommandConfiguration {
        var text = details
        if !text.isEmpty { text += "\n\n" }
        text += "Examples:"
        for example in examples { text += "\n  \(example.line)\n      \(example.purpose)" }
        return CommandConfiguration(commandName: name, abstract: abstract, discussion: text, aliases: aliases)
    }
}
