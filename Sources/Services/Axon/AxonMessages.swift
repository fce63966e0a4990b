import Kernel
import MessagePack
import Messaging
import Nexus

/// The messages of an Axon: blobs stored once under their SHA-256 (AXON-1, AXON-2).
public enum AxonContract {}

/// Stores the bytes that follow, of any size.
public struct UploadBlob: Upload {
    public typealias Contract = AxonContract
    public typealias Reply = BlobName
    public static let name = "axon.upload"
    public static let permission: String? = AxonPermission.upload

    public init() {}
    public func pack(into packer: inout Packer) { packer.packRecord(0) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// Stores small blobs, all in one change. For larger ones, upload.
public struct PutBlobs: Request {
    public typealias Contract = AxonContract
    /// The names in the order of the blobs.
    public typealias Reply = [BlobName]
    public static let name = "axon.puts"
    public static let permission: String? = AxonPermission.upload

    /// At most ``blobsMax``, each of at most ``blobBytesMax`` bytes.
    public let blobs: [Blob]
    public static let blobsMax = 10_000
    public static let blobBytesMax = SegmentStore.blobBytesMax

    public init(_ blobs: [[UInt8]]) { self.blobs = blobs.map(Blob.init) }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("blobs", blobs)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { blobs = try unpacker.record().required("blobs") }
}

/// Reads a blob, or a part of it.
public struct GetBlob: Download {
    public typealias Contract = AxonContract
    public static let name = "axon.get"
    public static let permission: String? = AxonPermission.get

    /// The SHA-256 of the blob.
    public let digest: Digest
    /// Where to begin; 0 is the first byte.
    public let offset: UInt64
    /// How many bytes at most; nil for all to the end.
    public let byteCount: UInt64?

    /// What comes before the bytes.
    public struct Head: Packable {
        /// The size of the whole blob.
        public let byteCount: UInt64
        public init(byteCount: UInt64) { self.byteCount = byteCount }
        public func pack(into packer: inout Packer) {
            packer.packRecord(1)
            packer.pack("size", byteCount)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) { byteCount = try unpacker.record().required("size") }
    }

    public init(_ digest: Digest, offset: UInt64 = 0, byteCount: UInt64? = nil) {
        self.digest = digest
        self.offset = offset
        self.byteCount = byteCount
    }

    public func pack(into packer: inout Packer) {
        packer.packRecord(3)
        packer.pack("sha256", digest)
        packer.pack("offs", offset)
        packer.pack("size", byteCount)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        digest = try record.required("sha256")
        offset = try record.optional("offs") ?? 0
        byteCount = try record.optional("size")
    }
}

/// The bytes of small blobs, for a server of the network that is to hold them too. One call takes the place of a download each.
public struct FetchBlobs: Request {
    public typealias Contract = AxonContract
    public static let name = "axon.fetch"
    public static let permission: String? = NexusPermission.follow

    /// Blobs above this size are downloaded.
    public static let blobBytesMax = 16 << 10
    /// Blobs of one call, and their bytes together: a reply that fits a frame.
    public static let blobsMax = 2048
    public static let bytesMax = 256 << 10

    /// The SHA-256 of the blobs.
    public let digests: [Digest]

    /// What was found.
    public struct Reply: Packable {
        /// In the order asked for; nil where the Axon does not hold one.
        public let blobs: [Blob?]
        public init(blobs: [Blob?]) { self.blobs = blobs }
        public func pack(into packer: inout Packer) {
            packer.packRecord(1)
            packer.pack("blobs", blobs)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) { blobs = try unpacker.record().required("blobs") }
    }

    public init(_ digests: [Digest]) { self.digests = digests }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256s", digests)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digests = try unpacker.record().required("sha256s") }
}

/// The size of a blob; nil where the Axon does not hold it.
public struct SizeOfBlob: Request {
    public typealias Contract = AxonContract
    public typealias Reply = UInt64?
    public static let name = "axon.size"
    public static let permission: String? = AxonPermission.has

    /// The SHA-256 of the blob.
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256", digest)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digest = try unpacker.record().required("sha256") }
}

/// Whether the Axon holds a blob.
public struct HasBlob: Request {
    public typealias Contract = AxonContract
    public typealias Reply = Bool
    public static let name = "axon.has"
    public static let permission: String? = AxonPermission.has

    /// The SHA-256 of the blob.
    public let digest: Digest

    public init(_ digest: Digest) { self.digest = digest }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256", digest)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digest = try unpacker.record().required("sha256") }
}

/// Which of these blobs the Axon does not hold.
public struct WantsBlobs: Request {
    public typealias Contract = AxonContract
    public typealias Reply = [Digest]
    public static let name = "axon.wants"
    public static let permission: String? = AxonPermission.has

    /// The SHA-256 of the blobs asked for.
    public let digests: [Digest]

    public init(_ digests: [Digest]) { self.digests = digests }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256s", digests)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digests = try unpacker.record().required("sha256s") }
}

/// Removes blobs. The reply says for each whether it was there.
public struct RemoveBlobs: Request {
    public typealias Contract = AxonContract
    public typealias Reply = [Bool]
    public static let name = "axon.dels"
    public static let permission: String? = AxonPermission.delete

    /// The SHA-256 of the blobs to remove.
    public let digests: [Digest]

    public init(_ digests: [Digest]) { self.digests = digests }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256s", digests)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digests = try unpacker.record().required("sha256s") }
}

/// Every blob in the order in which they came, from an offset on.
public struct ListBlobs: Subscription {
    public typealias Contract = AxonContract
    public static let name = "axon.hashes"
    public static let permission: String? = AxonPermission.has

    /// How many blobs to pass over, counted from the first that came.
    public let offset: UInt64
    /// Whether to go on with what comes later.
    public let waits: Bool

    /// One blob and its place in the order.
    public struct Item: Packable, Hashable {
        /// The place of the blob in the order, and what it is.
        public let offset: UInt64
        public let blob: BlobName

        public init(offset: UInt64, blob: BlobName) {
            self.offset = offset
            self.blob = blob
        }
        public func pack(into packer: inout Packer) {
            packer.packArrayHeader(2)
            packer.pack(offset)
            blob.pack(into: &packer)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) {
            guard try unpacker.arrayHeader() == 2 else { throw Fault(.badData, "a listed blob has two parts") }
            offset = try unpacker.uint()
            blob = try BlobName(unpacking: &unpacker)
        }
    }

    public init(from offset: UInt64 = 0, waits: Bool = false) {
        self.offset = offset
        self.waits = waits
    }
    public func pack(into packer: inout Packer) {
        packer.packRecord(2)
        packer.pack("offs", offset)
        packer.pack("wait", waits)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        offset = try record.optional("offs") ?? 0
        waits = try record.optional("wait") ?? false
    }
}

/// The MD5, SHA-1, SHA-256 and SHA-512 of a blob, in hexadecimal.
public struct HashSetOfBlob: Request {
    public typealias Contract = AxonContract
    public static let name = "axon.hashset"
    public static let permission: String? = AxonPermission.has

    /// The SHA-256 of the blob.
    public let digest: Digest

    public struct Reply: Packable, Hashable {
        /// The digests in lower-case hexadecimal.
        public let md5: String
        public let sha1: String
        public let sha256: String
        public let sha512: String

        public init(md5: String, sha1: String, sha256: String, sha512: String) {
            self.md5 = md5
            self.sha1 = sha1
            self.sha256 = sha256
            self.sha512 = sha512
        }
        public func pack(into packer: inout Packer) {
            packer.packRecord(4)
            packer.pack("md5", md5)
            packer.pack("sha1", sha1)
            packer.pack("sha256", sha256)
            packer.pack("sha512", sha512)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) {
            let record = try unpacker.record()
            md5 = try record.required("md5")
            sha1 = try record.required("sha1")
            sha256 = try record.required("sha256")
            sha512 = try record.required("sha512")
        }
    }

    public init(_ digest: Digest) { self.digest = digest }
    public func pack(into packer: inout Packer) {
        packer.packRecord(1)
        packer.pack("sha256", digest)
    }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { digest = try unpacker.record().required("sha256") }
}

/// How many blobs and bytes the Axon holds.
public struct AxonMetrics: Request {
    public typealias Contract = AxonContract
    public static let name = "axon.metrics"
    public static let permission: String? = AxonPermission.has

    public struct Reply: Packable, Hashable {
        /// How many blobs there are, and their bytes together.
        public let blobCount: UInt64
        public let byteCount: UInt64

        public init(blobCount: UInt64, byteCount: UInt64) {
            self.blobCount = blobCount
            self.byteCount = byteCount
        }
        public func pack(into packer: inout Packer) {
            packer.packRecord(2)
            packer.pack("file:count", blobCount)
            packer.pack("size:bytes", byteCount)
        }
        public init(unpacking unpacker: inout Unpacker) throws(Fault) {
            let record = try unpacker.record()
            blobCount = try record.required("file:count")
            byteCount = try record.required("size:bytes")
        }
    }

    public init() {}
    public func pack(into packer: inout Packer) { packer.packRecord(0) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}

/// The permissions of an Axon (AXON-4); `axon` grants all.
public enum AxonPermission {
    /// To read blobs.
    public static let get = "axon.get"
    /// To ask which blobs there are.
    public static let has = "axon.has"
    /// To add blobs.
    public static let upload = "axon.upload"
    /// To remove blobs.
    public static let delete = "axon.del"
}
