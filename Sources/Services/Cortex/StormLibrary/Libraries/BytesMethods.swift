import Compressors
import Kernel
import Storm

/// Methods of bytes and text that need more than the engine: compression, layouts, JSON.
enum BytesMethods {
    static let bytes = StormObjectType(
        "bytes", help: "A run of bytes.",
        methods: [
            StormFunction(
                "gzip", help: "These bytes in fewer, in the form of gzip.",
                examples: [StormExample("$s=hello return($s.encode().gzip().gunzip().decode())", returns: "hello")]
            ) { call in .bytes(Deflate.gzip.compress(try call.subjectBytes())) },
            StormFunction("gunzip", help: "What these bytes were before gzip.") { call in
                try CompressionLibraries.decompress(call.subjectBytes(), "gzip decompression") {
                    try Deflate.gzip.decompress($0, sizeMax: Call.bytesMax)
                }
            },
            StormFunction(
                "bzip", help: "These bytes in fewer, in the form of bzip2.",
                examples: [StormExample("$s=hello return($s.encode().bzip().bunzip().decode())", returns: "hello")]
            ) { call in .bytes(BZip2.compress(try call.subjectBytes())) },
            StormFunction("bunzip", help: "What these bytes were before bzip2.") { call in
                try CompressionLibraries.decompress(call.subjectBytes(), "bzip2 decompression") {
                    try BZip2.decompress($0, sizeMax: Call.bytesMax)
                }
            },
            StormFunction(
                "unpack", ["fmt", .optional("offset", 0)], help: "The values in these bytes by a format of Python's module struct.",
                examples: [StormExample("return($lib.hex.decode(0102).unpack('>BB'))", returns: [1, 2])]
            ) { call in try PackLibrary.unpack(call.subjectBytes(), call.text(0), offset: call.int(1)) },
            StormFunction(
                "json", [.optional("encoding", nil), .optional("errors", "surrogatepass")],
                help: "The value that these bytes write as JSON.",
                examples: [StormExample("$s='{\"a\": 1}' return($s.encode().json())", returns: ["a": 1])]
            ) { call in StormValue(try JSONText.parse(String(decoding: call.subjectBytes(), as: UTF8.self))) },
            StormFunction(
                "xor", ["key"], help: "Each byte combined with the bytes of a key, again and again, by exclusive or.",
                examples: [StormExample("return($lib.hex.encode($lib.hex.decode(0102).xor($lib.hex.decode(ff))))", returns: "fefd")]
            ) { call in
                let bytes = try call.subjectBytes()
                let key: [UInt8]
                switch call.value(0) {
                case .bytes(let given): key = given
                case .string(let text): key = Array(text.utf8)
                default: throw Fault(.badArgument, "XOR key must be bytes or a string")
                }
                guard !key.isEmpty else { throw Fault(.badArgument, "XOR key length must be greater than 0") }
                return .bytes(bytes.enumerated().map { $1 ^ key[$0 % key.count] })
            },
        ])

    static let text = StormObjectType(
        "str", help: "A text.",
        methods: [
            StormFunction(
                "json", help: "The value that this text writes as JSON.",
                examples: [StormExample("$s='[1]' return($s.json())", returns: [1])]
            ) { call in StormValue(try JSONText.parse(call.subjectString())) }
        ])
}
