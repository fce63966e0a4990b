import Kernel
import Messaging
import Nexus
import Store

/// Brings the bytes that entries name to this server, from its upstream, before the entries are applied.
struct BlobFetcher: AttachmentStore {
    /// Blobs that are fetched at once: enough to hide the time of a round trip behind the others.
    static let parallelMax = 8

    let store: StoreEnvironment
    let tables: AxonTables
    let blobs: BlobStore

    func fetch(_ attachments: [Attachment], from upstream: Upstream) async throws(Fault) {
        let missing = try missing(of: attachments)
        if missing.isEmpty { return }
        let axon = Ref<AxonContract>(upstream.endpoint)
        var next = missing.startIndex
        while next < missing.endIndex {
            let wave = missing[next..<min(next + Self.parallelMax, missing.endIndex)]
            next = wave.endIndex
            let results = await withTaskGroup(of: Result<Void, Fault>.self) { group in
                for name in wave {
                    group.addTask {
                        do throws(Fault) {
                            try await fetch(name, from: axon)
                            return .success(())
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for result in results { try result.get() }
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
            for attachment in attachments where !blobs.hasArrived(attachment.digest) {
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
