import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl demote`.
struct DemoteCommand: OperatorCommand {
    static let examples = [
        Example("synctl demote", "The leader in this directory hands over to its best follower, and becomes its mirror."),
        Example("synctl demote --url aha://root@axon...", "The same, whichever server leads."),
    ]
    static let configuration = CommandConfiguration.command(
        "demote", "Makes a leader hand over to its best follower.",
        details: """
            The best follower is in step, has all bytes that its log names, and of those is furthest. No acknowledged write is lost, and \
            no write fails. Where nobody can take over, the command says why for each server, and the leader serves on.
            """, examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        // Not repeated by itself: by the time of the second call, the server that answered the first no longer leads.
        let reply = try await cell.ask(DemoteHere(id: context.host.iden()), options: connection.call(context))
        let value: Value = .object(["leader": .string(reply.leader), "term": .integer(reply.term.number)])
        try context.output.show(value) { output throws(Fault) in try output.line("\(reply.leader) leads in term \(reply.term)") }
        return .success
    }
}
