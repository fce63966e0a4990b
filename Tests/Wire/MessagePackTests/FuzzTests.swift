import Foundation
import Kernel
import MessagePack
import TestSupport
import Testing
import World

/// Random and damaged bytes: each gives a value or a fault, and what gives a value packs to a form that reads back to the same value.
/// `FUZZ_SECONDS` says for how long, `FUZZ_SEED` where to begin; a failure prints the seed that replays it.
@Suite struct FuzzTests {
    private let seconds = ProcessInfo.processInfo.environment["FUZZ_SECONDS"].flatMap(UInt64.init) ?? 2

    @Test func unpacker_anyBytes_valueOrFault() throws {
        let clock = Host.linux.clock
        let end = clock.now() + .seconds(seconds)
        var seed = ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        while clock.now() < end {
            try check(SeededRandom(seed), seed)
            seed += 1
        }
    }

    private func check(_ random: SeededRandom, _ seed: UInt64) throws {
        var bytes = random.below(3) == 0 ? random.bytes(random.below(200)) : RandomValue.make(random, depth: 2).packed
        for _ in 0..<random.below(4) where !bytes.isEmpty {
            let place = random.below(min(bytes.count, 64))
            switch random.below(4) {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
            case 1: bytes[place] ^= 1 << UInt8(random.below(8))
            case 2: bytes.removeLast(random.below(bytes.count))
            default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
            }
        }
        let replay = "replay with FUZZ_SEED=\(seed) FUZZ_SECONDS=1"
        var skipper = Unpacker(bytes)
        let skipped = try? skipper.skip()
        var reader = Unpacker(bytes)
        if let value = try? reader.value() {
            #expect(skipped == 0..<reader.position, "\(replay)")
            let packed = value.packed
            #expect(packed.count <= max(reader.position * 9 / 5, 9), "the shortest form is longer than what was read; \(replay)")
            #expect(try Unpacker.unpack(packed).packed == packed, "\(replay)")
        }
        _ = try? Fault(packed: bytes)
        _ = try? Position(packed: bytes)
        _ = try? [String](packed: bytes)
        if let value = try? Unpacker.unpack(bytes) { _ = value.json }
    }
}
