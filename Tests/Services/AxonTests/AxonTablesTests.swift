import Kernel
import Store
import TLS
import TestSupport
import Testing

@testable import Axon

@Suite struct AxonTablesTests {
    private func name(_ text: String) -> BlobName {
        BlobName(digest: SHA256.digest(of: Array(text.utf8)), byteCount: UInt64(text.utf8.count))
    }

    private func withTables(_ body: (AxonTables, StoreEnvironment) throws -> Void) async throws {
        try await withTemporaryDirectory { directory in
            let store = try StoreEnvironment.open(directory: directory + "/store")
            try body(try AxonTables(in: store), store)
            store.close()
        }
    }

    @Test func blobs_added_areListedInOrder_andCounted() async throws {
        try await withTables { tables, store in
            let names = ["a", "bb", "ccc"].map(name)
            let added = try store.write { (transaction) throws(Fault) in try tables.add(names, place: { _ in .file }, transaction) }
            let again = try store.write { (transaction) throws(Fault) in
                try tables.add([names[1]], place: { _ in .segment(number: 9, offset: 9) }, transaction)
            }
            #expect(added == 3 && again == 0)
            try store.read { (look) throws(Fault) in
                let listed = try tables.list(from: 0, countMax: 10, look)
                #expect(listed.map(\.blob) == names && listed.map(\.offset) == [0, 1, 2])
                #expect(try tables.list(from: 1, countMax: 1, look).map(\.blob) == [names[1]])
                #expect(try tables.metrics(look) == AxonMetrics.Reply(blobCount: 3, byteCount: 6))
                // Where it lay first is where it stays: the second copy was never needed.
                #expect(try tables.location(of: names[1].digest, look) == .file)
            }
        }
    }

    @Test func blobWithoutBytesOnThisServer_isNotAdded() async throws {
        try await withTables { tables, store in
            let fault = #expect(throws: Fault.self) {
                _ = try store.write { (transaction) throws(Fault) in try tables.add([name("a")], place: { _ in nil }, transaction) }
            }
            #expect(fault?.code == .badData)
        }
    }

    @Test func blobs_removed_areGone_andTheirPlacesToldOnce() async throws {
        try await withTables { tables, store in
            let names = ["a", "bb"].map(name)
            _ = try store.write { (transaction) throws(Fault) in try tables.add(names, place: { _ in .file }, transaction) }
            let removed = try store.write { (transaction) throws(Fault) in
                try tables.remove([names[0].digest, name("never").digest], transaction)
            }
            #expect(removed.found == [true, false])
            #expect(removed.places.map(\.0) == [names[0].digest])
            try store.read { (look) throws(Fault) in
                #expect(try tables.metrics(look) == AxonMetrics.Reply(blobCount: 1, byteCount: 2))
                #expect(try tables.list(from: 0, countMax: 10, look).map(\.offset) == [1])
                #expect(try !tables.has(names[0].digest, look))
            }
        }
    }

    @Test func blobsWithoutALocation_areFoundInOrder_pageByPage() async throws {
        try await withTables { tables, store in
            let names = (0..<2500).map { name("blob \($0)") }
            _ = try store.write { (transaction) throws(Fault) in try tables.add(names, place: { _ in .file }, transaction) }
            // A snapshot brings the names; the locations stay those of this server.
            let locations = try store.table("local/axon-locations", .plain)
            let lacking = Set(names.enumerated().filter { $0.offset % 3 == 0 }.map(\.element.digest))
            try store.write { (transaction) throws(Fault) in
                for digest in lacking { try transaction.delete(locations, StoreKey.digest(digest)) }
            }
            var found: [Digest] = []
            while true {
                let page = try store.read { (look) throws(Fault) in
                    try tables.withoutLocation(after: found.last, countMax: 100, look)
                }
                if page.isEmpty { break }
                found += page.map(\.digest)
            }
            #expect(found == lacking.sorted())
        }
    }

    @Test func segments_endBehindTheLastBlobThatWasEntered() async throws {
        try await withTables { tables, store in
            _ = try store.write { (transaction) throws(Fault) in
                try tables.add([name("bb")], place: { _ in .segment(number: 2, offset: 40) }, transaction)
            }
            _ = try store.write { (transaction) throws(Fault) in
                try tables.add([name("a")], place: { _ in .segment(number: 2, offset: 10) }, transaction)
            }
            try store.read { (look) throws(Fault) in #expect(try tables.segmentEnds(look) == [2: 42]) }
        }
    }
}
