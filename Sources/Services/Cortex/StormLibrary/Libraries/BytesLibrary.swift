import Kernel
import Storm

/// `$lib.bytes`, as far as it needs no Axon.
enum BytesLibrary {
    static let library = StormLibrary(
        "bytes", help: "Runs of bytes.",
        functions: [
            StormFunction(
                "fromints", ["ints"], help: "The bytes that integers from 0 to 255 are.",
                examples: [StormExample("return($lib.hex.encode($lib.bytes.fromints((1, 255))))", returns: "01ff")]
            ) { call in
                var bytes: [UInt8] = []
                try call.value(0).forEach(call.runtime) { item in
                    guard let byte = UInt8(exactly: try item.toInt()) else { throw Fault(.badArgument, "bytes must be in range(0, 256)") }
                    guard bytes.count < Call.bytesMax else { throw Fault(.limit, "more than \(Call.bytesMax) bytes") }
                    bytes.append(byte)
                }
                return .bytes(bytes)
            }
        ])
}
