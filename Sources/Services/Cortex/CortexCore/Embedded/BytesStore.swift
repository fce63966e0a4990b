import Kernel

/// Where blobs lie that queries store: an Axon, or the store of the Cortex itself.
public protocol BytesStore: Sendable {
    /// Stores bytes under their digest. Returns it and their number.
    func put(_ bytes: [UInt8]) throws(Fault) -> (digest: Digest, size: Int)
    /// How many bytes; nil where it has none of this digest.
    func size(_ digest: Digest) throws(Fault) -> Int?
    /// At most `count` bytes from `offset` on. Throws `NoSuchFile`.
    func read(_ digest: Digest, offset: Int, count: Int) throws(Fault) -> [UInt8]
    /// Whether there was something to delete.
    func delete(_ digest: Digest) throws(Fault) -> Bool
    /// In the order in which they came, from a number on.
    func list(from offset: Int) throws(Fault) -> [(offset: Int, digest: Digest, size: Int)]
    func metrics() throws(Fault) -> (count: Int, bytes: Int)
}

extension BytesStore {
    /// All bytes of a blob, up to a bound. Throws `NoSuchFile`, `HitLimit`.
    public func readAll(_ digest: Digest, max: Int) throws(Fault) -> [UInt8] {
        guard let size = try size(digest) else { throw Self.missing(digest) }
        guard size <= max else {
            throw Fault(.limit, "the file has \(size) bytes; at most \(max) can be read at once", advice: "Read it in parts")
        }
        return try read(digest, offset: 0, count: size)
    }

    static func missing(_ digest: Digest) -> Fault {
        Fault(.noSuchBytes, "Axon does not contain the requested file.", fields: ["sha256": .string(digest.description)])
    }
}
