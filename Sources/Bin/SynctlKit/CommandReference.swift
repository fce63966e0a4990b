import ArgumentParser
import Kernel

/// The reference page of synctl, made of the declarations of its commands.
enum CommandReference {
    /// As wide as a code block on a page.
    private static let columns = 100

    /// Every command below `root`, with the words that lead to it, parents first.
    static func commands(
        below root: ParsableCommand.Type = Synctl.self, path: [String] = ["synctl"]
    ) -> [(path: [String], type: ParsableCommand.Type)] {
        root.configuration.subcommands.flatMap { command in
            let path = path + [command.configuration.commandName ?? ""]
            return [(path, command)] + commands(below: command, path: path)
        }
    }

    /// The page, in Markdown.
    static var markdown: String {
        var text = """
            # synctl

            The command line of operators and users. This page is made of the declarations of the commands; a test compares them.

            Data goes to the standard output, everything else to the standard error. Colours and progress bars appear only on a terminal; \
            `NO_COLOR` switches colours off. An error ends with what to do next:

            ```
            synctl: NoLeader: axon.example.net has no leader now: 00.axon.example.net leads and is offline
              next: Start it, or make a mirror the leader: synctl promote --failure
            ```

            With `--json` data is JSON, one value a line, and an error is an object on the standard error: \
            `{"error": {"code": "NoLeader", "mesg": "..", "advice": "..", "fields": {..}}}`.

            ## Exit status

            | status | meaning |
            |---|---|

            """
        for status in CommandExit.allCases { text += "| \(status.rawValue) | \(status.meaning) |\n" }
        for (path, type) in commands() where type is any OperatorCommand.Type {
            let help = Synctl.helpMessage(for: type, columns: columns)
            let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                String(line.reversed().drop { $0 == " " }.reversed())
            }
            let body = String(lines.joined(separator: "\n").reversed().drop { $0 == "\n" }.reversed())
            text += "\n## \(path.joined(separator: " "))\n\n```\n\(body)\n```\n"
        }
        return text
    }
}
