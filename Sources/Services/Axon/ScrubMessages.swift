import Cell
import Kernel
import MessagePack
import Messaging

/// Reads every blob of the server that is asked, compares it with its SHA-256, and brings those that are damaged or missing from another
/// server of the service (AXON-5).
public struct ScrubBlobs: Subscription {
    public typealias Contract = AxonContract
    public static let name = "axon.scrub"
    public static let permission: String? = CellPermission.manage

    /// Whether what is damaged is brought from elsewhere, or only told.
    public let repairs: Bool

    /// How far the scrub has come, and a blob that is not as it should be. The last item has the totals.
    public struct Item: Packable, Hashable {
        /// Blobs and bytes looked at so far.
        public let blobCount: UInt64
        public let byteCount: UInt64
        /// Nil where the item only tells how far the scrub has come.
        public let damage: BlobDamage?

        public init(blobCount: UInt64, byteCount: UInt64, damage: BlobDamage? = nil) {
            self.blobCount = blobCount
            self.byteCount = byteCount
            self.damage = damage
        }
        public func pack(into packer: inout Packer) {
            packer.packRecord(3)
            packer.pack("count", blobCount)
            packer.pack("bytes", byteCount)
            packer.pack("damage", damage)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) {
            let record = try unpacker.record()
            blobCount = try record.required("count")
            byteCount = try record.required("bytes")
            damage = try record.optional("damage")
        }
    }

    public init(repairs: Bool) { self.repairs = repairs }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("repair", repairs)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { repairs = try unpacker.record().optional("repair") ?? true }
}

/// A blob whose bytes on a server are not what its SHA-256 says.
public struct BlobDamage: Packable, Hashable {
    /// Which blob.
    public let blob: BlobName
    /// What is wrong with the bytes, in a sentence.
    public let reason: String
    /// The server that the bytes were brought from; nil while they are still wrong.
    public let source: String?

    public init(blob: BlobName, reason: String, source: String?) {
        self.blob = blob
        self.reason = reason
        self.source = source
    }
    public func pack(into packer: inout Packer) {
        packer.packRecord(3)
        packer.pack("blob", blob)
        packer.pack("reason", reason)
        packer.pack("source", source)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        blob = try record.required("blob")
        reason = try record.required("reason")
        source = try record.optional("source")
    }
}
