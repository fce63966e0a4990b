import ArgumentParser
import Cell
import Kernel
import World

/// The command line of operators and users.
public struct Synctl: ParsableCommand {
    /// The name, the help and the commands.
    public static let configuration = CommandConfiguration(
        commandName: "synctl", abstract: "Runs and uses the services of a network.",
        discussion: """
            Data goes to the standard output, everything else to the standard error. Commands ask the service that --url names, or the one \
            whose directory SYN_SERVICE_DIR names, or the one in the current directory.

            Exit status: 0 done, 1 refused or failed, 2 failed health, 3 not reachable, 64 wrong command line.
            """, version: CellSettings.version,
        subcommands: [
            AhaCommand.self, AxonCommand.self, PromoteCommand.self, DemoteCommand.self, RejoinCommand.self, NexusCommand.self,
            HealthcheckCommand.self, InfoCommand.self, MetricsCommand.self, StopCommand.self, ConfigCommand.self,
        ])

    public init() {}

    /// Runs the command line of this process and ends it.
    public static func runProcess() async -> Never {
        let status = await run(ProcessEnvironment.arguments, .ofProcess)
        ProcessEnvironment.exit(status: status.rawValue)
    }

    /// Runs one command line.
    static func run(_ arguments: [String], _ context: CommandContext) async -> CommandExit {
        var context = context
        do throws(Fault) {
            do {
                let command = try parseAsRoot(arguments)
                if let command = command as? any OperatorCommand {
                    context.output.wantsJSON = command.wantsJSON
                    return try await perform(command, context)
                }
                var other = command
                try other.run()
                return .success
            } catch let fault as Fault {
                throw fault
            } catch {
                return try explain(error, context.output)
            }
        } catch {
            return report(error, context.output)
        }
    }

    private static func perform(_ command: any OperatorCommand, _ context: CommandContext) async throws(Fault) -> CommandExit {
        try await command.perform(context)
    }

    /// Help goes to the standard output, mistakes in the command line to the standard error.
    private static func explain(_ error: any Error, _ output: Output) throws(Fault) -> CommandExit {
        let text = fullMessage(for: error, columns: output.width)
        if exitCode(for: error).isSuccess {
            try output.line(text)
            return .success
        }
        try output.talk(text)
        return .usage
    }

    private static func report(_ fault: Fault, _ output: Output) -> CommandExit {
        // Whoever read the output has gone, as `head` does: nothing is wrong, and nobody is there to tell.
        if fault.code == .linkDown, fault.fields["stream"] != nil { return .success }
        do throws(Fault) {
            try output.error(fault)
        } catch {
            return .failure
        }
        return CommandExit(fault)
    }
}
