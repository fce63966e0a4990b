import Kernel
import Model

/// Blobs among the documents of the Cortex, in chunks: for a Cortex without an Axon.
struct EmbeddedBytes: BytesStore {
    let host: CortexHost

    /// Small enough for one row of the store to be written and read at once.
    private static let chunkBytes = 1 << 18
    /// What one query may put at once.
    private static let putMax = 1 << 28

    private static func chunkKey(_ digest: Digest, _ number: Int) -> String {
        let text = String(number)
        return "\(digest) \(String(repeating: "0", count: max(0, 10 - text.count)))\(text)"
    }

    private func document(_ digest: Digest) throws(Fault) -> CoreDocument? {
        try host.store.get(.blob, digest.description).map { CoreDocument($0) }
    }

    func put(_ bytes: [UInt8]) throws(Fault) -> (digest: Digest, size: Int) {
        guard bytes.count <= Self.putMax else {
            throw Fault(.limit, "a query puts at most \(Self.putMax) bytes at once", advice: "Upload larger files to the Axon itself")
        }
        let digest = host.hasher.sha256(bytes)
        try host.commit { _, changes throws(Fault) in
            if try document(digest) != nil { return }
            let last = try list(from: 0).last?.offset ?? -1
            var number = 0
            for start in stride(from: 0, to: bytes.count, by: Self.chunkBytes) {
                let chunk = bytes[start..<min(start + Self.chunkBytes, bytes.count)]
                changes.append(.put(.blobChunk, Self.chunkKey(digest, number), value: .bytes(Array(chunk))))
                number += 1
            }
            let info: CoreDocument = ["size": .int(Int64(bytes.count)), "offs": .int(Int64(last + 1))]
            changes.append(.put(.blob, digest.description, info))
        }
        return (digest, bytes.count)
    }

    func size(_ digest: Digest) throws(Fault) -> Int? { try document(digest)?.int("size").map { Int($0) } }

    func read(_ digest: Digest, offset: Int, count: Int) throws(Fault) -> [UInt8] {
        guard let size = try size(digest) else { throw Self.missing(digest) }
        let start = min(max(offset, 0), size)
        let end = start + min(max(count, 0), size - start)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(end - start)
        var position = start
        while position < end {
            let number = position / Self.chunkBytes
            guard case .bytes(let chunk)? = try host.store.get(.blobChunk, Self.chunkKey(digest, number)) else {
                throw Self.missing(digest)
            }
            let from = position - number * Self.chunkBytes
            let to = min(chunk.count, from + end - position)
            guard from < to else { throw Self.missing(digest) }
            bytes += chunk[from..<to]
            position += to - from
        }
        return bytes
    }

    func delete(_ digest: Digest) throws(Fault) -> Bool {
        try host.commit { _, changes throws(Fault) in
            guard try document(digest) != nil else { return false }
            changes.append(.delete(.blob, key: digest.description))
            changes.append(.deleteAll(.blobChunk, prefix: "\(digest) "))
            return true
        }
    }

    func list(from offset: Int) throws(Fault) -> [(offset: Int, digest: Digest, size: Int)] {
        var found: [(offset: Int, digest: Digest, size: Int)] = []
        try host.store.forEach(.blob, prefix: "") { key, value in
            let document = CoreDocument(value)
            if let digest = Digest(key), let number = document.int("offs"), number >= offset {
                found.append((Int(number), digest, Int(document.int("size") ?? 0)))
            }
            return true
        }
        return found.sorted { $0.offset < $1.offset }
    }

    func metrics() throws(Fault) -> (count: Int, bytes: Int) {
        let all = try list(from: 0)
        return (all.count, all.reduce(0) { $0 + $1.size })
    }
}
