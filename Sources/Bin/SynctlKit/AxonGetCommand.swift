import ArgumentParser
import Axon
import Kernel
import Messaging
import TLS
import World

/// `synctl axon get`.
struct AxonGetCommand: OperatorCommand {
    private static let sample = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let examples = [
        Example(
            "synctl axon get \(sample) -o report.pdf",
            "Fetches a blob into a file, which appears only when it is whole and verified."),
        Example("synctl axon get \(sample) --offset 0 --size 16", "Prints the first 16 bytes."),
    ]
    static let configuration = CommandConfiguration.command(
        "get", "Fetches a blob, or a part of it.",
        details: "The bytes of a whole blob are verified against its SHA-256. Without -o they go to the standard output, where they were "
            + "already written when the end shows that they are wrong: look at the exit status.",
        examples: examples)

    @Argument(help: ArgumentHelp("The SHA-256 of the blob.", valueName: "sha256")) var blob: BlobDigest
    @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file")) var output: String?
    @Option(help: ArgumentHelp("Where to begin; 0 is the first byte.", valueName: "bytes")) var offset: UInt64 = 0
    @Option(help: ArgumentHelp("How many bytes at most.", valueName: "bytes")) var size: UInt64?
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func validate() throws {
        if connection.display.json, output == nil {
            throw ValidationError("--json needs -o FILE: the blob itself goes to the standard output")
        }
    }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let axon = Ref<AxonContract>(try await connection.connect(context))
        let (head, bytes) = try await axon.download(
            GetBlob(blob.digest, offset: offset, byteCount: size), options: CallOptions(isIdempotent: true))
        let rest = head.byteCount > offset ? head.byteCount - offset : 0
        let expected = min(rest, size ?? rest)
        var progress = ProgressBar("get", total: expected, output: context.output, clock: context.host.clock)
        let target = output.map { context.terminal.absolute($0) }
        let file = try target.map { path throws(Fault) in try PartialFile(path, files: context.host.files) }
        var hash = SHA256()
        var count: UInt64 = 0
        do throws(Fault) {
            while let chunk = try await bytes.next() {
                hash.update(chunk)
                let piece = Array(chunk.readableBytesView)
                if let file { try file.write(piece, at: Int(count)) } else { try context.output.bytes(piece) }
                count += UInt64(piece.count)
                try progress.advance(by: piece.count)
            }
            try progress.clear()
            try check(count: count, expected: expected, isWhole: expected == head.byteCount, found: hash.finish())
            try file?.commit()
        } catch {
            file?.abandon()
            throw error
        }
        if let target { try report(target, count, context.output) }
        return .success
    }

    private func check(count: UInt64, expected: UInt64, isWhole: Bool, found: Digest) throws(Fault) {
        guard count == expected else {
            throw Fault(.badData, "\(expected) bytes of the blob were to come, and \(count) came", advice: "Try again")
        }
        guard !isWhole || found == blob.digest else {
            throw Fault(
                .badData, "the bytes that came have the SHA-256 \(found), not \(blob.digest)",
                advice: "The Axon's copy may be damaged: look at its health (synctl healthcheck), and fetch from another server")
        }
    }

    private func report(_ path: String, _ count: UInt64, _ output: Output) throws(Fault) {
        let value: Value = .object(["sha256": .string(blob.digest.description), "size": .integer(count), "path": .string(path)])
        try output.show(value) { output throws(Fault) in try output.talk("wrote \(count) bytes to \(path)") }
    }
}

/// A file that appears under its name only when it is whole.
struct PartialFile {
    private let path: String
    private let partial: String
    private let files: any FileSystem
    private let file: any OpenFile

    init(_ path: String, files: any FileSystem) throws(Fault) {
        self.path = path
        self.files = files
        partial = path + ".part"
        file = try files.open(partial, permissions: 0o644, label: "open a file to write")
        try file.truncate(to: 0, label: "empty a file to write")
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(Fault) { try file.write(bytes, at: offset, label: "write a blob to a file") }

    func commit() throws(Fault) {
        try file.flush(label: "flush a blob to a file")
        try files.rename(partial, to: path, label: "give a file its name")
    }

    func abandon() {
        do throws(Fault) {
            try files.remove(partial, label: "remove an unfinished file")
        } catch {
            // What made us give up is what the user must hear; the file is in their way no longer than until they try again.
        }
    }
}
