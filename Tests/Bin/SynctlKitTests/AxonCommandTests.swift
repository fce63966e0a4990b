import Axon
import Kernel
import TLS
import TestSupport
import Testing
import World

@testable import SynctlKit

@Suite(.timeLimit(.minutes(1))) struct AxonCommandTests {
    private let files = Host.linux.files

    private func stage(_ network: FakeNetwork, at directory: String) -> Stage {
        var stage = Stage()
        stage.terminal.currentDirectory = directory
        stage.table = network.table
        return stage
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws(Fault) {
        try files.replace(path, with: bytes, permissions: 0o600, label: "test")
    }

    @Test func put_directory_batchesSmallFiles_streamsLargeOnes_inOrder() async throws {
        let network = try FakeNetwork()
        try await withTemporaryDirectory { directory in
            try files.makeDirectory(directory + "/in/deep", permissions: 0o700, label: "test")
            try write(directory + "/in/a", Array("a".utf8))
            try write(directory + "/in/b", [UInt8](repeating: 7, count: BlobPut.smallBytesMax * 5 + 1))
            try write(directory + "/in/c", [])
            try write(directory + "/in/deep/d", Array("d".utf8))
            let outcome = await stage(network, at: "/").run(line: "synctl axon put -r \(directory)/in --url cell:///srv/x")
            #expect(outcome.status == .success, "\(outcome.talk)")
            let lines = outcome.data.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
            #expect(lines.map { $0[2] } == ["a", "b", "c", "deep/d"].map { "\(directory)/in/\($0)" })
            #expect(lines.map { $0[1] } == ["1", "327681", "0", "1"])
            #expect(lines[0][0] == SHA256.digest(of: Array("a".utf8)).description)
            #expect(network.seen.withLock { $0.batches } == [1, 2])
            #expect(network.seen.withLock { $0.uploads } == 1)
        }
    }

    @Test func put_directoryWithoutR_pipeAndMissingFile_areRefusedBeforeAnythingIsSent() async throws {
        let network = try FakeNetwork()
        try await withTemporaryDirectory { directory in
            try write(directory + "/a", [1])
            for bad in [directory, "/dev/null", directory + "/none"] {
                let outcome = await stage(network, at: "/").run(line: "synctl axon put \(directory)/a \(bad) --url cell:///srv/x")
                #expect(outcome.status == .failure)
                #expect(outcome.urls.isEmpty)
            }
        }
    }

    @Test func scrub_tellsEachDamage_andFailsWhereOneIsLeft() async throws {
        let network = try FakeNetwork()
        let (one, other) = (network.store([1]), network.store([2]))
        let mended = BlobDamage(blob: one, reason: "its bytes have another hash", source: "02.axon.example.net")
        network.damaged.withLock { $0 = [mended] }
        let first = await stage(network, at: "/").run(line: "synctl axon scrub --url cell:///srv/x")
        #expect(first.status == .success)
        #expect(first.data == "\(one.digest)  1  mended from 02.axon.example.net: its bytes have another hash\n")
        #expect(first.talk.contains("2 blobs, 30 bytes: 1 damaged, 1 of them mended"))
        #expect(network.seen.withLock { $0.scrub?.repairs } == true)
        network.damaged.withLock { $0 = [mended, BlobDamage(blob: other, reason: "the segment ends", source: nil)] }
        let second = await stage(network, at: "/").run(line: "synctl axon scrub --no-repair --json --url cell:///srv/x")
        #expect(second.status == .failure)
        #expect(network.seen.withLock { $0.scrub?.repairs } == false)
        #expect(second.data.contains("\"blobs\": 2, \"bytes\": 30, \"mended\": 1, \"damaged\": ["))
        let expected = "{\"sha256\": \"\(other.digest)\", \"size\": 1, \"reason\": \"the segment ends\", \"mended_from\": null}"
        #expect(second.data.contains(expected))
    }

    @Test func put_json_isOneObjectALine() async throws {
        try await withTemporaryDirectory { directory in
            try write(directory + "/a", [1])
            let outcome = await stage(try FakeNetwork(), at: "/").run(line: "synctl axon put \(directory)/a --json --url cell:///srv/x")
            #expect(outcome.data == "{\"sha256\": \"\(SHA256.digest(of: [1]))\", \"size\": 1, \"path\": \"\(directory)/a\"}\n")
        }
    }

    @Test func get_toAFile_isWholeAndVerified() async throws {
        let network = try FakeNetwork()
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let name = network.store(bytes)
        try await withTemporaryDirectory { directory in
            let outcome = await stage(network, at: directory).run(line: "synctl axon get \(name.digest) -o out --url cell:///srv/x")
            #expect(outcome.status == .success, "\(outcome.talk)")
            #expect(outcome.data.isEmpty)
            let written = try files.read(directory + "/out", bytesMax: 1 << 20, label: "test")
            #expect(written == bytes)
            let names = try files.list(directory, label: "test")
            #expect(names == ["out"])
        }
    }

    @Test func get_part_isPrinted() async throws {
        let network = try FakeNetwork()
        let name = network.store(Array("hello world".utf8))
        let stage = stage(network, at: "/")
        #expect(await stage.run(line: "synctl axon get sha256:\(name.digest) --offset 6 --size 3 --url cell:///srv/x").data == "wor")
        #expect(await stage.run(line: "synctl axon get \(name.digest) --url cell:///srv/x").data == "hello world")
        #expect(await stage.run(line: "synctl axon get \(name.digest) --offset 99 --url cell:///srv/x").data.isEmpty)
    }

    @Test func get_wrongBytes_leaveNoFile() async throws {
        let network = try FakeNetwork()
        let name = network.store([1, 2, 3])
        network.blobs.withLock { $0[name.digest] = [3, 2, 1] }
        try await withTemporaryDirectory { directory in
            let outcome = await stage(network, at: directory).run(line: "synctl axon get \(name.digest) -o out --url cell:///srv/x")
            #expect(outcome.status == .failure)
            #expect(outcome.talk.hasPrefix("synctl: BadDataValu: the bytes that came have the SHA-256 "))
            let names = try files.list(directory, label: "test")
            #expect(names.isEmpty)
        }
    }

    @Test func get_missingBlob_says() async throws {
        let outcome = await stage(try FakeNetwork(), at: "/").run(line: "synctl axon get \(Digest.zero) --url cell:///srv/x")
        #expect(outcome.status == .failure)
        #expect(outcome.talk.hasPrefix("synctl: NoSuchFile: "))
    }

    @Test func has_tellsEach_andExitsWithOneWhereOneIsMissing() async throws {
        let network = try FakeNetwork()
        let name = network.store([1])
        let stage = stage(network, at: "/")
        let both = await stage.run(line: "synctl axon has \(name.digest) \(Digest.zero) --url cell:///srv/x")
        #expect(both.status == .failure)
        #expect(both.data == "\(name.digest)  yes\n\(Digest.zero)  no\n")
        let one = await stage.run(line: "synctl axon has \(name.digest) --json --url cell:///srv/x")
        #expect(one.status == .success)
        #expect(one.data == "[{\"sha256\": \"\(name.digest)\", \"has\": true}]\n")
    }
}
