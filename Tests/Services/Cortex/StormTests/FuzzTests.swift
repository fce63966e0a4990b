import Foundation
import Kernel
import Testing

@testable import Storm

/// Random numbers from a seed (splitmix64), so that a failure can be run again.
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Queries of the corpus, damaged at random: the parser must neither crash nor hang, must place its errors inside the text, and what it
/// reads the formatter must write so that it is read again as the same.
@Suite struct FuzzTests {
    private static let fragments = [
        "", " ", "\n", "|", "{", "}", "(", ")", "[", "]", "({", "([", "((", "-(", "+(", "<(", ")>", ")-", ")+", ")+>", "<+(",
        "${", "$(", "$", ".", ":", ":$", "#", "##", "=", "==", "?=", "+=", "++=", "-", "+", "*", "**", "*[", "*$x", "<", ">",
        "<-", "->", "-+>", "--+>", "<+--", "\"", "'", "'''", "`", "//", "/*", "*/", "\\", ",", ", ", "not ", " and ", " or ",
        " in ", " as ", "yield ", "stop", "if ", "else", "--opt", "null", "1", "-1", "0x1f", "é", "\u{a0}", "\0",
        "inet:ipv4", "inet:*", ":asn", ".seen", "#foo.*", "$lib.x(", "*in=", "*unset=", "~=",
    ]

    private func damaged(_ text: String, _ texts: [String], _ random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let start = Int.random(in: 0...bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 0...8, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4: bytes.replaceSubrange(start..<end, with: Self.fragments.randomElement(using: &random)?.utf8.map { $0 } ?? [])
            case 4: bytes.removeSubrange(start..<end)
            case 5: if start < bytes.count { bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
            case 6:
                let fragment = Self.fragments.randomElement(using: &random) ?? ""
                bytes.insert(contentsOf: String(repeating: fragment, count: Int.random(in: 2...300, using: &random)).utf8, at: start)
            default:
                let other = Array((texts.randomElement(using: &random) ?? "").utf8)
                let from = Int.random(in: 0...other.count, using: &random)
                bytes.insert(contentsOf: other[from..<min(other.count, from + Int.random(in: 1...20, using: &random))], at: start)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func check(_ text: String, _ mode: StormMode) -> String? {
        let result = StormParser.parse(text, mode: mode)
        for error in result.errors {
            let count = Int64(text.unicodeScalars.count)
            guard let at = error.fields["at"]?.int, let line = error.fields["line"]?.int, let column = error.fields["column"]?.int,
                (0...count).contains(at), line >= 1, column >= 1, column <= at + 1, error.code == .badSyntax
            else { return "an error without a place in the text: \(error)" }
        }
        guard result.errors.isEmpty else { return nil }
        let formatted = StormFormatter.format(result.tree)
        let again = StormParser.parse(formatted, mode: mode)
        if let error = again.errors.first { return "formatted as \(formatted), which fails: \(error.message)" }
        return again.tree.outline == result.tree.outline ? nil : "formatted as \(formatted), which is another tree"
    }

    @Test func parser_damagedQueries_holdsItsPromises() throws {
        let environment = ProcessInfo.processInfo.environment
        let seconds = environment["STORM_FUZZ_SECONDS"].flatMap(Double.init) ?? 3
        let seed = environment["STORM_FUZZ_SEED"].flatMap(UInt64.init) ?? 1
        let hard = try String(contentsOf: Corpus.tests.appending(path: "Fuzz/Storm/hard.txt"), encoding: .utf8)
        let texts = Array(Set(try Corpus.load().entries.map(\.text))).filter { $0.utf8.count < 400 }.sorted()
            + hard.split(separator: "\n").map(String.init)
        for text in texts.suffix(hard.split(separator: "\n").count) { #expect(check(text, .storm) == nil, "\(text)") }
        var random = SeededGenerator(state: seed)
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var count = 0
        while clock.now < end {
            let text = damaged(texts.randomElement(using: &random) ?? "", texts, &random)
            let mode: StormMode = count % 16 == 0 ? .lookup : .storm
            let begin = clock.now
            let problem = check(text, mode)
            #expect(problem == nil, "seed \(seed), text \(count): \(text.debugDescription): \(problem ?? "")")
            #expect(clock.now - begin < .seconds(5), "seed \(seed), text \(count) took long: \(text.debugDescription)")
            count += 1
        }
        print("fuzz: \(count) texts from seed \(seed)")
    }
}
