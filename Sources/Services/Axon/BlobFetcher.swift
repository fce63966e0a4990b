import Kernel
import Messaging
import Nexus
import Store
import TLS

/// Brings the bytes that entries name to this server, from its upstream, before the entries are applied.
struct BlobFetcher: AttachmentStore {
    /// Blobs that are fetched at once: enough that small ones share a flush, as they did where they came from, and few enough that
    /// large ones need little memory.
    static let parallelMax = 32

    let store: StoreEnvironment
    let tables: AxonTables
    let blobs: BlobStore

    func fetch(_ attachments: [Attachment], from upstream: Upstream) async throws(Fault) {
        let missing = try missing(of: attachments)
        if missing.isEmpty { return }
        let axon = Ref<AxonContract>(upstream.endpoint)
        try await fetchSmall(missing.filter { $0.byteCount <= UInt64(FetchBlobs.blobBytesMax) }, from: axon)
        try await fetchLarge(missing.filter { $0.byteCount > UInt64(FetchBlobs.blobBytesMax) }, from: axon)
    }

    /// Fetches many in one call, and writes them with one flush.
    private func fetchSmall(_ missing: [BlobName], from axon: Ref<AxonContract>) async throws(Fault) {
        var rest = missing[...]
        while !rest.isEmpty {
            var group: [BlobName] = []
            var byteCount: UInt64 = 0
            while let next = rest.first, group.count < FetchBlobs.blobsMax, byteCount + next.byteCount <= UInt64(FetchBlobs.bytesMax) {
                group.append(next)
                byteCount += next.byteCount
                rest = rest.dropFirst()
            }
            let reply = try await axon.ask(FetchBlobs(group.map(\.digest)))
            guard reply.blobs.count == group.count else { throw Fault(.badData, "axon.fetch answered for another number of blobs") }
            var arrived: [(digest: Digest, bytes: [UInt8])] = []
            for (name, blob) in zip(group, reply.blobs) {
                guard let bytes = blob?.bytes else {
                    blobs.noteAbsent(name)
                    continue
                }
                try UploadFile.verify(BlobName(digest: SHA256.digest(of: bytes), byteCount: UInt64(bytes.count)), expected: name)
                arrived.append((name.digest, bytes))
            }
            try await blobs.write(arrived)
        }
    }

    private func fetchLarge(_ missing: [BlobName], from axon: Ref<AxonContract>) async throws(Fault) {
        if missing.isEmpty { return }
        let failure = await withTaskGroup(of: Fault?.self) { group in
            var waiting = missing[...]
            var failure: Fault?
            for _ in 0..<Self.parallelMax { startNext(of: &waiting, from: axon, in: &group) }
            while let ended = await group.next() {
                failure = failure ?? ended
                if failure == nil { startNext(of: &waiting, from: axon, in: &group) }
            }
            return failure
        }
        if let failure { throw failure }
    }

    private func startNext(of waiting: inout ArraySlice<BlobName>, from axon: Ref<AxonContract>, in group: inout TaskGroup<Fault?>) {
        guard let name = waiting.popFirst() else { return }
        group.addTask {
            do throws(Fault) {
                try await fetch(name, from: axon)
                return nil
            } catch {
                return error
            }
        }
    }

    func missing(after digest: Digest?, countMax: Int, _ transaction: borrowing ReadTransaction) throws(Fault) -> [Attachment] {
        try tables.withoutLocation(after: digest, countMax: countMax, transaction)
            .map { Attachment(digest: $0.digest, byteCount: $0.byteCount) }
    }

    func enter(_ attachments: [Attachment], _ transaction: WriteTransaction) throws(Fault) {
        for attachment in attachments {
            guard let location = blobs.takeArrival(attachment.digest) else { continue }
            try tables.record(location, of: BlobName(digest: attachment.digest, byteCount: attachment.byteCount), transaction)
        }
    }

    private func missing(of attachments: [Attachment]) throws(Fault) -> [BlobName] {
        try store.read { (transaction) throws(Fault) in
            var missing: [BlobName] = []
            var seen: Set<Digest> = []
            for attachment in attachments where !blobs.hasArrived(attachment.digest) && seen.insert(attachment.digest).inserted {
                if try tables.location(of: attachment.digest, transaction) != nil { continue }
                missing.append(BlobName(digest: attachment.digest, byteCount: attachment.byteCount))
            }
            return missing
        }
    }

    private func fetch(_ name: BlobName, from axon: Ref<AxonContract>) async throws(Fault) {
        do throws(Fault) {
            let (_, bytes) = try await axon.download(GetBlob(name.digest))
            _ = try await blobs.write(expected: name) { () async throws(Fault) in try await bytes.next() }
        } catch where error.code == .noSuchBytes {
            blobs.noteAbsent(name)
        }
    }
}
