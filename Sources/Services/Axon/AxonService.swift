import ActorTree
import Cell
import Config
import Kernel
import Logging
import MessagePack
import Messaging
import NIOCore
import Nexus
import Store
import TLS
import World

/// The Axon: stores bytes once under their SHA-256 (AXON-1 to AXON-5, AXON-8).
public struct AxonService: Service {
    /// The kind of service, as in its command and its unit.
    public static let kind = "axon"
    /// The options that cell.yaml may have.
    public static let options = AxonOptions.service

    /// How much is read from disk at a time while a blob is sent.
    private static let readByteCount = 1 << 20
    /// Blobs a query may name at once: a megabyte of digests.
    private static let digestsMax = 32_768
    private static let listBatchCount = 512

    private let store: StoreEnvironment
    private let tables: AxonTables
    private let blobs: BlobStore
    private let log: Logger
    private let bytesMax: UInt64?
    private let countMax: UInt64?

    public init(_ ground: ServiceGround) throws(Fault) {
        store = ground.store
        log = ground.log
        bytesMax = ground.configuration.optionalInt(AxonOptions.maxBytes).map(UInt64.init(clamping:))
        countMax = ground.configuration.optionalInt(AxonOptions.maxCount).map(UInt64.init(clamping:))
        let tables = try AxonTables(in: ground.store)
        self.tables = tables
        let ends = try ground.store.read { (transaction) throws(Fault) in try tables.segmentEnds(transaction) }
        blobs = try BlobStore(directory: ground.directory + "/axon", ends: ends, host: ground.host, blocking: ground.blocking)
    }

    // MARK: Changes

    /// The changes of an Axon.
    public var changes: ChangeTable {
        let tables = tables
        let blobs = blobs
        let log = log
        var table = ChangeTable()
        table.on(
            AddBlobs.self,
            check: { (change, transaction) throws(Fault) in
                try checkBytes(change, transaction)
                try checkLimits(change, transaction)
            },
            attachments: { change in change.blobs.map { Attachment(digest: $0.digest, byteCount: $0.byteCount) } },
            apply: { (change, _, transaction) throws(Fault) in
                try tables.add(change.blobs, place: blobs.takeArrival, transaction)
            })
        table.on(
            DeleteBlobs.self,
            apply: { (change, context, transaction) throws(Fault) in
                let (found, places) = try tables.remove(change.digests, transaction)
                context.afterCommit {
                    for (digest, location) in places where !blobs.hasArrived(digest) {
                        do throws(Fault) {
                            try blobs.remove(digest, location)
                        } catch {
                            log.warning("a deleted blob's file stays behind", metadata: ["sha256": "\(digest)", "fault": "\(error)"])
                        }
                    }
                }
                return found
            })
        return table
    }

    /// The bytes come first: an entry that names bytes which are nowhere could be applied nowhere.
    private func checkBytes(_ change: AddBlobs, _ transaction: WriteTransaction) throws(Fault) {
        try transaction.reading { (look) throws(Fault) in
            for name in change.blobs where !blobs.hasArrived(name.digest) {
                if try tables.location(of: name.digest, look) == nil {
                    throw Fault(.noSuchBytes, "the bytes of \(name.digest) did not reach the leader", advice: "Send them again")
                }
            }
        }
    }

    private func checkLimits(_ change: AddBlobs, _ transaction: WriteTransaction) throws(Fault) {
        guard bytesMax != nil || countMax != nil else { return }
        let metrics = try transaction.reading { (look) throws(Fault) -> AxonMetrics.Reply in
            var metrics = try tables.metrics(look)
            for name in change.blobs where try !tables.has(name.digest, look) {
                metrics = AxonMetrics.Reply(blobCount: metrics.blobCount + 1, byteCount: metrics.byteCount + name.byteCount)
            }
            return metrics
        }
        if let bytesMax, metrics.byteCount > bytesMax {
            throw Fault(.limit, "the Axon may hold \(bytesMax) bytes", advice: "Raise max:bytes or delete blobs")
        }
        if let countMax, metrics.blobCount > countMax {
            throw Fault(.limit, "the Axon may hold \(countMax) blobs", advice: "Raise max:count or delete blobs")
        }
    }

    /// The blobs that log entries name, fetched from other servers.
    public var attachments: (any AttachmentStore)? { BlobFetcher(store: store, tables: tables, blobs: blobs) }

    // MARK: Messages

    /// Begins to serve blobs.
    public func start(_ runtime: ServiceRuntime) async throws(Fault) -> any RunningService {
        RunningAxon(messages: messages(runtime))
    }

    private func messages(_ runtime: ServiceRuntime) -> MessageTable {
        MessageTable { table in
            table.on(UploadBlob.self) { (_, context, reader) throws(Fault) in try await upload(reader, context, runtime) }
            table.on(PutBlobs.self, runs: .loop) { (message, context) throws(Fault) in try await put(message, context, runtime) }
            table.on(RemoveBlobs.self, runs: .loop) { (message, context) throws(Fault) in
                try checkCount(message.digests.count)
                return try await runtime.nexus.issue(DeleteBlobs(message.digests), request: context.request)
            }
            table.on(GetBlob.self) { (message, context, writer) throws(Fault) in try await get(message, context, writer) }
            table.on(FetchBlobs.self) { (message, context) throws(Fault) in try await fetch(message, context.caller) }
            table.on(HasBlob.self, runs: .loop) { (message, _) throws(Fault) in
                try store.read { (transaction) throws(Fault) in try tables.has(message.digest, transaction) }
            }
            table.on(SizeOfBlob.self, runs: .loop) { (message, _) throws(Fault) in
                try store.read { (transaction) throws(Fault) in try tables.byteCount(of: message.digest, transaction) }
            }
            table.on(WantsBlobs.self) { (message, _) throws(Fault) in
                try checkCount(message.digests.count)
                return try store.read { (transaction) throws(Fault) in
                    var missing: [Digest] = []
                    for digest in message.digests where try !tables.has(digest, transaction) { missing.append(digest) }
                    return missing
                }
            }
            table.on(AxonMetrics.self) { (_, _) throws(Fault) in
                try store.read { (transaction) throws(Fault) in try tables.metrics(transaction) }
            }
            table.on(HashSetOfBlob.self) { (message, _) throws(Fault) in try await hashSet(message.digest) }
            table.on(ScrubBlobs.self) { (message, _, writer) throws(Fault) in try await scrub(message, writer, runtime) }
            table.on(ListBlobs.self) { (message, _, writer) throws(Fault) in try await list(message, writer, runtime) }
        }
    }

    private func checkCount(_ count: Int) throws(Fault) {
        guard count <= Self.digestsMax else {
            throw Fault(.limit, "a request names at most \(Self.digestsMax) blobs, this one names \(count)", advice: "Ask in parts")
        }
    }

    private func upload(_ reader: ByteReader, _ context: CallContext, _ runtime: ServiceRuntime) async throws(Fault) -> BlobName {
        let name = try await blobs.write(isHeld: isHeld) { () async throws(Fault) in try await reader.next() }
        return try await enter([name], context, runtime)[0]
    }

    private func put(_ message: PutBlobs, _ context: CallContext, _ runtime: ServiceRuntime) async throws(Fault) -> [BlobName] {
        guard message.blobs.count <= PutBlobs.blobsMax, message.blobs.allSatisfy({ $0.bytes.count <= PutBlobs.blobBytesMax }) else {
            throw Fault(
                .limit, "axon.puts takes at most \(PutBlobs.blobsMax) blobs of at most \(PutBlobs.blobBytesMax) bytes",
                advice: "Upload larger blobs with axon.upload")
        }
        if message.blobs.isEmpty { return [] }
        let names = try await blobs.write(message.blobs.map(\.bytes), isHeld: isHeld)
        return try await enter(names, context, runtime)
    }

    private func isHeld(_ digest: Digest) throws(Fault) -> Bool {
        try store.read { (transaction) throws(Fault) in try tables.location(of: digest, transaction) } != nil
    }

    private func enter(_ names: [BlobName], _ context: CallContext, _ runtime: ServiceRuntime) async throws(Fault) -> [BlobName] {
        _ = try await runtime.nexus.issue(AddBlobs(names), request: context.request)
        blobs.forgetArrivals(names)
        return names
    }

    /// Size and place of a blob.
    ///
    /// A server of the network may also ask for bytes that are not entered yet: the leader fetches them from the mirror that took them.
    private func find(_ digest: Digest, for caller: Caller? = nil) throws(Fault) -> (byteCount: UInt64, location: BlobLocation) {
        let found = try store.read { (transaction) throws(Fault) -> (UInt64, BlobLocation)? in
            guard let byteCount = try tables.byteCount(of: digest, transaction) else { return nil }
            guard let location = try tables.location(of: digest, transaction) else {
                // Not "the Axon does not hold it": whoever asks would take the blob for deleted.
                throw Fault(
                    .notReady, "the bytes of \(digest) have not reached this server yet", fields: ["sha256": .string(digest.description)],
                    advice: "Ask the leader, or again in a moment")
            }
            return (byteCount, location)
        }
        guard let found else {
            if let caller, (try? caller.require(NexusPermission.follow)) != nil, let arrival = blobs.arrival(digest) {
                return (arrival.byteCount, arrival.location)
            }
            throw Fault(.noSuchBytes, "the Axon does not hold \(digest)", fields: ["sha256": .string(digest.description)])
        }
        return found
    }

    private func get(_ message: GetBlob, _ context: CallContext, _ writer: ByteWriter<GetBlob.Head>) async throws(Fault) {
        let (byteCount, location) = try find(message.digest, for: context.caller)
        guard message.offset <= byteCount else {
            throw Fault(
                .badArgument, "the offset \(message.offset) lies behind the end of the blob, which has \(byteCount) bytes",
                fields: ["sha256": .string(message.digest.description)])
        }
        try writer.begin(GetBlob.Head(byteCount: byteCount))
        let (sum, isOver) = message.offset.addingReportingOverflow(message.byteCount ?? byteCount)
        let end = isOver ? byteCount : min(byteCount, sum)
        if message.offset >= end { return }
        var offset = message.offset
        var ahead = readAhead(message.digest, location, offset: offset, end: end)
        while true {
            let bytes = try await ahead.value.get()
            offset += UInt64(bytes.count)
            guard offset < end else { return try await writer.send(bytes) }
            // The next piece is read while this one is sent.
            ahead = readAhead(message.digest, location, offset: offset, end: end)
            try await writer.send(bytes)
        }
    }

    private func fetch(_ message: FetchBlobs, _ caller: Caller) async throws(Fault) -> FetchBlobs.Reply {
        var found: [(place: Int, digest: Digest, location: BlobLocation, byteCount: Int)] = []
        var byteCount: UInt64 = 0
        guard message.digests.count <= FetchBlobs.blobsMax else {
            throw Fault(.limit, "axon.fetch names at most \(FetchBlobs.blobsMax) blobs, this one names \(message.digests.count)")
        }
        for (place, digest) in message.digests.enumerated() {
            do throws(Fault) {
                let blob = try find(digest, for: caller)
                guard blob.location != .absent else { continue }
                guard blob.byteCount <= UInt64(FetchBlobs.blobBytesMax) else {
                    throw Fault(.limit, "\(digest) has \(blob.byteCount) bytes: it has to be downloaded")
                }
                byteCount += blob.byteCount
                found.append((place, digest, blob.location, Int(blob.byteCount)))
            } catch where error.code == .noSuchBytes {
                continue
            }
        }
        guard byteCount <= UInt64(FetchBlobs.bytesMax) else {
            throw Fault(.limit, "the blobs have \(byteCount) bytes, axon.fetch gives at most \(FetchBlobs.bytesMax)")
        }
        var answer = [Blob?](repeating: nil, count: message.digests.count)
        let read = try await blobs.read(found.map { ($0.digest, $0.location, $0.byteCount) })
        for (one, bytes) in zip(found, read) { answer[one.place] = Blob(bytes) }
        return FetchBlobs.Reply(blobs: answer)
    }

    private func readAhead(
        _ digest: Digest, _ location: BlobLocation, offset: UInt64, end: UInt64
    ) -> Task<Result<[UInt8], Fault>, Never> {
        Task {
            let count = Int(min(UInt64(Self.readByteCount), end - offset))
            do throws(Fault) {
                return .success(try await blobs.read(digest, location, offset: offset, count: count))
            } catch {
                return .failure(error)
            }
        }
    }

    private func hashSet(_ digest: Digest) async throws(Fault) -> HashSetOfBlob.Reply {
        let (byteCount, location) = try find(digest)
        var hasher = MultiDigest()
        var offset: UInt64 = 0
        while offset < byteCount {
            let count = Int(min(UInt64(Self.readByteCount), byteCount - offset))
            hasher.update(try await blobs.read(digest, location, offset: offset, count: count))
            offset += UInt64(count)
        }
        let result = hasher.finish()
        return HashSetOfBlob.Reply(md5: result.md5, sha1: result.sha1, sha256: result.sha256, sha512: result.sha512)
    }

    private func scrub(
        _ message: ScrubBlobs, _ writer: ItemWriter<ScrubBlobs.Item>, _ runtime: ServiceRuntime
    ) async throws(Fault) {
        let siblings = runtime.siblings
        let sources = { () async throws(Fault) -> [BlobScrubber.Source] in
            try await siblings.online().map { sibling in
                let name = sibling.registration.address.name
                return BlobScrubber.Source(name: name) { (digest) async throws(Fault) in
                    try await Ref<AxonContract>(try await siblings.endpoint(of: name)).download(GetBlob(digest)).bytes
                }
            }
        }
        let scrubber = BlobScrubber(store: store, tables: tables, blobs: blobs, writeLocally: runtime.writeLocally)
        try await scrubber.run(repairs: message.repairs, sources: sources) { (item) async throws(Fault) in
            if let damage = item.damage {
                log.warning("a blob is damaged", metadata: [
                    "sha256": "\(damage.blob.digest)", "reason": "\(damage.reason)", "mended": "\(damage.source ?? "no")",
                ])
            }
            try await writer.send(item)
        }
    }

    private func list(
        _ message: ListBlobs, _ writer: ItemWriter<ListBlobs.Item>, _ runtime: ServiceRuntime
    ) async throws(Fault) {
        var offset = message.offset
        while true {
            let seen = runtime.applied.index
            let items = try store.read { (transaction) throws(Fault) in
                try tables.list(from: offset, countMax: Self.listBatchCount, transaction)
            }
            if let last = items.last {
                try await writer.send(contentsOf: items)
                offset = last.offset + 1
            } else if message.waits {
                try await runtime.applied.wait(for: seen.next)
            } else {
                return
            }
        }
    }
}

/// The Axon while it runs: it only answers.
struct RunningAxon: RunningService {
    let messages: MessageTable
}
