import Kernel
import World

/// The files that the arguments of `axon put` mean, in order.
struct BlobSource {
    /// Directories in directories; deeper is more likely a loop than a tree.
    static let depthMax = 128
    /// Paths are held in memory; a larger tree is put in parts.
    static let filesMax = 10_000_000

    /// A file and its size when it was found.
    struct File {
        /// As the user named it, or below what they named.
        let path: String
        /// Where it is.
        let location: String
        let byteCount: Int
    }

    private let files: any FileSystem
    private let terminal: Terminal
    private let isRecursive: Bool
    private(set) var found: [File] = []
    /// What was left out, with the reason.
    private(set) var skipped: [String] = []

    init(files: any FileSystem, terminal: Terminal, isRecursive: Bool) {
        self.files = files
        self.terminal = terminal
        self.isRecursive = isRecursive
    }

    /// Adds the file at `path`, or all files below it.
    mutating func add(_ path: String) throws(Fault) {
        switch try FileKind.at(terminal.absolute(path), followsLinks: true) {
        case .file: try append(path)
        case .directory:
            guard isRecursive else {
                throw Fault(
                    .badArgument, "\(path) is a directory", fields: ["path": .string(path)], advice: "Give -r to put all files in it")
            }
            try descend(path, depth: 1)
        case .symbolicLink, .other:
            throw Fault(
                .badArgument, "\(path) is no ordinary file", fields: ["path": .string(path)],
                advice: "Copy its content to a file first")
        }
    }

    private mutating func append(_ path: String) throws(Fault) {
        guard found.count < Self.filesMax else {
            throw Fault(.limit, "there are more than \(Self.filesMax) files", advice: "Put them directory by directory")
        }
        let location = terminal.absolute(path)
        found.append(File(path: path, location: location, byteCount: try files.size(location, label: "measure a file to put")))
    }

    private mutating func descend(_ directory: String, depth: Int) throws(Fault) {
        guard depth <= Self.depthMax else {
            throw Fault(.limit, "\(directory) lies more than \(Self.depthMax) directories deep", fields: ["path": .string(directory)])
        }
        let base = directory.hasSuffix("/") ? directory : directory + "/"
        for name in try files.list(terminal.absolute(directory), label: "list a directory to put") {
            let path = base + name
            switch try FileKind.at(terminal.absolute(path), followsLinks: false) {
            case .file: try append(path)
            case .directory: try descend(path, depth: depth + 1)
            case .symbolicLink: skipped.append("\(path): a symbolic link")
            case .other: skipped.append("\(path): no ordinary file")
            }
        }
    }
}
