import ActorTree
import Kernel
import Messaging
import NIOCore
import Store
import TLS
import TestSupport
import Testing
import World

@testable import Axon

/// A scrub over a store with two small blobs and a large one, of which the test spoils some on disk.
@Suite(.timeLimit(.minutes(1))) struct BlobScrubberTests {
    private let files = Host.linux.files
    private static let contents: [[UInt8]] = [
        Array("one".utf8), Array("another".utf8), (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 31) },
    ]

    private struct Bench {
        let directory: String
        let scrubber: BlobScrubber
        let names: [BlobName]

        func scrub(_ sources: [BlobScrubber.Source]?) async throws(Fault) -> [ScrubBlobs.Item] {
            let items = Locked<[ScrubBlobs.Item]>([])
            try await scrubber.run(repairs: sources != nil, sources: { sources ?? [] }) { item in items.withLock { $0.append(item) } }
            return items.withLock { $0 }
        }

        func damages(_ sources: [BlobScrubber.Source]?) async throws(Fault) -> [BlobDamage] {
            try await scrub(sources).compactMap(\.damage)
        }
    }

    private func withBench(_ body: (Bench) async throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let blocking = try Blocking(name: "files", threads: 2)
            let store = try StoreEnvironment.open(directory: directory + "/store")
            let tables = try AxonTables(in: store)
            let blobs = try BlobStore(directory: directory + "/axon", ends: [:], host: .linux, blocking: blocking)
            var names: [BlobName] = []
            for content in Self.contents {
                let rest = Locked<ByteBuffer?>(ByteBuffer(bytes: content))
                names.append(try await blobs.write { () async throws(Fault) in
                    rest.withLock { buffer in
                        defer { buffer = nil }
                        return buffer
                    }
                })
            }
            try store.write { (transaction) throws(Fault) in _ = try tables.add(names, place: blobs.takeArrival, transaction) }
            let scrubber = BlobScrubber(store: store, tables: tables, blobs: blobs) { (body) async throws(Fault) in try store.write(body) }
            try await body(Bench(directory: directory, scrubber: scrubber, names: names))
            store.close()
            await blocking.stop()
        }
    }

    /// A server that has these bytes of each blob.
    private func source(_ name: String, _ contents: [Digest: [UInt8]]) -> BlobScrubber.Source {
        let table = MessageTable { table in
            table.on(GetBlob.self) { (message, _, writer) throws(Fault) in
                guard let bytes = contents[message.digest] else { throw Fault(.noSuchBytes, "\(name) does not hold it") }
                try writer.begin(GetBlob.Head(byteCount: UInt64(bytes.count)))
                try await writer.send(ByteBuffer(bytes: bytes))
            }
        }
        let axon = Ref<AxonContract>(LocalEndpoint(Router { _ in table }))
        return BlobScrubber.Source(name: name) { (digest) async throws(Fault) in try await axon.download(GetBlob(digest)).bytes }
    }

    private var good: BlobScrubber.Source {
        source("good", Dictionary(uniqueKeysWithValues: Self.contents.map { (SHA256.digest(of: $0), $0) }))
    }

    private func spoil(_ path: String, at offset: Int) throws {
        let file = try files.open(path, permissions: 0o600, label: "spoil")
        let byte = try file.read(at: offset, count: 1, label: "spoil")
        try file.write([byte[0] ^ 1], at: offset, label: "spoil")
    }

    private func spoilAll(_ bench: Bench) throws {
        // The first blob lies behind the header of its record.
        try spoil(bench.directory + "/axon/segments/00000001.seg", at: 40)
        try spoil(BlobStore.path(of: bench.names[2].digest, in: bench.directory + "/axon"), at: 300_000)
    }

    @Test func soundStore_hasNoDamage_andTotals() async throws {
        try await withBench { bench in
            let items = try await bench.scrub([good])
            #expect(items == [ScrubBlobs.Item(blobCount: 3, byteCount: 600_010)])
        }
    }

    @Test func flippedBits_areMendedFromTheFirstServerThatHasTheBytes_andStayMended() async throws {
        try await withBench { bench in
            try spoilAll(bench)
            let empty = source("empty", [:])
            let wrong = source("wrong", [bench.names[0].digest: [9], bench.names[2].digest: [9]])
            let damages = try await bench.damages([empty, wrong, good])
            #expect(damages.map(\.blob) == [bench.names[0], bench.names[2]])
            #expect(damages.map(\.source) == ["good", "good"])
            #expect(try await bench.damages(nil).isEmpty)
        }
    }

    @Test func withoutRepair_orWithoutASource_theDamageIsToldAndNothingChanged() async throws {
        try await withBench { bench in
            try spoilAll(bench)
            let told = try await bench.damages(nil)
            #expect(told.count == 2)
            #expect(told.allSatisfy { $0.source == nil && $0.reason.contains("have the SHA-256") })
            let failed = try await bench.damages([source("empty", [:])])
            #expect(failed.allSatisfy { $0.source == nil && $0.reason.contains("empty does not hold it") })
            #expect(try await bench.damages([]).allSatisfy { $0.reason.contains("no other server is online") })
        }
    }

    @Test func missingFile_isMended() async throws {
        try await withBench { bench in
            try files.remove(BlobStore.path(of: bench.names[2].digest, in: bench.directory + "/axon"), label: "lose a blob")
            #expect(try await bench.damages([good]).map(\.source) == ["good"])
            #expect(try await bench.damages(nil).isEmpty)
        }
    }
}
