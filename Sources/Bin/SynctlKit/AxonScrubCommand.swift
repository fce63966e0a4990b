import ArgumentParser
import Axon
import Kernel
import Messaging

/// `synctl axon scrub`.
struct AxonScrubCommand: OperatorCommand {
    static let examples = [
        Example("synctl axon scrub", "Reads and verifies every blob in this directory, and mends what is damaged from another server."),
        Example("synctl axon scrub --no-repair --json", "Only tells what is damaged, for a script."),
    ]
    static let configuration = CommandConfiguration.command(
        "scrub", "Verifies every blob of one server, and mends it from the others.",
        details: """
            Each blob that is damaged or missing is told in a line. Bytes that are brought from another server are verified and durable \
            before they take the place of the damaged ones. Exits with 0 where all blobs are whole at the end, with 1 where one is not.
            """, examples: examples)

    @Flag(inversion: .prefixedNo, help: "Bring what is damaged from another server of the service.") var repair = true
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let axon = Ref<AxonContract>(try await connection.connect(context))
        let total = try await axon.ask(AxonMetrics(), options: connection.call(context, isIdempotent: true)).byteCount
        var progress = ProgressBar("scrub", total: total, output: context.output, clock: context.host.clock)
        let items = try await axon.subscribe(ScrubBlobs(repairs: repair))
        var last = ScrubBlobs.Item(blobCount: 0, byteCount: 0)
        var damaged: [BlobDamage] = []
        while let batch = try await items.nextBatch() {
            for item in batch {
                try progress.advance(by: Int(clamping: item.byteCount - last.byteCount))
                last = item
                guard let damage = item.damage else { continue }
                damaged.append(damage)
                guard !wantsJSON else { continue }
                try progress.clear()
                try context.output.line(Self.line(damage))
            }
        }
        try progress.clear()
        try show(last, damaged, context.output)
        return damaged.allSatisfy { $0.source != nil } ? .success : .failure
    }

    private static func line(_ damage: BlobDamage) -> String {
        let state = damage.source.map { "mended from \($0)" } ?? "damaged"
        return "\(damage.blob.digest)  \(damage.blob.byteCount)  \(state): \(FaultText.printable(damage.reason))"
    }

    private func show(_ last: ScrubBlobs.Item, _ damaged: [BlobDamage], _ output: Output) throws(Fault) {
        let mended = damaged.filter { $0.source != nil }.count
        if wantsJSON {
            let items = damaged.map { damage in
                Value.object([
                    "sha256": .string(damage.blob.digest.description), "size": .integer(damage.blob.byteCount),
                    "reason": .string(damage.reason), "mended_from": damage.source.map(Value.string) ?? .null,
                ])
            }
            let value: Value = .object([
                "blobs": .integer(last.blobCount), "bytes": .integer(last.byteCount), "mended": .integer(UInt64(mended)),
                "damaged": .array(items),
            ])
            return try output.show(value) { _ throws(Fault) in }
        }
        try output.talk(
            "\(last.blobCount) blobs, \(last.byteCount) bytes: \(damaged.count) damaged, \(mended) of them mended")
    }
}
