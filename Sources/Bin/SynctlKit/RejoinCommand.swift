import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl rejoin`.
struct RejoinCommand: OperatorCommand {
    static let examples = [Example("synctl rejoin", "Makes the replaced leader in this directory a mirror of the new one.")]
    static let configuration = CommandConfiguration.command(
        "rejoin", "Makes a server that was replaced by force, or that diverged, a mirror again.",
        details: "What only this server holds is written to a file first, and the path of that file is printed.", examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let reply = try await cell.ask(RejoinHere(), options: connection.call(context))
        try context.output.show(.object(["exported": reply.exported.map(Value.string) ?? .null])) { output throws(Fault) in
            if let exported = reply.exported {
                try output.line("exported: \(exported)")
            } else {
                try output.talk("nothing was exported yet; the server's log says where, should it find entries that only it has")
            }
            try output.talk("it rejoins; watch it with: synctl nexus status")
        }
        return .success
    }
}
