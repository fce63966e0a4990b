import Config
import Kernel
import Testing

@Suite struct ConfigurationDocumentTests {
    func edited(_ text: String, _ edit: (inout ConfigurationDocument) throws -> Void) throws -> String {
        var document = try ConfigurationDocument(text, path: "cell.yaml")
        try edit(&document)
        return document.text
    }

    @Test func set_presentKey_changesItsLineOnly() throws {
        let text = "# head\n\naha:name:   old   # why\nnexus:acks: 1\n# tail\n"
        #expect(
            try edited(text) { try $0.set("aha:name", to: "00.cortex") }
                == "# head\n\naha:name: 00.cortex   # why\nnexus:acks: 1\n# tail\n")
    }

    @Test func set_newKey_goesBehindTheLastOption() throws {
        #expect(try edited("a: 1\n# tail\n") { try $0.set("b", to: ["x"]) } == "a: 1\nb:\n  - x\n# tail\n")
        #expect(try edited("") { try $0.set("b", to: 2) } == "b: 2\n")
        #expect(try edited("# only") { try $0.set("b", to: 2) } == "# only\nb: 2\n")
        #expect(try edited("a: 1") { try $0.set("b", to: 2) } == "a: 1\nb: 2\n")
        #expect(try edited("---\na: 1\n...\n") { try $0.set("b", to: 2) } == "---\na: 1\nb: 2\n...\n")
    }

    @Test func set_valueOverSeveralLines_isReplacedWhole() throws {
        let text = "a:\n  x: 1\n  # inner\n  y:\n    - 1\n    - 2\n\n# of b\nb: |\n  one\n  two\n\nc: [1,\n  2]\nd: 'q\n  r'\n"
        #expect(try edited(text) { try $0.set("a", to: 1) }.hasPrefix("a: 1\n\n# of b\nb: |\n"))
        #expect(try edited(text) { try $0.set("b", to: 1) }.contains("# of b\nb: 1\n\nc: [1,\n"))
        #expect(try edited(text) { try $0.set("c", to: 1) }.contains("\nc: 1\nd: 'q\n"))
        #expect(try edited(text) { try $0.set("d", to: 1) }.hasSuffix("  2]\nd: 1\n"))
        #expect(try edited(text) { try $0.remove("b") }.contains("# of b\n\nc: [1,"))
    }

    @Test func set_oddLayouts_keepTheRest() throws {
        #expect(try edited("a: 1\r\nb: 2\r\n") { try $0.set("a", to: "x") } == "a: x\r\nb: 2\r\n")
        #expect(try edited("  a: 1\n  b: 2\n") { try $0.set("c", to: .object(["k": 1])) } == "  a: 1\n  b: 2\n  c:\n    k: 1\n")
        #expect(try edited("\"a\": 1\n'b':\n") { try $0.set("b", to: 2) } == "\"a\": 1\nb: 2\n")
        #expect(try edited("a: é # ü\n") { try $0.set("a", to: 1) } == "a: 1 # ü\n")
        #expect(try edited("a: 1\nb: 2\n") { try $0.remove("zz") } == "a: 1\nb: 2\n")
        #expect(try edited("a: 1\n") { try $0.remove("a") } == "")
    }

    @Test(arguments: ["{a: 1, b: 2}", "? a\n: 1\n", "a: 1\u{2028}b: 2\n", "{a: 1,\n b: 2}\n"])
    func set_layoutThatCannotBeKept_isRefusedAndLeavesTheText(text: String) throws {
        var document = try ConfigurationDocument(text, path: "cell.yaml")
        do throws(Fault) {
            try document.set("b", to: 3)
            #expect(try document.value("b") == 3)
        } catch {
            #expect(error.code == .refused)
            #expect(document.text == text)
        }
    }

    @Test func init_textThatIsNoMapping_isRefused() {
        #expect(throws: Fault.self) { try ConfigurationDocument("- a", path: "f") }
        #expect(throws: Fault.self) { try ConfigurationDocument("a: [", path: "f") }
    }

    @Test func set_randomEdits_alwaysReadBack() throws {
        var random = SeededGenerator(state: 11)
        var document = try ConfigurationDocument("# start\na: 1 # one\n", path: "f")
        var expected: [String: Value] = ["a": 1]
        for _ in 0..<300 {
            let name = ["a", "b", "c:d", "e"].randomElement(using: &random) ?? "a"
            if Bool.random(using: &random) {
                let value = random.value(depth: 3)
                try document.set(name, to: value)
                expected[name] = value
            } else {
                try document.remove(name)
                expected[name] = nil
            }
            for key in ["a", "b", "c:d", "e"] { #expect(try document.value(key) == expected[key]) }
        }
        #expect(document.text.hasPrefix("# start\n"))
    }
}
