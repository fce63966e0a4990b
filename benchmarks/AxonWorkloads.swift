import Axon
import Kernel
import Link
import Messaging
import NIOCore
import World

/// The rows about blobs.
enum AxonWorkloads {
    /// Bytes that no other blob has.
    static func bytes(_ count: Int) -> [UInt8] {
        // The first words are random, so that every blob is new; the rest costs nothing to make.
        let head = Host.linux.random.bytes(min(count, 32))
        return head + [UInt8](repeating: 0x5a, count: count - head.count)
    }

    /// MB/s of one upload.
    static func putLarge(_ link: Link, byteCount: Int) async throws -> (Double, Digest) {
        let piece = ByteBuffer(bytes: bytes(1 << 20))
        let start = Measure.clock.now()
        let writer = try await Ref<AxonContract>(link).upload(UploadBlob())
        try await writer.write(bytes(32))
        for _ in 0..<(byteCount >> 20) { try await writer.write(piece) }
        let name = try await writer.finish()
        return (Double(name.byteCount) / Measure.elapsed(since: start) / 1e6, name.digest)
    }

    static func getLarge(_ link: Link, _ digest: Digest) async throws -> Double {
        let start = Measure.clock.now()
        let (head, reader) = try await Ref<AxonContract>(link).download(GetBlob(digest))
        var count: UInt64 = 0
        while let chunk = try await reader.next() { count += UInt64(chunk.readableBytes) }
        guard count == head.byteCount else { throw Fault(.badData, "bytes are missing") }
        return Double(count) / Measure.elapsed(since: start) / 1e6
    }

    /// Blobs of 4 KiB a second.
    static func putSmall(_ link: Link, callers: Int, batch: Int, seconds: Double) async throws -> Double {
        try await Measure.rate(callers: callers, seconds: seconds) { _ in
            let blobs = (0..<batch).map { _ in bytes(4096) }
            return try await Ref<AxonContract>(link).ask(PutBlobs(blobs)).count
        }
    }

    /// Look-ups a second, half of blobs that are there.
    static func has(_ link: Link, _ digests: [Digest], seconds: Double) async throws -> Double {
        let axon = Ref<AxonContract>(link)
        return try await Measure.rate(callers: 1, seconds: seconds, on: link.executor) { _ in
            for digest in digests { _ = try await axon.ask(HasBlob(digest)) }
            return digests.count
        }
    }

    static func wants(_ link: Link, _ digests: [Digest], callers: Int, seconds: Double) async throws -> Double {
        let axon = Ref<AxonContract>(link)
        return try await Measure.rate(callers: callers, seconds: seconds) { _ in
            _ = try await axon.ask(WantsBlobs(digests))
            return digests.count
        }
    }

    /// `count` digests, every second of a blob that is stored first.
    static func digests(_ link: Link, count: Int) async throws -> [Digest] {
        let names = try await Ref<AxonContract>(link).ask(PutBlobs((0..<(count / 2)).map { _ in bytes(64) }))
        return names.flatMap { [$0.digest, NexusWorkloads.randomDigest()] }
    }
}
