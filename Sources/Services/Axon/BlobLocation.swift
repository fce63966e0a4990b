import Kernel
import MessagePack

/// Where the bytes of a blob lie on this server. Two servers keep the same blob in different places.
enum BlobLocation: Hashable, Sendable, Packable {
    /// In a file of its own.
    case file
    /// In a segment, behind its header, at this offset of the bytes.
    case segment(number: UInt64, offset: UInt64)
    /// Nowhere: it was deleted at the upstream before this server could fetch it, and a later entry of the log deletes it here.
    case absent

    func pack(into packer: inout Packer) {
        switch self {
        case .file: packer.packArrayHeader(0)
        case .segment(let number, let offset):
            packer.packArrayHeader(2)
            packer.pack(number)
            packer.pack(offset)
        case .absent:
            packer.packArrayHeader(1)
            packer.packNil()
        }
    }

    init(unpacking unpacker: inout Unpacker) throws(Fault) {
        switch try unpacker.arrayHeader() {
        case 0: self = .file
        case 2:
            let number = try unpacker.uint()
            self = .segment(number: number, offset: try unpacker.uint())
        case 1:
            try unpacker.skip()
            self = .absent
        default: throw Fault(.badData, "a blob's location has no or two parts")
        }
    }
}
