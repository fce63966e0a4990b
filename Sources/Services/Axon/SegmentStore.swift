import ActorTree
import Kernel
import World

/// Small blobs, one behind the other in segment files: a million of them costs a few files, and blobs that arrive together share a flush.
///
/// A segment is a sequence of records: `SYNB`, the length in 4 bytes big-endian, the SHA-256, then the bytes. What was flushed but never
/// entered in the log lies behind the end that the store's tables remember, and is cut off at the next start.
final class SegmentStore: Sendable {
    /// A blob above this size gets a file of its own: writing it once more, into a segment, would cost more than the file.
    static let blobBytesMax = 256 * 1024
    /// A segment that reached this size is left for a new one, so that space can be given back one segment at a time.
    static let segmentBytesMax: UInt64 = 256 << 20
    /// Bytes that may wait for a flush; then callers are refused, since their disk no longer keeps up.
    static let waitingBytesMax = 256 << 20
    static let headerByteCount: UInt64 = 40
    private static let magic = Array("SYNB".utf8)

    private let directory: String
    private let files: any FileSystem
    private let blocking: Blocking
    private let state: Locked<State>

    private struct Arrival {
        let blobs: [(digest: Digest, bytes: [UInt8])]
        let continuation: CheckedContinuation<Result<[BlobLocation], Fault>, Never>
    }

    private struct State {
        var waiting: [Arrival] = []
        var waitingBytes = 0
        var isFlushing = false
        var number: UInt64
        var end: UInt64
        var open: [UInt64: any OpenFile] = [:]
    }

    /// Opens the segments in `directory`, made if absent.
    ///
    /// - Parameter ends: the end of each segment as the tables remember it. Bytes behind it were never acknowledged and are cut off.
    init(directory: String, ends: [UInt64: UInt64], files: any FileSystem, blocking: Blocking) throws(Fault) {
        self.directory = directory
        self.files = files
        self.blocking = blocking
        try files.makeDirectory(directory, permissions: 0o700, label: "make the directory of segments")
        let number = ends.keys.max() ?? 1
        for name in try files.list(directory, label: "list the segments") {
            guard name.hasSuffix(".seg"), let segment = UInt64(name.dropLast(4), radix: 16) else { continue }
            let path = directory + "/" + name
            let known = ends[segment] ?? 0
            let size = UInt64(try files.size(path, label: "measure a segment"))
            guard size >= known else {
                throw Fault(
                    .badData, "the segment \(path) has \(size) bytes, \(known) were written",
                    fields: ["path": .string(path)], advice: "Rebuild this server from its leader: synctl rejoin")
            }
            if size > known {
                let file = try files.open(path, permissions: 0o600, label: "open a segment")
                try file.truncate(to: Int(known), label: "cut a segment")
            }
        }
        state = Locked(State(number: number, end: ends[number] ?? 0))
    }

    /// Writes blobs, each of at most ``blobBytesMax`` bytes, and returns where they lie once they are durable.
    func append(_ blobs: [(digest: Digest, bytes: [UInt8])]) async throws(Fault) -> [BlobLocation] {
        let byteCount = blobs.reduce(0) { $0 + $1.bytes.count }
        let result = await withCheckedContinuation { continuation in
            enqueue(Arrival(blobs: blobs, continuation: continuation), byteCount: byteCount)
        }
        return try result.get()
    }

    private func enqueue(_ arrival: Arrival, byteCount: Int) {
        let (isRefused, startsFlush) = state.withLock { state in
            guard state.waitingBytes + byteCount <= Self.waitingBytesMax else { return (true, false) }
            state.waiting.append(arrival)
            state.waitingBytes += byteCount
            defer { state.isFlushing = true }
            return (false, !state.isFlushing)
        }
        if isRefused {
            arrival.continuation.resume(
                returning: .failure(Fault(.limit, "\(Self.waitingBytesMax) bytes wait for the disk already",
                advice: "Try again in a moment")))
        }
        if startsFlush {
            blocking.start({ self.flushWaiting() }, refuse: { self.refuseWaiting($0) })
        }
    }

    /// Writes whatever waits with one flush, again and again until nothing waits. Runs on a thread that may block.
    private func flushWaiting() {
        while true {
            let (arrivals, number, end) = state.withLock { state in
                let arrivals = state.waiting
                state.waiting = []
                state.waitingBytes = 0
                if arrivals.isEmpty { state.isFlushing = false }
                if state.end >= Self.segmentBytesMax {
                    state.number += 1
                    state.end = 0
                }
                return (arrivals, state.number, state.end)
            }
            if arrivals.isEmpty { return }
            do throws(Fault) {
                let (locations, newEnd) = try write(arrivals, number: number, end: end)
                state.withLock { $0.end = newEnd }
                for (arrival, places) in zip(arrivals, locations) { arrival.continuation.resume(returning: .success(places)) }
            } catch {
                for arrival in arrivals { arrival.continuation.resume(returning: .failure(error)) }
            }
        }
    }

    private func write(_ arrivals: [Arrival], number: UInt64, end: UInt64) throws(Fault) -> ([[BlobLocation]], UInt64) {
        var batch: [UInt8] = []
        var locations: [[BlobLocation]] = []
        for arrival in arrivals {
            var places: [BlobLocation] = []
            for blob in arrival.blobs {
                batch += Self.magic
                batch += Self.bigEndian(blob.bytes.count)
                batch += blob.digest.bytes
                places.append(.segment(number: number, offset: end + UInt64(batch.count)))
                batch += blob.bytes
            }
            locations.append(places)
        }
        let file = try segment(number, label: "open a segment")
        try file.write(batch, at: Int(end), label: "write a segment")
        try file.flush(label: "flush a segment")
        if end == 0 { try files.flushDirectory(directory, label: "flush the directory of segments") }
        return (locations, end + UInt64(batch.count))
    }

    private static func bigEndian(_ count: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - $0 * 8)) }
    }

    private func refuseWaiting(_ fault: Fault) {
        let arrivals = state.withLock { state in
            defer {
                state.waiting = []
                state.waitingBytes = 0
                state.isFlushing = false
            }
            return state.waiting
        }
        for arrival in arrivals { arrival.continuation.resume(returning: .failure(fault)) }
    }

    /// Reads `count` bytes at `offset` of a segment. May block.
    func read(number: UInt64, offset: UInt64, count: Int) throws(Fault) -> [UInt8] {
        let bytes = try segment(number, label: "open a segment").read(at: Int(offset), count: count, label: "read a segment")
        guard bytes.count == count else {
            throw Fault(
                .badData, "the segment \(path(of: number)) ends inside a blob",
                advice: "Repair this server from a peer: synctl axon scrub")
        }
        return bytes
    }

    private func segment(_ number: UInt64, label: FileLabel) throws(Fault) -> any OpenFile {
        if let file = state.withLock({ $0.open[number] }) { return file }
        let file = try files.open(path(of: number), permissions: 0o600, label: label)
        return state.withLock { state in
            if let known = state.open[number] { return known }
            // A few hundred open segments are a terabyte; beyond that the first come are closed.
            if state.open.count >= 512, let oldest = state.open.keys.filter({ $0 != state.number }).min() { state.open[oldest] = nil }
            state.open[number] = file
            return file
        }
    }

    private func path(of number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return directory + "/" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".seg"
    }
}
