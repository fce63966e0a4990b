import Kernel
import Testing

@testable import Compressors

@Suite struct CompressorTests {
    private static let samples: [[UInt8]] = [
        [], [1], Array("hello".utf8), (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) },
        [UInt8](repeating: 7, count: 1_000_000),
    ]

    @Test func compressed_comesBack() throws {
        for sample in Self.samples {
            #expect(try Deflate.zlib.decompress(Deflate.zlib.compress(sample), sizeMax: 2_000_000) == sample)
            #expect(try Deflate.gzip.decompress(Deflate.gzip.compress(sample), sizeMax: 2_000_000) == sample)
            #expect(try BZip2.decompress(BZip2.compress(sample), sizeMax: 2_000_000) == sample)
        }
    }

    @Test func zlib_hasTheUsualForm() throws {
        #expect(Hex.encode(Deflate.zlib.compress(Array("hello".utf8))) == "789ccb48cdc9c90700062c0215")
    }

    @Test func members_followEachOther() throws {
        let twice = Deflate.gzip.compress([1, 2]) + Deflate.gzip.compress([3])
        #expect(try Deflate.gzip.decompress(twice + [0, 0, 0], sizeMax: 10) == [1, 2, 3])
        #expect(try BZip2.decompress(BZip2.compress([1]) + BZip2.compress([2]), sizeMax: 10) == [1, 2])
    }

    @Test func bomb_isRefused() throws {
        let zeros = [UInt8](repeating: 0, count: 10_000_000)
        let bombs: [() throws -> [UInt8]] = [
            { try Deflate.zlib.decompress(Deflate.zlib.compress(zeros), sizeMax: 1000) },
            { try Deflate.gzip.decompress(Deflate.gzip.compress(zeros), sizeMax: 1000) },
            { try BZip2.decompress(BZip2.compress(zeros), sizeMax: 1000) },
        ]
        for bomb in bombs {
            let fault = #expect(throws: Fault.self) { try bomb() }
            #expect(fault?.code == .limit)
        }
    }

    @Test func nonsense_isRefused() throws {
        func message(_ body: () throws -> [UInt8]) -> String? {
            let fault = #expect(throws: Fault.self) { try body() }
            #expect(fault?.code == .badData)
            return fault?.message
        }
        let hello = Array("hello".utf8)
        #expect(message { try Deflate.zlib.decompress(hello, sizeMax: 10) } == "Error -3 while decompressing data: incorrect header check")
        let truncated = "Error -5 while decompressing data: incomplete or truncated stream"
        #expect(message { try Deflate.zlib.decompress([], sizeMax: 10) } == truncated)
        #expect(message { try Deflate.gzip.decompress(hello, sizeMax: 10) } == "Not a gzipped file (b'he')")
        #expect(message { try Deflate.gzip.decompress(Array(Deflate.gzip.compress(hello).dropLast()), sizeMax: 10) } != nil)
        #expect(message { try BZip2.decompress(hello, sizeMax: 10) } == "Invalid data stream")
        #expect(message { try BZip2.decompress(Array(BZip2.compress(hello).dropLast()), sizeMax: 10) } != nil)
    }
}
