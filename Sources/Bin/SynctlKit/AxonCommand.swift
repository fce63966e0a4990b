import ArgumentParser
import Kernel

/// The commands about blobs.
struct AxonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "axon", abstract: "Stores and fetches blobs by their SHA-256.",
        subcommands: [AxonPutCommand.self, AxonGetCommand.self, AxonHasCommand.self, AxonScrubCommand.self])
}

/// A SHA-256 on the command line.
struct BlobDigest: ExpressibleByArgument, Sendable {
    let digest: Digest

    init?(argument: String) {
        let text = argument.hasPrefix(Self.prefix) ? argument.dropFirst(Self.prefix.count) : argument[...]
        guard let digest = Digest(text) else { return nil }
        self.digest = digest
    }

    /// As other tools write it.
    private static let prefix = "sha256:"

    var defaultValueDescription: String { digest.description }
}
