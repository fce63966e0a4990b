import Kernel
import Model
import Testing

@testable import Regex

/// A pattern is text of a stranger: it may be refused, it must not hold the thread or the memory.
@Suite struct HostilePatternTests {
    private static let text = String(repeating: "a", count: 5_000) + "!"

    @Test(arguments: [
        #"(a+)+$"#, #"(a|aa)+$"#, #"(a*)*b"#, #"(.*a){20}$"#, #"(a|a|a|a)*$"#, #"^(([a-z])+.)+[A-Z]([a-z])+$"#,
        #"(?:(?:a+)+)+b"#, #"((a*)+)+c"#,
        #"(?=(a+)+b)"#, #"(a?){50}a{50}x"#, #"(\w+\s?)+$"#,
    ])
    func pattern_catastrophic_endsSoon(pattern: String) throws {
        let clock = ContinuousClock()
        let start = clock.now
        do {
            _ = try CompiledPattern(pattern).firstMatch(in: Self.text)
        } catch let fault as Fault {
            #expect(fault.code == .limit)
            #expect(fault.message.contains(pattern))
        }
        // Far above what is needed, for slow machines; without limits these run for years.
        #expect(clock.now - start < .seconds(20))
    }

    @Test(arguments: [
        String(repeating: "(", count: 100_000), String(repeating: "(a", count: 5000) + String(repeating: ")", count: 5000),
        "(((a{1,1000}){1,1000}){1,1000}){1,1000}", String(repeating: "a", count: 1_000_000), String(repeating: "[", count: 50_000),
        String(repeating: "a|", count: 500_000), "(?R)", "(a(?1))", "a{65536}", #"\C"#, "(?<n",
    ])
    func pattern_oversized_isRefused(pattern: String) throws {
        do {
            _ = try CompiledPattern(pattern).firstMatch(in: "aaaa")
        } catch let fault as Fault {
            #expect(fault.code == .badArgument || fault.code == .limit)
            #expect(fault.message.utf8.count < 1000)
        }
    }

    @Test func recursion_withoutEnd_isRefused() throws {
        let fault = #expect(throws: Fault.self) { try CompiledPattern("(?:a|(?R))*b|(?R)").firstMatch(in: "aaaa") }
        #expect(fault?.code == .limit || fault?.code == .badArgument)
    }

    @Test func cache_isBounded_andKeepsWhatIsUsed() throws {
        let cache = PatternCache()
        let kept = try cache.compiled("kept")
        for number in 0..<2000 {
            _ = try cache.compiled("p\(number)")
            if number % 100 == 0 { #expect(try cache.compiled("kept") === kept) }
        }
        #expect(cache.count <= 2 * PatternCache.generationMax)
    }

    @Test func cache_usedByManyThreads_givesTheSameAnswers() async throws {
        let cache = PatternCache()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for worker in 0..<8 {
                group.addTask {
                    try (0..<500).allSatisfy { number in
                        try cache.firstMatch(of: "(?<digits>\(number % 7))", ignoringCase: worker.isMultiple(of: 2), in: "0123456")?.groups
                            == [.init(name: "digits", text: "\(number % 7)")]
                    }
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
    }

    @Test func engine_giveNamedGroupsInOrder() throws {
        let pattern = "^(?<iin>(?<mii>[0-9])[0-9]{5})[0-9]+$"
        let match = try #require(try PatternCache().firstMatch(of: pattern, ignoringCase: false, in: "4024007150779444"))
        #expect(match.groups == [.init(name: "iin", text: "402400"), .init(name: "mii", text: "4")])
    }
}
