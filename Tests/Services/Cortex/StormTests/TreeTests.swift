import Foundation
import Testing

@testable import Storm

@Suite struct TreeTests {
    private static let folder = Corpus.tests.appending(path: "Fuzz/Storm/trees")

    static let files: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    private func outcome(_ result: ParseResult) -> String {
        guard let error = result.errors.first else { return result.tree.outline }
        let place = ["at", "line", "column"].compactMap { error.fields[$0]?.int }.map(String.init).joined(separator: " ")
        return "error \(place) \(error.message)"
    }

    @Test(arguments: files) func tree_ofEachConstruct_isAsRecorded(file: String) throws {
        let lines = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8).split(separator: "\n")
        #expect(lines.count % 2 == 0)
        for position in stride(from: 0, to: lines.count - 1, by: 2) {
            let text = String(lines[position].replacing("\\n", with: "\n"))
            let expected = lines[position + 1].drop { $0 == " " }
            #expect(outcome(StormParser.parse(text)) == String(expected), "\(file): \(lines[position])")
        }
    }

    @Test func tree_filesOfTrees_areThere() {
        #expect(Self.files.count == 9)
    }

    @Test func span_ofEveryNode_coversItsText() {
        let text = "inet:ipv4=1.2.3.4 +:asn | limit (1 + 2)"
        let tree = StormParser.parse(text).tree
        let bytes = Array(text.utf8)
        let texts = tree.children.map { String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self) }
        #expect(texts == ["inet:ipv4=1.2.3.4", "+:asn", "limit (1 + 2)"])
        #expect(tree.span == StormSpan(start: 0, end: bytes.count))
    }

    @Test func span_ofQueryInBraces_isAllBetweenThem() {
        let text = "$x = ${ inet:ipv4 /* all */ }"
        let query = StormParser.parse(text).tree.children[0].children[0].children[0]
        #expect(query.kind == .query)
        #expect(query.span == StormSpan(start: 7, end: 28))
    }

    @Test func lookup_wordsAndQuery_becomeChildren() {
        let result = StormParser.parse("1.2.3.4 \"a b\" vertex.link | +#foo", mode: .lookup)
        #expect(result.errors.isEmpty)
        #expect(result.tree.outline == """
            (lookup (word "1.2.3.4") (doubleQuoted "a b") (word "vertex.link") (query (filter "+" (hasTag (tag (tagSegment "foo"))))))
            """)
    }

    @Test func error_inLaterOperation_keepsTheOperationsBefore() {
        let result = StormParser.parse("inet:ipv4 -> * | limit 1 | ]")
        #expect(result.errors.count == 1)
        #expect(result.tree.outline == "(query (liftProperty (propertyName \"inet:ipv4\")) (pivotOut) (command \"limit\" (word \"1\")))")
    }

    @Test func error_behindWideCharacters_countsCharacters() throws {
        let error = try #require(StormParser.parse("$x = \"é\u{1F600}\"\n$y = ]").errors.first)
        #expect(error.fields["at"]?.int == 15)
        #expect(error.fields["line"]?.int == 2)
        #expect(error.fields["column"]?.int == 6)
        #expect(error.advice != nil)
    }
}
