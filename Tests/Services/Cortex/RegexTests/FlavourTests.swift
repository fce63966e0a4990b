import Kernel
import Testing

@testable import Regex

/// What differs between the reference's flavour and the library's is rewritten; the rest is the library's matter.
@Suite struct FlavourTests {
    private func find(_ pattern: String, _ text: String, _ flags: RegexFlags = []) throws -> [String?]? {
        try CompiledPattern(pattern, flags: flags).firstMatch(in: text)?.texts
    }

    @Test(arguments: [
        (#"a\Z"#, "xa", "a"), (#"\u0061b"#, "ab", "ab"), (#"[\u0061-\u0063]+"#, "xabcd", "abc"), (#"\U0001F600"#, "😀", "😀"),
        (#"a{,2}"#, "aaa", "aa"),
        (#"\mb\w"#, "ab bc", "bc"), (#"(?iu)B"#, "b", "b"), (#"(?P<x>a)(?P=x)"#, "aa", "aa"), (#"(?P<x>a)\g<x>"#, "aa", "aa"),
        (#"[]a]+"#, "]a", "]a"),
        (#"[^]a]+"#, "]xa", "x"), (#"[{,2}]+"#, "{,2}", "{,2}"), (#"\w+"#, "naïve x", "naïve"), (#"\d"#, "٣", "٣"),
        (#"[\w.-]+@"#, "a.b-c@d", "a.b-c@"),
        (#"x$"#, "x\n", "x"), (#"(?:a|b)+?c"#, "abc", "abc"), (#"(?<!a)b"#, "abcb", "b"), (#"\v"#, "a\u{b}", "\u{b}"),
    ])
    func pattern_ofTheReference_matchesTheSame(pattern: String, text: String, match: String) throws {
        #expect(try find(pattern, text)?.first == match)
    }

    @Test func flags_changeWhatMatches() throws {
        #expect(try find("É", "é") == nil)
        #expect(try find("É", "é", .ignoreCase) == ["é"])
        #expect(try find("^b", "a\nb") == nil)
        #expect(try find("^b", "a\nb", .multiline) == ["b"])
        #expect(try find("a.b", "a\nb", .dotAll) == ["a\nb"])
        #expect(try find("a b # c", "ab", .verbose) == ["ab"])
        #expect(RegexFlags.ignoreCase.rawValue == 2 && RegexFlags.multiline.rawValue == 8)
    }

    @Test(arguments: [
        ("(", "missing ) at position 1"), ("[", "unterminated character set at position 1"), ("*a", "nothing to repeat at position 0"),
        ("a)", "unbalanced parenthesis at position 1"), (#"\"#, "bad escape (end of pattern) at position 1"),
        (#"\q"#, #"bad escape \q at position 2"#),
        (#"é\i"#, #"bad escape \i at position 3"#), (#"\u12"#, "incomplete escape at position 2"),
    ])
    func pattern_broken_saysWhatAndWhere(pattern: String, why: String) throws {
        let fault = #expect(throws: Fault.self) { try CompiledPattern(pattern) }
        #expect(fault?.code == .badArgument)
        #expect(fault?.message == "Error compiling regex pattern: \(why): pattern=\"\(pattern)\"")
    }

    @Test func group_thatTookNoPart_isNil() throws {
        let capture = try #require(try CompiledPattern("(?P<n>a)(b)?").firstMatch(in: "éa"))
        #expect(capture.texts == ["a", "a", nil])
        #expect(capture.range == 2..<3)
        #expect(Array(capture.groups) == ["a", nil])
    }

    @Test func anchored_matchesOnlyAtTheStart() throws {
        let pattern = try CompiledPattern("b")
        #expect(try pattern.firstMatch(in: "ab", anchored: true) == nil)
        #expect(try pattern.firstMatch(in: "ba", anchored: true)?.match == "b")
    }

    @Test func escape_ofAnything_matchesItself() throws {
        let text = String(String.UnicodeScalarView((0..<300).compactMap(UnicodeScalar.init)))
        #expect(try find("^" + RegexEscape.escape(text) + "$", text) == [text])
        #expect(RegexEscape.escape("a.b*c") == #"a\.b\*c"#)
    }
}
