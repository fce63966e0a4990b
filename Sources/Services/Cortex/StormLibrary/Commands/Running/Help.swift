import Kernel
import Storm

extension CommandDeclaration {
    /// `help`
    static let help = CommandDeclaration(
        "help", help: "List the commands, or say what one does.",
        arguments: [
            .flag("-v", "--verbose", destination: "verbose", help: "Say more."),
            .value("item", count: .optional, help: "A command, or how some of them start."),
        ],
        examples: [
            StormExample("help queue.del", prints: ["package: synapse", "queue.del : Delete a queue with all that it holds.", ""])
        ]
    ) { run in
        let options = try run.options()
        let prefix = try options.optionalText("item") ?? ""
        let commands = run.runtime.context.catalogue.commands.filter { $0.name.hasPrefix(prefix) }
        if commands.isEmpty {
            try run.runtime.warn("No commands or packages found starting with: \(prefix)")
        } else {
            try run.runtime.print("package: synapse")
            let width = commands.map(\.name.count).max() ?? 0
            for command in commands {
                let padding = String(repeating: " ", count: width - command.name.count)
                try run.runtime.print("\(command.name)\(padding) : \(command.help)")
            }
            try run.runtime.print("")
        }
        try run.passAll()
    }
}
