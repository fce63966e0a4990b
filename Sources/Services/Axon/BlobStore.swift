import ActorTree
import Kernel
import NIOCore
import TLS
import World

/// The bytes of an Axon on this server: small blobs in segments, large ones in files of their own.
///
/// A blob is written, flushed and verified first; only then may an entry name it. Between the two its place is kept in ``arrivals``, from
/// where the change that enters it takes it.
final class BlobStore: Sendable {
    /// How much of a stream is hashed and written at a time: large enough that the hand-over to a thread costs nothing, small enough that
    /// many uploads at once need little memory.
    static let chunkByteCount = 1 << 20
    /// A large upload is flushed whenever this much is new, so that the last flush is short and dirty memory is bounded.
    static let flushByteCount = 32 << 20

    private let directory: String
    private let host: Host
    private let blocking: Blocking
    private let segments: SegmentStore
    private let arrivals = Locked<[Digest: Arrival]>([:])

    /// Bytes that are durable here and that no entry names yet.
    struct Arrival: Sendable {
        let byteCount: UInt64
        let location: BlobLocation
    }

    /// - Parameter ends: the ends of the segments as the tables remember them.
    init(directory: String, ends: [UInt64: UInt64], host: Host, blocking: Blocking) throws(Fault) {
        self.directory = directory
        self.host = host
        self.blocking = blocking
        // An upload that was interrupted leaves nothing behind.
        try host.files.removeTree(directory + "/uploads", label: "remove interrupted uploads")
        try host.files.makeDirectory(directory + "/uploads", permissions: 0o700, label: "make the directory of uploads")
        try host.files.makeDirectory(directory + "/blobs", permissions: 0o700, label: "make the directory of blobs")
        segments = try SegmentStore(directory: directory + "/segments", ends: ends, files: host.files, blocking: blocking)
    }

    // MARK: Writing

    /// Writes whole small blobs and returns their names once they are durable.
    ///
    /// - Parameter isHeld: whether this server holds a blob already; its bytes are then not written again.
    func write(_ blobs: [[UInt8]], isHeld: (Digest) throws(Fault) -> Bool = { _ in false }) async throws(Fault) -> [BlobName] {
        try await write(blobs.map { (digest: SHA256.digest(of: $0), bytes: $0) }, isHeld: isHeld)
    }

    /// Writes whole small blobs whose digests the caller has computed from the bytes.
    @discardableResult
    func write(
        _ named: [(digest: Digest, bytes: [UInt8])], isHeld: (Digest) throws(Fault) -> Bool = { _ in false }
    ) async throws(Fault) -> [BlobName] {
        var new: [(digest: Digest, bytes: [UInt8])] = []
        for blob in named where try !isHeld(blob.digest) { new.append(blob) }
        let locations = new.isEmpty ? [] : try await segments.append(new)
        arrivals.withLock { arrivals in
            for (blob, location) in zip(new, locations) {
                arrivals[blob.digest] = Arrival(byteCount: UInt64(blob.bytes.count), location: location)
            }
        }
        return named.map { BlobName(digest: $0.digest, byteCount: UInt64($0.bytes.count)) }
    }

    /// Writes a stream of bytes and returns the name of the blob once it is durable.
    ///
    /// - Parameters:
    ///   - expected: what the blob must be; other bytes are refused and leave nothing behind.
    ///   - next: gives the bytes, nil at their end.
    func write(
        expected: BlobName? = nil, isHeld: (Digest) throws(Fault) -> Bool = { _ in false },
        _ next: () async throws(Fault) -> ByteBuffer?
    ) async throws(Fault) -> BlobName {
        var chunk: [UInt8] = []
        var upload: UploadFile?
        // One chunk is hashed and written while the next one gathers.
        var writing: Task<Result<Void, Fault>, Never>?
        do throws(Fault) {
            while let piece = try await next() {
                chunk += piece.readableBytesView
                guard chunk.count >= Self.chunkByteCount else { continue }
                let file: UploadFile
                if let upload { file = upload } else { file = try await beginUpload() }
                upload = file
                try await writing?.value.get()
                writing = Self.write(chunk, to: file)
                chunk = []
                chunk.reserveCapacity(Self.chunkByteCount + piece.readableBytes)
            }
            if let upload {
                try await writing?.value.get()
                try await upload.append(chunk)
                let name = try await upload.finish(expected: expected)
                noteFile(name)
                return name
            }
            if chunk.count > SegmentStore.blobBytesMax {
                let file = try await beginUpload()
                upload = file
                try await file.append(chunk)
                let name = try await file.finish(expected: expected)
                noteFile(name)
                return name
            }
        } catch {
            _ = await writing?.value
            upload?.discard()
            throw error
        }
        let name = BlobName(digest: SHA256.digest(of: chunk), byteCount: UInt64(chunk.count))
        try UploadFile.verify(name, expected: expected)
        return try await write([chunk], isHeld: isHeld)[0]
    }

    private static func write(_ chunk: [UInt8], to file: UploadFile) -> Task<Result<Void, Fault>, Never> {
        Task {
            do throws(Fault) {
                return .success(try await file.append(chunk))
            } catch {
                return .failure(error)
            }
        }
    }

    private func noteFile(_ name: BlobName) {
        arrivals.withLock { $0[name.digest] = Arrival(byteCount: name.byteCount, location: .file) }
    }

    private func beginUpload() async throws(Fault) -> UploadFile {
        let path = directory + "/uploads/" + host.iden().description
        let host = host
        let blocking = blocking
        let root = directory
        return try await blocking.run { () throws(Fault) in
            try UploadFile(path: path, root: root, files: host.files, blocking: blocking)
        }
    }

    // MARK: Places

    /// Takes the place of a blob that was written and not entered yet.
    func takeArrival(_ digest: Digest) -> BlobLocation? { arrivals.withLock { $0.removeValue(forKey: digest)?.location } }

    /// Forgets places that no entry took, because the blobs had been entered before.
    func forgetArrivals(_ names: [BlobName]) {
        arrivals.withLock { arrivals in
            for name in names { arrivals[name.digest] = nil }
        }
    }

    /// Says that the upstream no longer holds the blob: a later entry removes it, and the one that adds it may be applied without bytes.
    func noteAbsent(_ name: BlobName) {
        arrivals.withLock { $0[name.digest] = Arrival(byteCount: name.byteCount, location: .absent) }
    }

    /// A blob that was written and not entered yet.
    func arrival(_ digest: Digest) -> Arrival? { arrivals.withLock { $0[digest] } }

    /// Whether the blob was written and not entered yet.
    func hasArrived(_ digest: Digest) -> Bool { arrivals.withLock { $0[digest] != nil } }

    // MARK: Reading

    /// Reads `count` bytes from `offset` of a blob.
    func read(_ digest: Digest, _ location: BlobLocation, offset: UInt64, count: Int) async throws(Fault) -> [UInt8] {
        try await blocking.run { () throws(Fault) in try self.readNow(digest, location, offset: offset, count: count) }
    }

    /// Reads small blobs whole, in the order given.
    func read(_ blobs: [(digest: Digest, location: BlobLocation, byteCount: Int)]) async throws(Fault) -> [[UInt8]] {
        try await blocking.run { () throws(Fault) in
            var found: [[UInt8]] = []
            for blob in blobs { found.append(try self.readNow(blob.digest, blob.location, offset: 0, count: blob.byteCount)) }
            return found
        }
    }

    private func readNow(_ digest: Digest, _ location: BlobLocation, offset: UInt64, count: Int) throws(Fault) -> [UInt8] {
        switch location {
        case .segment(let number, let start):
            return try segments.read(number: number, offset: start + offset, count: count)
        case .file:
            let path = Self.path(of: digest, in: directory)
            let bytes = try host.files.openForReading(path, label: "open a blob").read(at: Int(offset), count: count, label: "read a blob")
            guard bytes.count == count else {
                throw Fault(
                    .badData, "the file \(path) ends inside its blob", advice: "Repair this server from a peer: synctl axon scrub")
            }
            return bytes
        case .absent:
            throw Fault(.noSuchBytes, "the bytes of \(digest) are not on this server", fields: ["sha256": .string(digest.description)])
        }
    }

    /// Removes the file of a large blob that the log no longer knows. The space of a small one stays in its segment.
    func remove(_ digest: Digest, _ location: BlobLocation) throws(Fault) {
        guard location == .file else { return }
        try host.files.remove(Self.path(of: digest, in: directory), label: "remove a deleted blob")
    }

    /// `blobs/ab/cd/abcd...`: at most 65,536 directories, each small while there are millions of blobs.
    static func path(of digest: Digest, in directory: String) -> String {
        let name = digest.description
        return "\(directory)/blobs/\(name.prefix(2))/\(name.dropFirst(2).prefix(2))/\(name)"
    }
}
