import ArgumentParser
import Axon
import Kernel
import Messaging
import World

/// `synctl axon put`.
struct AxonPutCommand: OperatorCommand {
    static let examples = [
        Example("synctl axon put report.pdf", "Stores one file and prints its SHA-256, size and path."),
        Example("synctl axon put -r samples --url aha://visi@axon...", "Stores every file below a directory in the network's Axon."),
    ]
    static let configuration = CommandConfiguration.command(
        "put", "Stores files.",
        details: "Prints one line a file when it is safely stored: sha256, size, path. What the Axon holds already is not stored twice.",
        examples: examples)

    @Argument(help: "The files.") var files: [String]
    @Flag(name: .shortAndLong, help: "Put all files below directories, without following symbolic links.") var recursive = false
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        var source = BlobSource(files: context.host.files, terminal: context.terminal, isRecursive: recursive)
        for file in files { try source.add(file) }
        for skipped in source.skipped { try context.output.talk("left out: \(skipped)") }
        let axon = Ref<AxonContract>(try await connection.connect(context))
        let total = source.found.reduce(UInt64(0)) { $0 + UInt64($1.byteCount) }
        var put = BlobPut(
            axon: axon, context: context, connection: connection,
            progress: ProgressBar("put", total: total, output: context.output, clock: context.host.clock))
        for file in source.found { try await put.add(file) }
        try await put.finish()
        return .success
    }
}

/// Sends files: small ones together, large ones as streams, all in order.
struct BlobPut {
    /// A file up to this size waits for others to go with.
    static let smallBytesMax = 64 << 10
    /// What goes in one message: a frame holds 1 MiB at most, packing included.
    static let batchBytesMax = 512 << 10
    /// Far below what an Axon takes in one message; more saves nothing.
    static let batchCountMax = 1000
    /// What is read, and held in memory, at once.
    static let chunkByteCount = 256 << 10

    private let axon: Ref<AxonContract>
    private let context: CommandContext
    private let connection: ConnectionOptions
    private var progress: ProgressBar
    private var waiting: [(path: String, bytes: [UInt8])] = []
    private var waitingBytes = 0

    init(axon: Ref<AxonContract>, context: CommandContext, connection: ConnectionOptions, progress: ProgressBar) {
        self.axon = axon
        self.context = context
        self.connection = connection
        self.progress = progress
    }

    mutating func add(_ file: BlobSource.File) async throws(Fault) {
        guard file.byteCount <= Self.smallBytesMax else {
            try await flush()
            return try await upload(file)
        }
        let bytes = try context.host.files.read(file.location, bytesMax: Self.batchBytesMax, label: "read a file to put")
        if waitingBytes + bytes.count > Self.batchBytesMax || waiting.count == Self.batchCountMax { try await flush() }
        waiting.append((file.path, bytes))
        waitingBytes += bytes.count
    }

    mutating func finish() async throws(Fault) {
        try await flush()
        try progress.clear()
    }

    private mutating func flush() async throws(Fault) {
        guard !waiting.isEmpty else { return }
        let names = try await axon.ask(PutBlobs(waiting.map(\.bytes)), options: connection.call(context, isIdempotent: true))
        guard names.count == waiting.count else {
            throw Fault(.badData, "\(waiting.count) blobs were put, and the Axon named \(names.count)")
        }
        for (name, file) in zip(names, waiting) { try show(name, file.path) }
        try progress.advance(by: waitingBytes)
        waiting = []
        waitingBytes = 0
    }

    private mutating func upload(_ file: BlobSource.File) async throws(Fault) {
        let content = try context.host.files.openForReading(file.location, label: "open a file to put")
        let writer = try await axon.upload(UploadBlob())
        var offset = 0
        while true {
            let bytes = try content.read(at: offset, count: Self.chunkByteCount, label: "read a file to put")
            if bytes.isEmpty { break }
            try await writer.write(bytes)
            offset += bytes.count
            try progress.advance(by: bytes.count)
        }
        try show(try await writer.finish(), file.path)
    }

    private mutating func show(_ name: BlobName, _ path: String) throws(Fault) {
        try progress.clear()
        let value: Value = .object([
            "sha256": .string(name.digest.description), "size": .integer(name.byteCount), "path": .string(path),
        ])
        try context.output.show(value) { output throws(Fault) in try output.line("\(name.digest)  \(name.byteCount)  \(path)") }
    }
}
