import Kernel
import Testing

@testable import Storm

/// Texts made to exhaust a parser. They must be refused, or read, in time and stack that grow with the text at most.
@Suite struct BoundsTests {
    private func nests(_ open: String, _ start: String = "", mode: StormMode = .storm) -> Bool {
        let text = start + String(repeating: open, count: 1_000_000 / open.utf8.count)
        let clock = ContinuousClock()
        let begin = clock.now
        let message = StormParser.parse(text, mode: mode).errors.first?.message ?? ""
        #expect(clock.now - begin < .seconds(20))
        return message == "The query nests more than \(StormParser.nestingMax) levels deep"
    }

    @Test(arguments: [
        ["(", "$x="], ["{", ""], ["$f(", ""], ["({", "$x="], ["([", "$x="], ["({(", "$x="], ["not ", "+"], ["+(", ""],
        ["(", "+"], ["((", "-"], ["${", "$x="], ["-(", "$x=($a + "], ["`{", "$x="], ["if {", ""], ["-> {", ""], ["$a.(", ""],
        ["({[(", "$x="],
    ])
    func nesting_withoutEnd_isRefused(parts: [String]) {
        let isRefused = nests(parts[0], parts[1])
        // Some of these are no Storm at all beyond the first few: those are refused for that.
        #expect(isRefused || StormParser.parse(parts[1] + parts[0] + parts[0]).errors.first != nil)
    }

    @Test func nesting_oneMillionParentheses_isRefusedForDepth() {
        #expect(nests("(", "$x="))
        #expect(nests("{"))
        #expect(nests("(", "+"))
    }

    @Test func nesting_upToTheBound_isRead() {
        let depth = StormParser.nestingMax - 1
        let text = "$x=" + String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
        #expect(StormParser.parse(text).errors.isEmpty)
    }

    @Test(arguments: [
        "$x=(1" + String(repeating: " + 1", count: 50_000) + ")", "$x=(" + String(repeating: "1, ", count: 50_000) + ")",
        "$x" + String(repeating: ".y", count: 50_000), "+(:a" + String(repeating: " or :a", count: 50_000) + ")",
        String(repeating: "inet:ipv4=1.2.3.4 ", count: 20_000), "x.y" + String(repeating: " /*", count: 50_000),
        "$x=(" + String(repeating: "(1 + 2) + ", count: 20_000) + "3)", "x.y" + String(repeating: " 'a", count: 50_001),
        "$x=(" + String(repeating: "($a, 1) + ", count: 10_000) + "3)", "x.y" + String(repeating: " \"", count: 50_000),
        "$x=([" + String(repeating: "1, ", count: 50_000) + "])", "inet:ipv4 " + String(repeating: "<(a)- * ", count: 20_000),
        "inet:ipv4 " + String(repeating: "+#a.* ", count: 20_000), "$x = `" + String(repeating: "\\\\{1}", count: 20_000) + "`",
    ])
    func length_ofOneThing_takesLinearTime(text: String) {
        let clock = ContinuousClock()
        let begin = clock.now
        let result = StormParser.parse(text)
        if result.errors.isEmpty { _ = StormFormatter.format(result.tree) }
        #expect(clock.now - begin < .seconds(20), "\(text.prefix(40))")
    }

    @Test func length_beyondTheBound_isRefused() {
        let text = String(repeating: " ", count: StormParser.textBytesMax + 1)
        #expect(StormParser.parse(text).errors.first?.code == .badSyntax)
    }
}
