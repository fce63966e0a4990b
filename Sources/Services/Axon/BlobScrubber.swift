import Cell
import Kernel
import Messaging
import Store
import TLS

/// Looks through the blobs of this server, and mends what is damaged from the other servers of the service (AXON-5).
///
/// A damaged copy is given up only when verified bytes are durable in another place: until then it may be the best that is left.
struct BlobScrubber: Sendable {
    /// Where bytes can be had: the name of a server, and a way to stream a blob from it.
    struct Source: Sendable {
        let name: String
        let download: @Sendable (Digest) async throws(Fault) -> ByteReader
    }

    /// How much is read from disk at a time.
    private static let readByteCount = 1 << 20
    /// Blobs that are listed at once.
    private static let batchCount = 512
    /// How often the reader hears how far the scrub has come.
    private static let reportByteCount: UInt64 = 64 << 20
    private static let reportBlobCount: UInt64 = 10_000

    let store: StoreEnvironment
    let tables: AxonTables
    let blobs: BlobStore
    let writeLocally: @Sendable (_ body: @Sendable (WriteTransaction) throws(Fault) -> Void) async throws(Fault) -> Void

    /// - Parameters:
    ///   - repairs: whether damage is mended, or only told.
    ///   - sources: the servers to ask, best first.
    func run(
        repairs: Bool, sources: () async throws(Fault) -> [Source], _ report: (ScrubBlobs.Item) async throws(Fault) -> Void
    ) async throws(Fault) {
        var (offset, blobCount, byteCount): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var (reportedBlobs, reportedBytes): (UInt64, UInt64) = (0, 0)
        while true {
            let batch = try store.read { (transaction) throws(Fault) in
                try tables.list(from: offset, countMax: Self.batchCount, transaction)
            }
            guard let last = batch.last else { break }
            offset = last.offset + 1
            for item in batch {
                let damage = try await look(at: item.blob, repairs, sources)
                blobCount += 1
                byteCount += item.blob.byteCount
                let isDue = byteCount - reportedBytes >= Self.reportByteCount || blobCount - reportedBlobs >= Self.reportBlobCount
                guard damage != nil || isDue else { continue }
                (reportedBlobs, reportedBytes) = (blobCount, byteCount)
                try await report(ScrubBlobs.Item(blobCount: blobCount, byteCount: byteCount, damage: damage))
            }
        }
        try await report(ScrubBlobs.Item(blobCount: blobCount, byteCount: byteCount))
    }

    /// What is wrong with a blob; nil where nothing is.
    private func look(
        at blob: BlobName, _ repairs: Bool, _ sources: () async throws(Fault) -> [Source]
    ) async throws(Fault) -> BlobDamage? {
        guard let reason = try await fault(of: blob) else { return nil }
        // Deleted meanwhile: nothing is to be mended.
        guard try isHeld(blob) else { return nil }
        guard repairs else { return BlobDamage(blob: blob, reason: reason, source: nil) }
        var failures: [String] = []
        do throws(Fault) {
            for source in try await sources() {
                do throws(Fault) {
                    try await mend(blob, from: source)
                    return BlobDamage(blob: blob, reason: reason, source: source.name)
                } catch {
                    failures.append("\(source.name): \(error.message)")
                }
            }
        } catch {
            failures.append(error.message)
        }
        guard try isHeld(blob) else { return nil }
        let why = failures.isEmpty ? "no other server is online" : failures.joined(separator: "; ")
        return BlobDamage(blob: blob, reason: "\(reason); not mended: \(why)", source: nil)
    }

    private func isHeld(_ blob: BlobName) throws(Fault) -> Bool {
        try store.read { (transaction) throws(Fault) in try tables.has(blob.digest, transaction) }
    }

    /// Reads the blob as it lies here. Nil where it is whole.
    private func fault(of blob: BlobName) async throws(Fault) -> String? {
        let location = try store.read { (transaction) throws(Fault) in try tables.location(of: blob.digest, transaction) }
        guard let location, location != .absent else { return "its bytes are not on this server" }
        var hasher = SHA256()
        var offset: UInt64 = 0
        do throws(Fault) {
            while offset < blob.byteCount {
                let count = Int(min(UInt64(Self.readByteCount), blob.byteCount - offset))
                hasher.update(try await blobs.read(blob.digest, location, offset: offset, count: count))
                offset += UInt64(count)
            }
        } catch where [FaultCode.badData, .noSuchFile, .io].contains(error.code) {
            return error.message
        }
        let found = hasher.finish()
        return found == blob.digest ? nil : "its bytes have the SHA-256 \(found)"
    }

    /// Brings the bytes from another server, verified and durable, and takes them for those of the blob.
    private func mend(_ blob: BlobName, from source: Source) async throws(Fault) {
        let bytes = try await source.download(blob.digest)
        _ = try await blobs.write(expected: blob) { () async throws(Fault) in try await bytes.next() }
        let (tables, blobs) = (tables, blobs)
        try await writeLocally { (transaction) throws(Fault) in
            guard let location = blobs.takeArrival(blob.digest) else { return }
            // A blob that was deleted while its bytes came leaves a file behind that nothing names, as one deleted during an upload does.
            let isHeld = try transaction.reading { (look) throws(Fault) in try tables.has(blob.digest, look) }
            if isHeld { try tables.record(location, of: blob, transaction) }
        }
    }
}
