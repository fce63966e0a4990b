import CCompression
import Kernel

/// The two wrappings of the deflate method: zlib's own and that of gzip files.
public enum Deflate: Sendable {
    case zlib, gzip

    /// Bytes that one step writes: large enough to make few steps, small enough to notice a bomb early.
    private static let stepBytes = 64 * 1024
    /// What the library and the tools of the reference use.
    private static let level: Int32 = 6

    /// The largest window, and 16 more for the header of gzip.
    private var windowBits: Int32 { self == .gzip ? 31 : 15 }

    /// `bytes` in fewer bytes.
    public func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard ccompression_deflateInit2(&stream, Self.level, windowBits) == Z_OK else { preconditionFailure("no memory to compress") }
        defer { deflateEnd(&stream) }
        var result: [UInt8] = []
        // SAFETY: the library reads the input and writes the step's buffer only during the calls inside these closures.
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            var left = input.count - Int(stream.avail_in)
            var step = [UInt8](repeating: 0, count: Self.stepBytes)
            var status = Z_OK
            while status == Z_OK || status == Z_BUF_ERROR {
                let written = step.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = deflate(&stream, left == 0 ? Z_FINISH : Z_NO_FLUSH)
                    return output.count - Int(stream.avail_out)
                }
                result += step[..<written]
                if stream.avail_in == 0, left > 0 {
                    stream.avail_in = UInt32(clamping: left)
                    left -= Int(stream.avail_in)
                }
            }
        }
        return result
    }

    /// What `bytes` were before. Throws `BadDataValu` with the library's reason, and `HitLimit` beyond `sizeMax` bytes.
    public func decompress(_ bytes: [UInt8], sizeMax: Int) throws(Fault) -> [UInt8] {
        switch self {
        case .zlib: try inflateOne(bytes[...], sizeMax: sizeMax).bytes
        case .gzip: try decompressMembers(bytes, sizeMax: sizeMax)
        }
    }

    /// A gzip file may hold several members, one behind the other, and zeros at its end.
    private func decompressMembers(_ bytes: [UInt8], sizeMax: Int) throws(Fault) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            guard rest.starts(with: [0x1f, 0x8b]) else {
                throw Fault(.badData, "Not a gzipped file (\(Self.quoted(rest.prefix(2))))")
            }
            let (member, used) = try inflateOne(rest, sizeMax: sizeMax - result.count)
            result += member
            rest = rest.dropFirst(used).drop { $0 == 0 }
        }
        return result
    }

    private static func quoted(_ bytes: ArraySlice<UInt8>) -> String {
        "b'" + bytes.map { byte in
            (0x20..<0x7f).contains(byte) ? String(UnicodeScalar(byte)) : "\\x" + Hex.encode([byte])
        }.joined() + "'"
    }

    private func inflateOne(_ bytes: ArraySlice<UInt8>, sizeMax: Int) throws(Fault) -> (bytes: [UInt8], used: Int) {
        var stream = z_stream()
        guard ccompression_inflateInit2(&stream, windowBits) == Z_OK else { preconditionFailure("no memory to decompress") }
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        var status = Z_OK
        var used = 0
        var input = Array(bytes)
        // SAFETY: the library reads the input and writes the step's buffer only during the calls inside these closures.
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            var left = input.count - Int(stream.avail_in)
            var step = [UInt8](repeating: 0, count: Self.stepBytes)
            while status == Z_OK, result.count <= sizeMax {
                let written = step.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return output.count - Int(stream.avail_out)
                }
                result += step[..<written]
                if stream.avail_in == 0, left > 0 {
                    stream.avail_in = UInt32(clamping: left)
                    left -= Int(stream.avail_in)
                    if status == Z_BUF_ERROR { status = Z_OK }
                }
            }
            used = input.count - left - Int(stream.avail_in)
        }
        guard result.count <= sizeMax else { throw CompressionFaults.tooLarge(sizeMax) }
        guard status == Z_STREAM_END else { throw failure(status, stream) }
        return (result, used)
    }

    private func failure(_ status: Int32, _ stream: z_stream) -> Fault {
        if status == Z_BUF_ERROR || status == Z_OK {
            return Fault(
                .badData,
                self == .zlib
                    ? "Error -5 while decompressing data: incomplete or truncated stream"
                    : "Compressed file ended before the end-of-stream marker was reached")
        }
        let reason = stream.msg.map { String(cString: $0) } ?? "invalid input"
        return Fault(.badData, "Error \(status) while decompressing data: \(reason)")
    }
}

enum CompressionFaults {
    static func tooLarge(_ sizeMax: Int) -> Fault {
        Fault(.limit, "the data is larger than \(sizeMax) bytes when it is decompressed", advice: "Decompress it outside of a query")
    }
}
