import ActorTree
import Kernel
import Synchronization
import TLS
import World

/// A large blob while it arrives: hashed and written as it comes, flushed along the way, and renamed to its hash when it is whole.
final class UploadFile: Sendable {
    private let path: String
    private let root: String
    private let files: any FileSystem
    private let blocking: Blocking
    private let file: any OpenFile
    private let state = Mutex(State())

    private struct State: ~Copyable {
        var hasher = SHA256()
        var byteCount = 0
        var flushedByteCount = 0
    }

    init(path: String, root: String, files: any FileSystem, blocking: Blocking) throws(Fault) {
        self.path = path
        self.root = root
        self.files = files
        self.blocking = blocking
        file = try files.open(path, permissions: 0o600, label: "open an upload")
    }

    /// Adds bytes at the end. One caller at a time.
    func append(_ bytes: [UInt8]) async throws(Fault) {
        try await blocking.run { () throws(Fault) in
            let (offset, isDue) = self.state.withLock { state in
                state.hasher.update(bytes)
                let offset = state.byteCount
                state.byteCount += bytes.count
                let isDue = state.byteCount - state.flushedByteCount >= BlobStore.flushByteCount
                if isDue { state.flushedByteCount = state.byteCount }
                return (offset, isDue)
            }
            try self.file.write(bytes, at: offset, label: "write an upload")
            if isDue { try self.file.flush(label: "flush an upload") }
        }
    }

    /// Makes the blob durable under its hash.
    /// - Throws: `BadDataValu` where it is not what was expected.
    func finish(expected: BlobName?) async throws(Fault) -> BlobName {
        let name = state.withLock { state in
            BlobName(digest: state.hasher.finish(), byteCount: UInt64(state.byteCount))
        }
        try Self.verify(name, expected: expected)
        let target = BlobStore.path(of: name.digest, in: root)
        try await blocking.run { () throws(Fault) in
            try self.file.flush(label: "flush an upload")
            let directory = String(target.dropLast(name.digest.description.count + 1))
            let parent = String(directory.dropLast(3))
            try self.files.makeDirectory(directory, permissions: 0o700, label: "make a directory of blobs")
            try self.files.rename(self.path, to: target, label: "name a blob")
            try self.files.flushDirectory(directory, label: "flush a directory of blobs")
            try self.files.flushDirectory(parent, label: "flush a directory of blobs")
            try self.files.flushDirectory(self.root + "/blobs", label: "flush the directory of blobs")
        }
        return name
    }

    static func verify(_ name: BlobName, expected: BlobName?) throws(Fault) {
        guard let expected, expected != name else { return }
        throw Fault(
            .badData, "the bytes received are not the blob \(expected.digest): their hash is \(name.digest), their size \(name.byteCount)",
            fields: ["sha256": .string(expected.digest.description)])
    }

    /// Leaves nothing behind.
    func discard() {
        // A file that cannot be removed now is removed with the directory of uploads at the next start.
        try? files.remove(path, label: "remove an interrupted upload")
    }
}
