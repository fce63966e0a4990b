import Kernel
import Messaging
import Nexus
import Store

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
