import Kernel
import Testing

@testable import Storm

@Suite struct CorpusTests {
    private func mode(_ entry: Corpus.Entry) -> StormMode { entry.mode.flatMap(StormMode.init(rawValue:)) ?? .storm }

    @Test func corpus_everyText_parsesOrFailsAsRecorded() throws {
        let (entries, cases) = try Corpus.load()
        #expect(cases == 1983)
        var parsed = 0, refused = 0, sameWords = 0
        for entry in entries {
            let result = StormParser.parse(entry.text, mode: mode(entry))
            guard let expected = entry.error else {
                #expect(result.errors.isEmpty, "\(entry.name): \(entry.text): \(result.errors.first?.message ?? "")")
                parsed += 1
                continue
            }
            let error = try #require(result.errors.first, "\(entry.name) parses: \(entry.text)")
            #expect(error.code == .badSyntax)
            let place = [error.fields["at"]?.int, error.fields["line"]?.int, error.fields["column"]?.int]
            #expect(place == [expected.at, expected.line, expected.column], "\(entry.name): \(entry.text)")
            #expect((error.fields["token"]?.string ?? "") == (expected.token ?? ""), "\(entry.name)")
            refused += 1
            if error.message == expected.mesg { sameWords += 1 }
        }
        print("corpus: \(cases) cases, \(entries.count) texts: \(parsed) parse, \(refused) refused as recorded, \(sameWords) of them in the same words")
    }
}
