import ArgumentParser
import Cell
import Kernel

/// `synctl aha del`.
struct AhaDeleteCommand: OperatorCommand {
    static let examples = [Example("synctl aha del 02.axon", "Forgets a mirror that was taken down for good.")]
    static let configuration = CommandConfiguration.command(
        "del", "Takes a server that is gone out of its service.",
        details: "The server must be offline. Its leader no longer waits for it. Its data stays where it is.", examples: examples)

    @Argument(help: "The name of the server, with or without the network: 02.axon.") var name: String
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        _ = try await connection.askAHA(ForgetService(name), context)
        try context.output.show(.object(["deleted": .string(name)])) { output throws(Fault) in try output.line("\(name) is forgotten") }
        return .success
    }
}
