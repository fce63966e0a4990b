import Kernel

/// A `Codable` value that packs itself: `struct Settings: Codable, CodablePackable { … }` and nothing more.
///
/// What has keys becomes a record, fields that are nil are left out, fields that are unknown are skipped, and a field that is missing is
/// nil where the type allows it and a fault where not. `[UInt8]` becomes bytes. This costs about a microsecond a field: messages that are
/// sent often, and those with fields that are `Packable` only, are written out by hand.
public protocol CodablePackable: Packable, Codable {}

extension CodablePackable {
    public func pack(into packer: inout Packer) {
        do {
            packer.pack(try ValueEncoder.encode(self))
        } catch {
            // Encoding into a value cannot fail by itself; a type that throws in its own `encode` must not be a message.
            preconditionFailure("\(Self.self) refuses to be encoded: \(error)")
        }
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        self = try ValueDecoder.decode(Self.self, from: try unpacker.value())
    }
}
