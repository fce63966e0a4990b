import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl stop`.
struct StopCommand: OperatorCommand {
    static let examples = [
        Example("synctl stop", "Stops the service in this directory in order; nothing acknowledged is lost."),
        Example("synctl stop --demote", "The same; a leader first hands over to its best follower, and runs on where none can take over."),
    ]
    static let configuration = CommandConfiguration.command(
        "stop", "Stops a service in order.",
        details: "It takes no new calls, ends those that run, and exits. Under systemd use 'systemctl stop', or it may be started again. "
            + "'synctl shutdown' is the same command.",
        examples: examples, aliases: ["shutdown"])

    @Flag(help: "Hand leadership over first, where the service leads.") var demote = false
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        if demote, try await cell.ask(GetNexusStatus(), options: connection.call(context, isIdempotent: true)).role == "leader" {
            let reply = try await cell.ask(DemoteHere(id: context.host.iden()), options: connection.call(context))
            if !wantsJSON { try context.output.talk("\(reply.leader) leads in term \(reply.term)") }
        }
        _ = try await cell.ask(StopService(), options: connection.call(context))
        try context.output.show(.object(["stopping": true])) { output throws(Fault) in try output.talk("the service is stopping") }
        return .success
    }
}
