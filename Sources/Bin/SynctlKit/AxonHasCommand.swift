import ArgumentParser
import Axon
import Kernel
import Messaging

/// `synctl axon has`.
struct AxonHasCommand: OperatorCommand {
    static let examples = [
        Example(
            "synctl axon has e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "Exits with 0 where the Axon holds the blob.")
    ]
    static let configuration = CommandConfiguration.command(
        "has", "Tells whether blobs are stored.", details: "Exits with 0 where all are, with 1 where one is missing.", examples: examples)

    @Argument(help: ArgumentHelp("The SHA-256 of each blob.", valueName: "sha256")) var blobs: [BlobDigest]
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    /// Digests in one message: with their packing a quarter of what a frame holds.
    private static let batchCountMax = 8000

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let axon = Ref<AxonContract>(try await connection.connect(context))
        var missing: Set<Digest> = []
        var rest = blobs.map(\.digest)[...]
        while !rest.isEmpty {
            let wanted = try await axon.ask(
                WantsBlobs(Array(rest.prefix(Self.batchCountMax))), options: connection.call(context, isIdempotent: true))
            missing.formUnion(wanted)
            rest = rest.dropFirst(Self.batchCountMax)
        }
        let answers = blobs.map { ($0.digest, !missing.contains($0.digest)) }
        let value = Value.array(answers.map { .object(["sha256": .string($0.0.description), "has": .bool($0.1)]) })
        try context.output.show(value) { output throws(Fault) in
            for (digest, has) in answers { try output.line("\(digest)  \(has ? "yes" : "no")") }
        }
        return missing.isEmpty ? .success : .failure
    }
}
