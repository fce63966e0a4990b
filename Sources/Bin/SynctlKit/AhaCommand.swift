import ArgumentParser
import Cell
import Kernel
import Messaging

/// The commands about AHA.
struct AhaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aha", abstract: "Who is in the network, and how to become a part of it.",
        subcommands: [
            AhaProvisionCommand.self, AhaEnrollCommand.self, AhaListCommand.self, AhaStatusCommand.self, AhaDeleteCommand.self,
        ])
}

extension ConnectionOptions {
    /// Asks AHA: the service that the options name, or the one that the registry names.
    func askAHA<M: Request>(_ message: M, _ context: CommandContext, isIdempotent: Bool = false) async throws(Fault) -> M.Reply
    where M.Contract == AhaContract {
        let aha = Ref<AhaContract>(try await connect(context, fallback: .registry))
        do throws(Fault) {
            return try await aha.ask(message, options: call(context, isIdempotent: isIdempotent))
        } catch where error.code == .noSuchMessage {
            throw Fault(
                .noSuchMessage, "the service that was asked is no AHA: \(error.message)", fields: error.fields,
                advice: "Run this in AHA's directory, or give its --url, such as cell:///srv/synapse/aha")
        }
    }
}
