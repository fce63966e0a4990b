import Foundation
import Kernel
import MessagePack
import TestSupport
import Testing

/// Both ways against the `msgpack` package of PyPI: what it writes we read and write back the same, and it reads what we write.
@Suite(.timeLimit(.minutes(2))) struct OtherImplementationTests {
    private static let script = """
        import sys, json, struct, random, msgpack
        random.seed(7)
        def value(depth):
            kind = random.randrange(11 if depth < 4 else 8)
            if kind == 0: return None
            if kind == 1: return random.random() < .5
            if kind == 2: return random.choice([1, -1]) * random.getrandbits(random.choice([3, 5, 7, 8, 15, 16, 31, 32, 63]))
            if kind == 3: return random.getrandbits(64)
            if kind == 4: return struct.unpack('>d', struct.pack('>d', random.uniform(-1e9, 1e9)))[0]
            if kind == 5: return ''.join(chr(random.choice([65, 233, 8364, 128512])) for _ in range(random.choice([0, 3, 31, 32, 300])))
            if kind == 6: return random.randbytes(random.choice([0, 1, 255, 256, 70000]))
            if kind == 7: return msgpack.ExtType(random.randrange(128), random.randbytes(random.choice([0, 1, 2, 3, 4, 8, 16, 17, 300])))
            if kind < 10: return [value(depth + 1) for _ in range(random.choice([0, 1, 15, 16]))]
            return {('k%d' % n): value(depth + 1) for n in range(random.choice([0, 1, 15, 16]))}
        out = sys.stdout
        if sys.argv[1] == 'write':
            for _ in range(60): out.write(msgpack.packb(value(0)).hex() + '\\n')
        else:
            for line in sys.stdin:
                read = msgpack.unpackb(bytes.fromhex(line.strip()), strict_map_key=False)
                out.write(msgpack.packb(read).hex() + '\\n')
        """

    /// The interpreter that has the package: of the tests' own environment, or of the system.
    private static func python() async throws -> String? {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..").standardizedFileURL
        for candidate in [root.appendingPathComponent(".build/venv/bin/python3").path, "python3"] {
            let probe = try? await Subprocess([candidate, "-c", "import msgpack"], timeoutSeconds: 20).run()
            if probe?.succeeded == true { return candidate }
        }
        print("skipped the comparison with PyPI's msgpack: no python3 has it (run scripts/bootstrap)")
        return nil
    }

    @Test func theirs_isReadAndWrittenBackTheSame() async throws {
        guard let python = try await Self.python() else { return }
        let run = try await Subprocess([python, "-c", Self.script, "write"]).run()
        try #require(run.succeeded, "\(run.errors)")
        let lines = run.output.split(separator: "\n")
        #expect(lines.count == 60)
        for line in lines {
            let bytes = try #require(Hex.decode(line))
            #expect(try Unpacker.unpack(bytes).packed == bytes)
        }
    }

    @Test func ours_isReadAndWrittenBackTheSame() async throws {
        guard let python = try await Self.python() else { return }
        let random = SeededRandom(11)
        let lines = (0..<60).map { _ in Hex.encode(RandomValue.make(random).packed) }
        let run = try await Subprocess([python, "-c", Self.script, "read"], input: Array(lines.joined(separator: "\n").utf8)).run()
        try #require(run.succeeded, "\(run.errors)")
        #expect(run.output.split(separator: "\n").map(String.init) == lines)
    }
}
