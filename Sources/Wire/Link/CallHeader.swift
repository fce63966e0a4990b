import Kernel
import MessagePack
import Messaging

/// The payload of a call: a record of the message's name `m`, target path `t`, milliseconds to the deadline `d`, request label `r`,
/// metadata `x`, and the packed message `a`. All but `m` and `a` may be missing.
struct CallHeader: Sendable, Equatable {
    var name = ""
    var target = ""
    var deadlineMs: UInt64?
    var request: Iden?
    var metadata: [String: Value] = [:]
    /// Where the packed message lies.
    var arguments = 0..<0

    /// More fields than any version has.
    private static let fieldsMax = 64

    /// The payload that calls `message`.
    static func pack(_ message: some Message, name: String, target: String, remaining: Instant.Span?, options: CallOptions) -> [UInt8] {
        var packer = Packer(capacity: 128)
        var count = 2
        if !target.isEmpty { count += 1 }
        if remaining != nil { count += 1 }
        if options.request != nil { count += 1 }
        if !options.metadata.isEmpty { count += 1 }
        packer.packRecord(count)
        packer.pack("m", name)
        if !target.isEmpty { packer.pack("t", target) }
        // At least one millisecond: none would say that the deadline has passed.
        if let remaining { packer.pack("d", max(1, remaining.nanoseconds / 1_000_000)) }
        if let request = options.request { packer.pack("r", request) }
        if !options.metadata.isEmpty {
            let entries = options.metadata.sorted { $0.key < $1.key }.map { Value.Entry(.string($0.key), $0.value) }
            packer.pack("x", Value.map(entries))
        }
        packer.pack("a", message)
        return packer.bytes
    }

    /// - Throws: `BadDataValu` where the payload is no call.
    init(_ payload: [UInt8]) throws(Fault) {
        var unpacker = Unpacker(payload)
        let count = try unpacker.mapHeader()
        guard count <= Self.fieldsMax else { throw Fault(.badData, "a call has at most \(Self.fieldsMax) fields, this one \(count)") }
        var hasArguments = false
        for _ in 0..<count {
            switch try unpacker.string() {
            case "m": name = try unpacker.string()
            case "t": target = try unpacker.string()
            case "d": deadlineMs = unpacker.unpackNil() ? nil : try unpacker.uint()
            case "r": request = try Iden?(unpacking: &unpacker)
            case "x":
                guard case .map(let entries) = try unpacker.value() else { throw Fault(.badData, "the metadata of a call is no record") }
                for entry in entries {
                    if case .string(let key) = entry.key { metadata[key] = entry.value }
                }
            case "a":
                arguments = try unpacker.skip()
                hasArguments = true
            default: try unpacker.skip()
            }
        }
        try unpacker.finish()
        guard !name.isEmpty, hasArguments else { throw Fault(.badData, "a call needs the fields m and a") }
    }
}
