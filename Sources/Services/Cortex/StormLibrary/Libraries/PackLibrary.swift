import Kernel
import Storm

/// `$lib.pack`
enum PackLibrary {
    static let library = StormLibrary(
        "pack", help: "Values in bytes by a format, in the letters of Python's module struct.",
        functions: [
            StormFunction(
                "en", ["fmt", "items"], help: "The bytes for values.",
                examples: [StormExample("return($lib.hex.encode($lib.pack.en('>HI', ([1, 2]))))", returns: "000100000002")]
            ) { call in
                let layout = try BinaryLayout(call.text(0))
                return .bytes(try layout.pack(call.items(1)))
            },
            StormFunction(
                "un", ["fmt", "byts", .optional("offs", 0)], help: "The values in bytes, from an offset on.",
                examples: [StormExample("return($lib.pack.un('>HI', $lib.hex.decode(000100000002)))", returns: [1, 2])]
            ) { call in try unpack(call.bytes(1, named: "byts"), call.text(0), offset: call.int(2)) },
        ])

    /// Values at `offset` of `bytes`, as many as the format says.
    static func unpack(_ bytes: [UInt8], _ format: String, offset: Int) throws -> StormValue {
        let layout = try BinaryLayout(format)
        guard offset >= 0, offset <= bytes.count, bytes.count - offset >= layout.size else {
            throw Fault(
                .badArgument,
                "unpack_from requires a buffer of at least \(max(0, offset) &+ layout.size) bytes for unpacking \(layout.size) bytes at "
                    + "offset \(offset) (actual buffer size is \(bytes.count))")
        }
        return .list(try layout.unpack(bytes[offset..<(offset + layout.size)]))
    }
}
