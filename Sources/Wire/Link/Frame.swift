import Kernel
import NIOCore

/// What a frame says. The numbers are part of the wire protocol and never change.
enum FrameKind: UInt8, Sendable, CaseIterable {
    case hello = 1
    case call = 2
    case reply = 3
    case error = 4
    case item = 5
    case bytes = 6
    case end = 7
    case credit = 8
    case cancel = 9
    case ping = 10
    case pong = 11
    case goodbye = 12
}

/// The bits of a frame's flags that this version knows; others are ignored.
enum FrameFlag {
    /// On a reply: it is the head of a download, and bytes follow.
    static let more: UInt8 = 1
    /// On an error: the receiver has done nothing about the call, so it may be sent again elsewhere.
    static let untouched: UInt8 = 2
}

/// The ten bytes before every payload: length of what follows the length, kind, flags, stream.
struct FrameHeader: Equatable, Sendable {
    /// Bytes of the header on the wire.
    static let byteCount = 10
    /// What the length field counts beside the payload.
    static let countedBytes = 6

    let kind: FrameKind
    let flags: UInt8
    let stream: UInt32
    let payloadCount: Int

    func write(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(UInt32(payloadCount + Self.countedBytes), kind.rawValue, flags, stream)
    }

    /// The header at the reader index, which is moved over it; nil where it has not come whole.
    /// - Throws: `LinkBadFrame` for a length below or above the bounds, or an unknown kind.
    static func read(from buffer: inout ByteBuffer, payloadMax: Int) throws(Fault) -> FrameHeader? {
        guard let length = buffer.getInteger(at: buffer.readerIndex, as: UInt32.self) else { return nil }
        let count = Int(length) - countedBytes
        guard count >= 0 else { throw Fault(.badFrame, "a frame claims a length of \(length), at least \(countedBytes) is needed") }
        guard count <= payloadMax else {
            throw Fault(
                .badFrame, "a frame claims \(count) bytes, at most \(payloadMax) are allowed",
                fields: ["size": .int(Int64(count)), "limit": .int(Int64(payloadMax))])
        }
        guard buffer.readableBytes >= byteCount,
            let (_, kind, flags, stream) = buffer.readMultipleIntegers(as: (UInt32, UInt8, UInt8, UInt32).self)
        else { return nil }
        guard let known = FrameKind(rawValue: kind) else { throw Fault(.badFrame, "the frame kind \(kind) is unknown") }
        return FrameHeader(kind: known, flags: flags, stream: stream, payloadCount: count)
    }
}

/// The first eight bytes of each side, readable by every past and future version: `SYNW`, lowest and highest version, two zeros.
struct Preamble: Equatable, Sendable {
    static let byteCount = 8
    /// The letters `SYNW`.
    static let magic: UInt32 = 0x5359_4e57
    /// The versions that this code speaks.
    static let ours = Preamble(versionMin: 1, versionMax: 1)

    let versionMin: UInt8
    let versionMax: UInt8

    func write(into buffer: inout ByteBuffer) {
        buffer.writeMultipleIntegers(Self.magic, versionMin, versionMax, UInt16(0))
    }

    /// The preamble at the reader index; nil where it has not come whole.
    /// - Throws: `LinkBadFrame` where the first bytes are of another protocol, named where it is known.
    static func read(from buffer: inout ByteBuffer) throws(Fault) -> Preamble? {
        let magicBytes: [UInt8] = [0x53, 0x59, 0x4e, 0x57]
        guard buffer.readableBytesView.prefix(4).elementsEqual(magicBytes.prefix(min(4, buffer.readableBytes))) else {
            throw foreignProtocol(buffer.readableBytesView)
        }
        guard let (_, low, high, _) = buffer.readMultipleIntegers(as: (UInt32, UInt8, UInt8, UInt16).self) else { return nil }
        return Preamble(versionMin: low, versionMax: high)
    }

    /// The highest version that both speak.
    /// - Throws: `BadVersion` where there is none.
    func agreed(with peer: Preamble) throws(Fault) -> UInt8 {
        let version = min(versionMax, peer.versionMax)
        guard version >= max(versionMin, peer.versionMin) else {
            throw Fault(
                .badVersion,
                "the peer speaks versions \(peer.versionMin) to \(peer.versionMax) of the wire protocol, "
                    + "this side \(versionMin) to \(versionMax)",
                advice: "Update the older of the two")
        }
        return version
    }

    private static func foreignProtocol(_ bytes: ByteBufferView) -> Fault {
        let methods = ["GET", "POS", "PUT", "HEA", "DEL", "OPT", "CON", "PAT", "PRI"]
        if let word = String(validating: bytes.prefix(3), as: UTF8.self), methods.contains(where: { $0.hasPrefix(word) }) {
            return Fault(
                .badFrame, "the peer speaks HTTP to a port of the wire protocol", fields: ["protocol": "http"],
                advice: "Use the port of the HTTPS API (https:port)")
        }
        if bytes.first == 0x16 {
            return Fault(
                .badFrame, "the peer speaks TLS to a port without TLS", fields: ["protocol": "tls"],
                advice: "Use tcp:// for this port, or let it listen on ssl://")
        }
        return Fault(
            .badFrame, "the first bytes 0x\(Hex.encode(bytes.prefix(4))) are not of the wire protocol",
            advice: "Check that the address is that of a service")
    }
}
