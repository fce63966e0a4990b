import CCompression
import Kernel

/// The method of the program bzip2.
public enum BZip2 {
    /// Bytes that one step writes.
    private static let stepBytes = 64 * 1024
    /// Blocks of 900 kB, the default of the program.
    private static let blockSize: Int32 = 9

    /// `bytes` in fewer bytes.
    public static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = bz_stream()
        guard BZ2_bzCompressInit(&stream, blockSize, 0, 0) == BZ_OK else { preconditionFailure("no memory to compress") }
        defer { BZ2_bzCompressEnd(&stream) }
        var result: [UInt8] = []
        run(bytes[...], &stream) { stream, isLast in
            BZ2_bzCompress(&stream, isLast ? BZ_FINISH : BZ_RUN)
        } take: { step in
            result += step
            return true
        }
        return result
    }

    /// What `bytes` were before, member by member. Throws `BadDataValu`, and `HitLimit` beyond `sizeMax` bytes.
    public static func decompress(_ bytes: [UInt8], sizeMax: Int) throws(Fault) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        repeat {
            var stream = bz_stream()
            guard BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK else { preconditionFailure("no memory to decompress") }
            defer { BZ2_bzDecompressEnd(&stream) }
            let (status, unused) = run(rest, &stream) { stream, _ in
                BZ2_bzDecompress(&stream)
            } take: { step in
                result += step
                return result.count <= sizeMax
            }
            guard result.count <= sizeMax else { throw CompressionFaults.tooLarge(sizeMax) }
            guard status == BZ_STREAM_END else {
                throw Fault(
                    .badData,
                    status == BZ_OK ? "Compressed data ended before the end-of-stream marker was reached" : "Invalid data stream")
            }
            rest = rest.suffix(unused)
        } while !rest.isEmpty
        return result
    }

    /// Drives one direction until its end, an error, or until nothing comes any more. Gives the last status and how much input is left.
    @discardableResult private static func run(
        _ bytes: ArraySlice<UInt8>, _ stream: inout bz_stream, _ work: (inout bz_stream, _ isLast: Bool) -> Int32,
        take: (ArraySlice<UInt8>) -> Bool
    ) -> (status: Int32, unused: Int) {
        var input = bytes.map { CChar(bitPattern: $0) }
        var status = BZ_OK
        var left = 0
        // SAFETY: the library reads the input and writes the step's buffer only during the calls inside these closures.
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            left = input.count - Int(stream.avail_in)
            var step = [UInt8](repeating: 0, count: stepBytes)
            while true {
                let before = stream.avail_in
                let written = step.withUnsafeMutableBytes { output in
                    stream.next_out = output.assumingMemoryBound(to: CChar.self).baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = work(&stream, left == 0)
                    return output.count - Int(stream.avail_out)
                }
                guard take(step[..<written]), status >= 0, status != BZ_STREAM_END else { break }
                // No input used and no output made: it ended too early.
                if written == 0, stream.avail_in == before, left == 0 { break }
                if stream.avail_in == 0, left > 0 {
                    stream.avail_in = UInt32(clamping: left)
                    left -= Int(stream.avail_in)
                }
            }
        }
        return (status, Int(stream.avail_in) + left)
    }
}
