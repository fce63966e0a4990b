import Kernel
import MessagePack

/// What each side says first: who it is, what it understands, what it takes. Fields that a reader does not know are skipped.
public struct Hello: Sendable, Hashable, Packable {
    /// The version of the wire protocol that the sender will speak.
    public var version: UInt8 = 1
    /// Optional abilities, by name.
    public var features: [String] = []
    /// The name of the service, such as `00.axon`; empty for a plain client.
    public var service: String = ""
    /// The identity of the service; nil for a plain client.
    public var iden: Iden?
    /// The identity of this run of the process.
    public var run: Iden?
    /// The program and its version, such as `synapsed/1.0.0`.
    public var agent: String = ""
    /// The change level that the sender applies, by name of a change.
    public var changeLevels: [String: UInt64] = [:]
    /// The largest payload of a frame that the sender takes, in bytes.
    public var frameMax = 1 << 20
    /// The credit with which each stream towards the sender starts, in bytes.
    public var window = 64 << 10
    /// Streams that the sender lets the receiver hold open at once.
    public var streamsMax = 1024

    public init() {}

    /// Change levels and features beyond this many are no honest hello.
    private static let entriesMax = 1024
    /// The least that a peer must take for calls to work at all.
    static let frameMin = 1024

    public func pack(into packer: inout Packer) {
        packer.packRecord(10)
        packer.pack("version", UInt64(version))
        packer.pack("features", features)
        packer.pack("service", service)
        packer.pack("iden", iden)
        packer.pack("run", run)
        packer.pack("agent", agent)
        packer.pack("levels")
        packer.packMapHeader(changeLevels.count)
        for (name, level) in changeLevels.sorted(by: { $0.key < $1.key }) {
            packer.pack(name)
            packer.pack(level)
        }
        packer.pack("frame", frameMax)
        packer.pack("window", window)
        packer.pack("streams", streamsMax)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        version = UInt8(clamping: try record.required("version", UInt64.self))
        features = try record.optional("features", [String].self) ?? []
        service = try record.optional("service", String.self) ?? ""
        iden = try record.optional("iden", Iden.self)
        run = try record.optional("run", Iden.self)
        agent = try record.optional("agent", String.self) ?? ""
        if var levels = record.nested("levels"), !levels.unpackNil() {
            let count = try levels.mapHeader()
            guard count <= Self.entriesMax else { throw Fault(.badData, "a hello names \(count) change levels") }
            for _ in 0..<count { changeLevels[try levels.string()] = try levels.uint() }
        }
        frameMax = Int(clamping: try record.required("frame", UInt64.self))
        window = Int(clamping: try record.required("window", UInt64.self))
        streamsMax = Int(clamping: try record.required("streams", UInt64.self))
        guard frameMax >= Self.frameMin, window >= 1, window <= Int(UInt32.max), streamsMax >= 1, features.count <= Self.entriesMax else {
            throw Fault(.badData, "a hello names limits with which no call is possible")
        }
    }
}
