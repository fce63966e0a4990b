import Kernel
import Model
import Storm
import Testing

@testable import StormLibrary

/// JSON, YAML, XML, layouts and times as text, with what is wrong in them.
@Suite struct TextFormTests {
    private func message(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch let fault as Fault {
            return fault.message
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("", "Expecting value: line 1 column 1 (char 0)"), ("[1,]", "Expecting value: line 1 column 4 (char 3)"),
        ("{\"a\" 1}", "Expecting ':' delimiter: line 1 column 6 (char 5)"), ("[1 2]", "Expecting ',' delimiter: line 1 column 4 (char 3)"),
        ("\"a", "Unterminated string starting at: line 1 column 1 (char 0)"), ("1 2", "Extra data: line 1 column 3 (char 2)"),
        ("\n {a", "Expecting property name enclosed in double quotes: line 2 column 3 (char 3)"),
        ("\"\\x\"", "Invalid \\escape: line 1 column 2 (char 1)"), ("\"\\u12\"", "Invalid \\uXXXX escape: line 1 column 3 (char 2)"),
    ])
    func json_broken_saysWhere(text: String, expected: String) {
        #expect(message { _ = try JSONText.parse(text) } == expected)
    }

    @Test func json_nestedWithoutEnd_isRefused() {
        #expect(message { _ = try JSONText.parse(String(repeating: "[", count: 100_000)) }?.contains("levels") == true)
    }

    @Test func json_comesBack() throws {
        let value: ModelValue = ["a": [1, 2.5, nil, true, "é\"\n😀"], "b": [:], "c": []]
        #expect(try JSONText.parse(JSONText.write(value)) == value)
        #expect(try JSONText.parse(JSONText.write(value, isIndented: true)) == value)
        #expect(try JSONText.parse("\"\\ud83d\\ude00\"") == "😀")
        #expect(try JSONText.parse("123456789012345678901234567890").bigInteger?.description == "123456789012345678901234567890")
    }

    @Test func yaml_meansWhatVersion11Says() throws {
        let text = "a: yes\nb: 010\nc: 0x1f\nd: 1_000\ne: '5'\nf: &x [1, ~]\ng: *x\nh: 12:30\ni: {<<: {k: 1}, l: 2}\n"
        let value = try YAMLLoad.load(text).primitive()
        #expect(value == ["a": true, "b": 8, "c": 31, "d": 1000, "e": "5", "f": [1, nil], "g": [1, nil], "h": 750, "i": ["l": 2, "k": 1]])
    }

    @Test func yaml_aliasesOfAliases_areRefused() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<9 { text += "a\(level): &a\(level) [" + (0..<10).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n" }
        #expect(message { _ = try YAMLLoad.load(text) }?.contains("more than") == true)
    }

    @Test func yaml_written_isReadBack() throws {
        let value: ModelValue = [
            "a": ["yes", "1", "1.5", "null", "", " x", "a: b", "- a", "é", "two\nlines", "it's", "#no", "2020-01-02", "="],
            "b": [["x": 1], [[2]]],
        ]
        let text = try YAMLDump.dump(StormValue(value), sortsKeys: true)
        #expect(try YAMLLoad.load(text).primitive() == value)
        #expect(try YAMLDump.dump(.string("plain"), sortsKeys: true) == "plain\n...\n")
    }

    @Test(arguments: [
        ("<a", "unclosed token: line 1, column 0"), ("<a></b>", "mismatched tag: line 1, column 5"),
        ("", "no element found: line 1, column 0"),
        ("<a/>x", "junk after document element: line 1, column 4"), ("<a>&nope;</a>", "undefined entity: line 1, column 3"),
        ("<a x='1' x='2'/>", "duplicate attribute: line 1, column 9"), ("x", "syntax error: line 1, column 0"),
    ])
    func xml_broken_saysWhere(text: String, expected: String) {
        do {
            _ = try XMLText.parse(text)
            Issue.record("\(text) is no XML")
        } catch {
            #expect(error.sentence == expected)
        }
    }

    @Test func xml_isRead() throws {
        let root = try XMLText.parse("<?xml version='1.0'?><!-- c --><a x='&lt;1'>t&amp;<b/><![CDATA[<]]><c xmlns='u'><d/></c></a>")
        #expect(root.name == "a" && root.text == "t&" && root.attributes.first?.value == "<1")
        #expect(root.children.map(\.name) == ["b", "{u}c"])
        #expect(root.find("{u}d", isNested: true).count == 1 && root.find("{u}d", isNested: false).isEmpty)
    }

    @Test func layout_fitsValues() throws {
        #expect(try BinaryLayout("<bHq").pack([.int(-1), .int(65535), .int(-2)]).count == 11)
        #expect(try BinaryLayout("bH").size == 4)
        #expect(message { _ = try BinaryLayout(">B").pack([.int(256)]) } != nil)
        #expect(message { _ = try BinaryLayout(">b").pack([.int(-129)]) } != nil)
        #expect(message { _ = try BinaryLayout("99999999999999999999s") } == "total struct size too long")
        #expect(message { _ = try BinaryLayout("z") } == "bad char in struct format")
        let floats = try BinaryLayout(">efd").unpack(BinaryLayout(">efd").pack([.float(1.5), .float(-0.25), .float(1e300)])[...])
        #expect(zip(floats, [1.5, -0.25, 1e300]).allSatisfy { $0.isEqual(to: .float($1)) })
    }

    @Test func times_goBothWays() throws {
        let time: Int64 = 1_580_702_706_789
        #expect(TimePattern("%a %d %b %Y %I:%M:%S.%f %p %j %U %W %%").format(time) == "Mon 03 Feb 2020 04:05:06.789000 AM 034 05 05 %")
        #expect(try TimePattern("%Y-%m-%dT%H:%M:%S.%f%z").parse("2020-02-03T06:05:06.789+0200") == time)
        #expect(try TimePattern("%d %B %y %I %p").parse("3 february 20 4 PM") == 1_580_745_600_000)
        #expect(try TimePattern("%Y %j").parse("2020 034") == 1_580_688_000_000)
        #expect(throws: TimePattern.Problem.self) { try TimePattern("%Y-%m-%d").parse("2020-02-31") }
        #expect(throws: TimePattern.Problem.self) { try TimePattern("%Q").parse("x") }
    }
}
