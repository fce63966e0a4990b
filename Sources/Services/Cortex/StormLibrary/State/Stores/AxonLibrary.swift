import CortexCore
import Kernel
import Model
import Storm
import TLS

/// `$lib.axon` and `$lib.bytes`: blobs under their digests.
enum AxonLibrary {
    static let all: [StormLibrary] = [
        StormLibrary("axon", help: "Blobs under their digests.", functions: storing + reading + listing),
        StormLibrary("bytes", help: "Blobs under their digests, by older names.", functions: older),
    ]

    /// What one call reads into memory at most.
    private static let readMax = 1 << 28
    private static let hashChunk = 1 << 20

    private static let storing: [StormFunction] = [
        StormFunction("put", ["byts"], help: "Store bytes. Returns their number and digest.", isReadOnlySafe: false) { call in
            try call.require("axon", "upload")
            return try put(call.bytes(0, named: "byts"), call)
        },
        StormFunction(
            "upload", ["genr"], help: "Store the bytes of a stream. Returns their number and digest.", isReadOnlySafe: false
        ) { call in
            try call.require("axon", "upload")
            return try put(collected(call), call)
        },
        StormFunction("has", ["sha256"], help: "Whether there are bytes of a digest.") { call in
            try call.require("axon", "has")
            return .bool(try call.core.bytes.size(call.digest(0)) != nil)
        },
        StormFunction("size", ["sha256"], help: "How many bytes of a digest there are; null for none.") { call in
            try call.require("axon", "has")
            return try call.core.bytes.size(call.digest(0)).map { .int(Int64($0)) } ?? .null
        },
        StormFunction("hashset", ["sha256"], help: "Other digests of the same bytes.") { call in
            try call.require("axon", "has")
            return try hashes(call)
        },
        StormFunction("del", ["sha256"], help: "Delete bytes. Whether there were any.", isReadOnlySafe: false) { call in
            try call.require("axon", "del")
            return .bool(try call.core.bytes.delete(call.digest(0)))
        },
        StormFunction("dels", ["sha256s"], help: "Delete the bytes of several digests.", isReadOnlySafe: false) { call in
            try call.require("axon", "del")
            let digests = try call.items(0).map { try Self.digest($0.toText(call.runtime)) }
            return .list(try digests.map { .bool(try call.core.bytes.delete($0)) })
        },
    ]

    private static let reading: [StormFunction] = [
        StormFunction("read", ["sha256", .optional("offs", 0), .optional("size", 1_048_576)], help: "Some of the bytes.") { call in
            try call.require("axon", "get")
            let (offset, size) = (try call.int(1), try call.int(2))
            guard offset >= 0 else { throw Fault(.badArgument, "Offset must be >= 0") }
            guard size > 0, size <= 1_048_576 else { throw Fault(.badArgument, "Size must be between 1 and 1048576 bytes") }
            return .bytes(try call.core.bytes.read(call.digest(0), offset: offset, count: size))
        },
        StormFunction("unpack", ["sha256", "fmt", .optional("offs", 0)], help: "Values in the bytes by a format.") { call in
            try call.require("axon", "get")
            let offset = try call.count(2, named: "offs")
            let layout = try BinaryLayout(call.text(1))
            let bytes = try call.core.bytes.read(call.digest(0), offset: offset, count: layout.size)
            return try PackLibrary.unpack(bytes, call.text(1), offset: 0)
        },
        StormFunction("readlines", ["sha256", .optional("errors", "ignore")], help: "The lines of a text file.") { call in
            try call.require("axon", "get")
            return try lines(call) { .string($0) }
        },
        StormFunction(
            "jsonlines", ["sha256", .optional("errors", "ignore")], help: "The values of a file with JSON on each line."
        ) { call in
            try call.require("axon", "get")
            return try lines(call) { $0.allSatisfy(\.isWhitespace) ? nil : StormValue(try JSONText.parse($0)) }
        },
        StormFunction(
            "csvrows", ["sha256", .optional("dialect", "excel"), .optional("errors", "ignore"), .namedRest("fmtparams")],
            help: "The rows of a file of comma separated values."
        ) { call in
            try call.require("axon", "get")
            var delimiter: Character = try call.text(1) == "excel-tab" ? "\t" : ","
            var quote: Character = "\""
            for (name, value) in call.named {
                guard let character = try value.toText(call.runtime).first else { throw Fault(.badArgument, "\(name) must be a character") }
                switch name {
                case "delimiter": delimiter = character
                case "quotechar": quote = character
                default: throw Fault(.badArgument, "\(name) is no parameter of a CSV format", fields: ["name": .string(name)])
                }
            }
            let (digest, core) = (try call.digest(0), call.core)
            return .object(StormGenerator { runtime, body in
                let text = String(decoding: try core.bytes.readAll(digest, max: readMax), as: UTF8.self)
                try CSVText.each(text, delimiter: delimiter, quote: quote) { row in
                    try runtime.check()
                    try body(.texts(row))
                }
            })
        },
    ]

    private static let listing: [StormFunction] = [
        StormFunction(
            "list", [.optional("offs", 0), .optional("wait", false), .optional("timeout", .null)],
            help: "All blobs in the order in which they came: number, digest, size."
        ) { call in
            try call.require("axon", "has")
            let (offset, core) = (try call.int(0), call.core)
            return .object(StormGenerator { runtime, body in
                for item in try core.bytes.list(from: offset) {
                    try runtime.check()
                    try body(.tuple([.int(Int64(item.offset)), .string(item.digest.description), .int(Int64(item.size))]))
                }
            })
        },
        StormFunction("metrics", help: "How many blobs there are, and how many bytes they have.") { call in
            try call.require("axon", "has")
            let metrics = try call.core.bytes.metrics()
            return .dict(["size:bytes": .int(Int64(metrics.bytes)), "file:count": .int(Int64(metrics.count))])
        },
    ]

    private static let older: [StormFunction] = [
        StormFunction("put", ["byts"], help: "See `$lib.axon.put`.", isReadOnlySafe: false) { call in
            try call.require("axon", "upload")
            return try put(call.bytes(0, named: "byts"), call)
        },
        StormFunction("upload", ["genr"], help: "See `$lib.axon.upload`.", isReadOnlySafe: false) { call in
            try call.require("axon", "upload")
            return try put(collected(call), call)
        },
        StormFunction("has", ["sha256"], help: "See `$lib.axon.has`.") { call in
            if call.isNull(0) { return .null }
            try call.require("axon", "has")
            return .bool(try call.core.bytes.size(call.digest(0)) != nil)
        },
        StormFunction("size", ["sha256"], help: "See `$lib.axon.size`.") { call in
            try call.require("axon", "has")
            return try call.core.bytes.size(call.digest(0)).map { .int(Int64($0)) } ?? .null
        },
        StormFunction("hashset", ["sha256"], help: "See `$lib.axon.hashset`.") { call in
            try call.require("axon", "has")
            return try hashes(call)
        },
        StormFunction("fromints", ["ints"], help: "Bytes of numbers.") { call in
            var bytes: [UInt8] = []
            for item in try call.items(0) {
                guard let byte = UInt8(exactly: try item.toInt()) else { throw Fault(.badArgument, "bytes must be in range(0, 256)") }
                bytes.append(byte)
            }
            return .bytes(bytes)
        },
    ]

    // MARK: Parts

    private static func put(_ bytes: [UInt8], _ call: Call) throws -> StormValue {
        let (digest, size) = try call.core.bytes.put(bytes)
        return .tuple([.int(Int64(size)), .string(digest.description)])
    }

    /// The bytes of the stream in the first argument.
    private static func collected(_ call: Call) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try call.value(0).forEach(call.runtime) { item in
            guard case .bytes(let more) = item else { throw Fault(.badArgument, "a stream to upload holds bytes") }
            bytes += more
            guard bytes.count <= readMax else { throw Fault(.limit, "a query uploads at most \(readMax) bytes at once") }
        }
        return bytes
    }

    private static func hashes(_ call: Call) throws -> StormValue {
        let digest = try call.digest(0)
        guard let size = try call.core.bytes.size(digest) else {
            throw Fault(.noSuchBytes, "Axon does not contain the requested file.", fields: ["sha256": .string(digest.description)])
        }
        var digests = MultiDigest()
        for offset in stride(from: 0, to: size, by: hashChunk) {
            try call.runtime.check()
            digests.update(try call.core.bytes.read(digest, offset: offset, count: hashChunk))
        }
        let result = digests.finish()
        return .dict([
            "md5": .string(result.md5), "sha1": .string(result.sha1), "sha256": .string(result.sha256), "sha512": .string(result.sha512),
        ])
    }

    /// A stream of what `make` makes of each line.
    private static func lines(_ call: Call, _ make: @escaping (String) throws -> StormValue?) throws -> StormValue {
        let (digest, core) = (try call.digest(0), call.core)
        return .object(StormGenerator { runtime, body in
            let bytes = try core.bytes.readAll(digest, max: readMax)
            for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast(bytes.last == 10 ? 1 : 0) {
                try runtime.check()
                if let value = try make(String(decoding: line.last == 13 ? line.dropLast() : line, as: UTF8.self)) { try body(value) }
            }
        })
    }

    static func digest(_ text: String) throws(Fault) -> Digest {
        guard let digest = Digest(text) else {
            throw Fault(.badArgument, "\(text) is no SHA-256 digest", advice: "Write its 64 hexadecimal digits")
        }
        return digest
    }
}

extension Call {
    fileprivate func digest(_ position: Int) throws -> Digest { try AxonLibrary.digest(text(position)) }
}
