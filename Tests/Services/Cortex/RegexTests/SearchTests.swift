import Kernel
import Testing

@testable import Regex

@Suite struct SearchTests {
    private func all(_ pattern: String, _ text: String) throws -> [[String]] { try CompiledPattern(pattern).allMatches(in: text) }

    private func replace(_ pattern: String, _ template: String, _ text: String) throws -> String {
        let pattern = try CompiledPattern(pattern)
        return try pattern.replaceAll(in: text, with: ReplacementTemplate(template, for: pattern), bytesMax: 1000)
    }

    @Test func matches_ofNothing_areFoundBesideOthers() throws {
        #expect(try all("x*", "axb") == [[""], ["x"], [""], [""]])
        #expect(try all("a|", "aab") == [["a"], ["a"], [""], [""]])
        #expect(try all("", "é") == [[""], [""]])
        #expect(try all("", "") == [[""]])
    }

    @Test func matches_withGroups_areTheGroups() throws {
        #expect(try all("([a-z])([0-9])", "a1 b2") == [["a", "1"], ["b", "2"]])
        #expect(try all("([a-z])[0-9]", "a1 b2") == [["a"], ["b"]])
        #expect(try all("(a)|(b)", "ab") == [["a", ""], ["", "b"]])
    }

    @Test(arguments: [
        ("([a-z])1", #"\1!"#, "a1b2", "a!b2"), ("x*", "-", "abxd", "-a-b--d-"), ("(?P<n>a)", #"<\g<n>\g<0>\g<1>>"#, "xa", "x<aaa>"),
        ("a", #"\n\\\.\x41\u00e9"#, "a", "\n\\\\.Aé"), ("(a)(b)?", #"[\2]"#, "a", "[]"), ("a", #"\101\0"#, "a", "A\u{0}"),
        ("z", "y", "abc", "abc"),
    ])
    func replace_fillsTheTemplate(pattern: String, template: String, text: String, result: String) throws {
        #expect(try replace(pattern, template, text) == result)
    }

    @Test(arguments: [#"\3"#, #"\g<nope>"#, #"\g<9>"#, #"\q"#, "\\", #"\gx"#, #"\u12"#, #"\g<1"#])
    func template_broken_isRefused(template: String) throws {
        let fault = #expect(throws: Fault.self) { try replace("(a)", template, "a") }
        #expect(fault?.code == .badArgument)
    }

    @Test func replace_growingWithoutEnd_isRefused() throws {
        let fault = #expect(throws: Fault.self) { try replace("", String(repeating: "x", count: 100), "aaaaaaaaaaaaaaaaaaaa") }
        #expect(fault?.code == .limit)
    }

    @Test func split_keepsGroups() throws {
        #expect(try CompiledPattern(",").split("a,b,,c") == ["a", "b", "", "c"])
        #expect(try CompiledPattern("(-)|,").split("a-b,c") == ["a", "-", "b", nil, "c"])
    }

    @Test func longText_isSearchedInWindows_withoutLosingMatches() throws {
        // Characters of three bytes, so that windows end inside them.
        let text = String(repeating: "€", count: 40_000) + "needle" + String(repeating: "é", count: 40_000) + "needle"
        var checks = 0
        var found: [Int] = []
        try CompiledPattern("(?<=[€é])needle").forEachMatch(in: text, check: { checks += 1 }) { capture in
            found.append(capture.range.lowerBound)
            return true
        }
        #expect(found == [120_000, 200_006])
        #expect(checks > 2)
    }

    @Test func longText_isLeft_whenTheCallerSaysSo() throws {
        struct Stop: Error {}
        let text = String(repeating: "a", count: 200_000)
        #expect(throws: Stop.self) { try CompiledPattern("x").firstMatch(in: text, check: { throw Stop() }) }
    }
}
