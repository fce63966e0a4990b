import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl stop`.
struct StopCommand: OperatorCommand {
    static let examples = [Example("synctl stop", "Stops the service in this directory in order; nothing acknowledged is lost.")]
    static let configuration = CommandConfiguration.command(
        "stop", "Stops a service in order.",
        details: "It takes no new calls, ends those that run, and exits. Under systemd use 'systemctl stop', or it may be started again.",
        examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        _ = try await cell.ask(StopService(), options: connection.call(context))
        try context.output.show(.object(["stopping": true])) { output throws(Fault) in try output.talk("the service is stopping") }
        return .success
    }
}
