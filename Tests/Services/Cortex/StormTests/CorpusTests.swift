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
        let summary = "\(parsed) parse, \(refused) refused as recorded, \(sameWords) of them in the same words"
        print("corpus: \(cases) cases, \(entries.count) texts: \(summary)")
    }

    @Test func formatter_everyTextThatParses_givesTheSameTree() throws {
        var formatted = 0
        var seen: Set<String> = []
        for entry in try Corpus.load().entries where seen.insert(entry.text).inserted {
            let result = StormParser.parse(entry.text, mode: mode(entry))
            guard result.errors.isEmpty else { continue }
            let text = StormFormatter.format(result.tree)
            let again = StormParser.parse(text, mode: mode(entry))
            #expect(again.errors.isEmpty && again.tree.outline == result.tree.outline, "\(entry.name): \(entry.text) -> \(text)")
            formatted += 1
        }
        print("corpus: \(formatted) different texts formatted and read again")
    }

    /// Packages, functions, macros and triggers hold code as strings: under the key `storm` of a dictionary.
    @Test func corpus_codeInDictionaries_parses() throws {
        var found = 0
        for entry in try Corpus.load().entries where entry.error == nil && !entry.name.hasPrefix("lib.pkg.017") {
            for code in Self.code(in: StormParser.parse(entry.text, mode: mode(entry)).tree) {
                let errors = StormParser.parse(code).errors
                #expect(errors.isEmpty, "\(entry.name): \(code): \(errors.first?.message ?? "")")
                found += 1
            }
        }
        #expect(found > 0)
        print("corpus: \(found) pieces of code in dictionaries parse")
    }

    private static func code(in node: StormNode) -> [String] {
        var found: [String] = []
        if node.kind == .dictionaryLiteral {
            for position in stride(from: 0, to: node.children.count - 1, by: 2) {
                let value = node.children[position + 1]
                let isText: Set<StormNodeKind> = [.doubleQuoted, .singleQuoted, .tripleQuoted]
                if node.children[position].text == "storm", isText.contains(value.kind) { found.append(value.text) }
            }
        }
        return found + node.children.flatMap(code)
    }
}
