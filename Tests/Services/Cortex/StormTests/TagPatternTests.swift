import Testing

@testable import Storm

@Test func tagPattern_withoutAsterisks_matchesTheTagItself() {
    #expect(TagPattern("cno.infra").matches("cno.infra"))
    #expect(!TagPattern("cno.infra").matches("cno"))
    #expect(!TagPattern("cno.infra").matches("cno.infra.dns"))
}

@Test func tagPattern_oneAsterisk_staysInItsSegment() {
    #expect(TagPattern("cno.*").matches("cno.infra"))
    #expect(!TagPattern("cno.*").matches("cno.infra.dns"))
    #expect(!TagPattern("cno.*").matches("cno"))
    #expect(TagPattern("m*").matches("mal"))
    #expect(!TagPattern("m*").matches("m"))
    #expect(TagPattern("*.infra").matches("cno.infra"))
}

@Test func tagPattern_twoAsterisks_crossSegments() {
    #expect(TagPattern("cno.**").matches("cno.infra.dns"))
    #expect(TagPattern("mal.**.macro").matches("mal.doc.word.macro"))
    #expect(!TagPattern("mal.**.macro").matches("mal.macro"))
}

@Test func tagPattern_captures_sayWhatEachAsteriskStandsFor() {
    #expect(TagPattern("cno.*.dns").captures("cno.infra.dns") == ["infra"])
    #expect(TagPattern("*.**").captures("cno.infra.dns") == ["cno", "infra.dns"])
    #expect(TagPattern("cno.*").captures("other") == nil)
}

@Test func tagPattern_thatBacktracks_endsSoon() {
    let pattern = TagPattern(String(repeating: "*a", count: 100))
    #expect(!pattern.matches(String(repeating: "a", count: 400) + "b"))
    #expect(!TagPattern(String(repeating: "*", count: 300)).matches("a"))
}

@Test func filePattern_asterisk_matchesAnything() {
    #expect(FilePattern("cno.**").matches("cno.infra.dns"))
    #expect(FilePattern("*.infra.*").matches("cno.infra.dns"))
    #expect(!FilePattern("*.infra.*").matches("cno.infra"))
}

@Test func filePattern_questionMarkAndSets_matchOneCharacter() {
    #expect(FilePattern("c?o").matches("cno"))
    #expect(FilePattern("[a-c]no").matches("cno"))
    #expect(!FilePattern("[!a-c]no").matches("cno"))
    #expect(FilePattern("[no").matches("[no"))
}
