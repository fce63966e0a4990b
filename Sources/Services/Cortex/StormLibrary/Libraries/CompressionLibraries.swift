import Compressors
import Kernel
import Storm

/// `$lib.compression.zlib`, `gzip`, `bzip2`
enum CompressionLibraries {
    typealias Work = @Sendable ([UInt8]) throws -> [UInt8]

    static let all: [StormLibrary] = [
        library("zlib", compress: { Deflate.zlib.compress($0) }, decompress: { try Deflate.zlib.decompress($0, sizeMax: Call.bytesMax) }),
        library("gzip", compress: { Deflate.gzip.compress($0) }, decompress: { try Deflate.gzip.decompress($0, sizeMax: Call.bytesMax) }),
        library("bzip2", compress: { BZip2.compress($0) }, decompress: { try BZip2.decompress($0, sizeMax: Call.bytesMax) }),
    ]

    private static func library(_ name: String, compress: @escaping Work, decompress: @escaping Work) -> StormLibrary {
        StormLibrary(
            "compression.\(name)", help: "Data in fewer bytes by the method \(name).",
            functions: [
                StormFunction(
                    "en", ["valu"], help: "Compresses bytes.",
                    examples: [
                        StormExample(
                            "$s=hello $l=$lib.compression.\(name) return($l.un($l.en($s.encode())).decode())", returns: "hello")
                    ]
                ) { call in
                    .bytes(try compress(call.binary(0, while: "\(name) compression")))
                },
                StormFunction("un", ["valu"], help: "Decompresses bytes.") { call in
                    try CompressionLibraries.decompress(
                        call.binary(0, while: "\(name) decompression"), "\(name) decompression", decompress)
                },
            ])
    }

    static func decompress(_ bytes: [UInt8], _ doing: String, _ work: Work) throws -> StormValue {
        do {
            return .bytes(try work(bytes))
        } catch let fault as Fault where fault.code == .badData {
            throw CodecFaults.failed(doing, fault.message, .bytes(bytes))
        }
    }
}
