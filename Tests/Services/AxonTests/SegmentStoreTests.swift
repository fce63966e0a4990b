import ActorTree
import Kernel
import TLS
import TestSupport
import Testing
import World

@testable import Axon

@Suite struct SegmentStoreTests {
    private let files = Host.linux.files

    private func blob(_ text: String) -> (digest: Digest, bytes: [UInt8]) {
        let bytes = Array(text.utf8)
        return (SHA256.digest(of: bytes), bytes)
    }

    private func end(of location: BlobLocation, _ count: Int) throws -> (number: UInt64, end: UInt64) {
        guard case .segment(let number, let offset) = location else { throw Fault(.badData, "the blob is in no segment") }
        return (number, offset + UInt64(count))
    }

    @Test func blobs_appended_areReadBack() async throws {
        try await withTemporaryDirectory { directory in
            let blocking = try Blocking(name: "files", threads: 2)
            let segments = try SegmentStore(directory: directory + "/s", ends: [:], files: files, blocking: blocking)
            let blobs = [blob("one"), blob(""), blob("three")]
            let places = try await segments.append(blobs)
            for (blob, place) in zip(blobs, places) {
                guard case .segment(let number, let offset) = place else { continue }
                #expect(try segments.read(number: number, offset: offset, count: blob.bytes.count) == blob.bytes)
            }
            #expect(Set(places).count == 3)
            await blocking.stop()
        }
    }

    @Test func tailThatWasNeverEntered_isCutOffAtTheNextStart_andItsPlaceUsedAgain() async throws {
        try await withTemporaryDirectory { directory in
            let blocking = try Blocking(name: "files", threads: 2)
            let first = try SegmentStore(directory: directory + "/s", ends: [:], files: files, blocking: blocking)
            let kept = try await first.append([blob("kept")])
            let known = try end(of: kept[0], 4)
            let lost = try await first.append([blob("never entered")])
            let second = try SegmentStore(
                directory: directory + "/s", ends: [known.number: known.end], files: files, blocking: blocking)
            #expect(try second.read(number: known.number, offset: known.end - 4, count: 4) == Array("kept".utf8))
            #expect(try files.size(directory + "/s/00000001.seg", label: "measure") == Int(known.end))
            let next = try await second.append([blob("other")])
            #expect(next == lost)
            await blocking.stop()
        }
    }

    @Test func segmentShorterThanWhatWasEntered_isAFaultThatSaysSo() async throws {
        try await withTemporaryDirectory { directory in
            let blocking = try Blocking(name: "files", threads: 2)
            let first = try SegmentStore(directory: directory + "/s", ends: [:], files: files, blocking: blocking)
            let place = try await first.append([blob("whole")])
            let known = try end(of: place[0], 5)
            let fault = #expect(throws: Fault.self) {
                _ = try SegmentStore(directory: directory + "/s", ends: [known.number: known.end + 1], files: files, blocking: blocking)
            }
            #expect(fault?.code == .badData)
            await blocking.stop()
        }
    }

    @Test func manyCallers_atOnce_eachGetTheirOwnPlaces() async throws {
        try await withTemporaryDirectory { directory in
            let blocking = try Blocking(name: "files", threads: 2)
            let segments = try SegmentStore(directory: directory + "/s", ends: [:], files: files, blocking: blocking)
            let isRight = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        let blob = self.blob("blob \(number)")
                        guard case .segment(let segment, let offset)? = try await segments.append([blob]).first else { return false }
                        return try segments.read(number: segment, offset: offset, count: blob.bytes.count) == blob.bytes
                    }
                }
                return try await group.allSatisfy { $0 }
            }
            #expect(isRight)
            await blocking.stop()
        }
    }
}
