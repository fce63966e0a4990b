import Kernel
import MessagePack
import Nexus

/// The changes of an Axon. The bytes themselves are attachments: present and verified on a server before it applies the change.
enum AxonChanges {
    static let target = "axon"
}

/// The Axon holds these blobs from now on. What it holds already is left as it is.
struct AddBlobs: Change {
    static let target = AxonChanges.target
    static let event = "add"

    let blobs: [BlobName]

    /// How many of the blobs were new.
    typealias Outcome = UInt64

    func pack(into packer: inout Packer) { blobs.pack(into: &packer) }

    init(_ blobs: [BlobName]) { self.blobs = blobs }

    init(unpacking unpacker: inout Unpacker) throws(Fault) { blobs = try [BlobName](unpacking: &unpacker) }
}

/// The Axon no longer holds these blobs.
struct DeleteBlobs: Change {
    static let target = AxonChanges.target
    static let event = "del"

    let digests: [Digest]

    /// For each digest whether the blob was there.
    typealias Outcome = [Bool]

    init(_ digests: [Digest]) { self.digests = digests }

    func pack(into packer: inout Packer) { digests.pack(into: &packer) }

    init(unpacking unpacker: inout Unpacker) throws(Fault) { digests = try [Digest](unpacking: &unpacker) }
}

/// A blob's digest and size: what its entry in the log says of it.
public struct BlobName: Hashable, Sendable, Packable {
    /// The SHA-256 of the blob, and its size in bytes.
    public let digest: Digest
    public let byteCount: UInt64

    public init(digest: Digest, byteCount: UInt64) {
        self.digest = digest
        self.byteCount = byteCount
    }

    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(2)
        digest.pack(into: &packer)
        packer.pack(byteCount)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        guard try unpacker.arrayHeader() == 2 else { throw Fault(.badData, "a blob's name has two parts") }
        digest = try Digest(unpacking: &unpacker)
        byteCount = try unpacker.uint()
    }
}
