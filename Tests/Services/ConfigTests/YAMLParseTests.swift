import Config
import Kernel
import Testing

@Suite struct YAMLParseTests {
    func value(_ text: String) throws -> Value { try YAML.parse(text, file: "cell.yaml").value }

    func message(_ text: String) -> String {
        do {
            _ = try YAML.parse(text, file: "cell.yaml")
            return "no fault"
        } catch {
            return error.message
        }
    }

    static let coreSchema: [(String, Value)] = [
        ("null", Value.null), ("~", .null), ("", .null), ("# only a comment", .null), ("true", true), ("FALSE", false), ("12", 12),
        ("-3", -3), ("+7", 7), ("0x1F", 31), ("0o17", 15), ("18446744073709551615", .uint(.max)), ("1.5", .float(1.5)),
        (".5", .float(0.5)), ("1e3", .float(1000)), ("-.inf", .float(-.infinity)), ("yes", "yes"), ("'12'", "12"), ("\"a\\nb\"", "a\nb"),
        ("!!str 12", "12"), ("aha:name", "aha:name"), ("01.cortex", "01.cortex"), ("1.2.3", "1.2.3"), (".", "."), ("0xzz", "0xzz"),
        ("[1, [a], {b: c}]", [1, ["a"], .object(["b": "c"])]), ("a:\n  - 1\n  - 2\n", .object(["a": [1, 2]])),
        ("x: |\n  one\n  two\n", .object(["x": "one\ntwo\n"])), ("a:", .object(["a": .null])),
        ("ключ: значение", .object(["ключ": "значение"])),
    ]

    @Test(arguments: coreSchema)
    func parse_coreSchema_givesTheValue(text: String, expected: Value) throws {
        #expect(try value(text) == expected)
    }

    @Test func parse_nan_isAFloat() throws {
        guard case .float(let number) = try value(".nan") else {
            Issue.record("not a float")
            return
        }
        #expect(number.isNaN)
    }

    @Test func parse_nestedText_knowsEveryPlace() throws {
        let root = try YAML.parse("# head\na: 1\nb:\n  c: [x, yy]\n", file: "f")
        guard case .mapping(let pairs) = root.content, case .mapping(let inner) = pairs[1].value.content else {
            Issue.record("no mappings")
            return
        }
        #expect(pairs[0].key.start == YAMLMark(line: 2, column: 1))
        #expect(pairs[0].value.start == YAMLMark(line: 2, column: 4))
        #expect(inner[0].key.start == YAMLMark(line: 4, column: 3))
        #expect(inner[0].value.end == YAMLMark(line: 4, column: 13))
        guard case .list(let items) = inner[0].value.content else {
            Issue.record("no list")
            return
        }
        #expect(items[1].start == YAMLMark(line: 4, column: 10))
    }

    @Test func parse_duplicateKey_namesBothLines() {
        let text = message("a: 1\nb: 2\na: 3\n")
        #expect(text == "cell.yaml:3:1: the key 'a' is here again; it was first on line 1")
        #expect(message("x: {k: 1, \"k\": 2}").contains("'k'"))
    }

    @Test(arguments: [
        ("a: &x 1\nb: *x", "anchor"), ("*x", "alias"), ("a: 1\n---\nb: 2", "second document"), ("a: !secret 1", "tag"),
        ("a: !!python/object 1", "tag"), ("{[1]: 2}", "key"), ("a: [1", "not YAML"), ("a:\n\t- 1", "not YAML"), ("a: b: c", "not YAML"),
        ("99999999999999999999", "64 bits"), ("0xfffffffffffffffff", "64 bits"), ("-9223372036854775809", "64 bits"),
        ("a: \u{1}", "not YAML"),
        ("a: 'open", "not YAML"), ("%YAML 9.9\n---\na", "not YAML"),
    ])
    func parse_refusedText_saysWhyAndWhere(text: String, part: String) {
        let text = message(text)
        #expect(text.contains(part), "\(text)")
        #expect(text.hasPrefix("cell.yaml:"), "\(text)")
    }

    @Test func parse_controlCharacter_namesItsLineAndColumn() {
        #expect(message("a: 1\nbé: \u{1}").hasPrefix("cell.yaml:2:5:"))
    }

    @Test func parse_aliasBomb_isRefusedAtTheFirstAnchor() {
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
        for (previous, name) in zip("abcdefgh", "bcdefghi") {
            bomb += "\(name): &\(name) [" + repeatElement("*\(previous)", count: 9).joined(separator: ",") + "]\n"
        }
        #expect(message(bomb).contains("1:4: an anchor"))
    }

    @Test(arguments: ["[", "- ", "{a: ", "? "])
    func parse_depthBomb_isRefused(opening: String) {
        let text = message(String(repeating: opening, count: 100_000))
        #expect(text.contains("deeper") || text.contains("key") || text.contains("not YAML"), "\(text)")
    }

    @Test func parse_depthAtTheBound_isRead() throws {
        let text = String(repeating: "[", count: YAML.depthMax) + String(repeating: "]", count: YAML.depthMax)
        _ = try value(text)
        #expect(message("[" + text + "]").contains("deeper than 64"))
    }

    @Test func parse_tooLongOrTooMany_isRefused() {
        #expect(message(String(repeating: "x", count: YAML.textBytesMax + 1)).contains("bytes long"))
        #expect(message("[" + String(repeating: "1,", count: YAML.nodesMax + 1) + "]").contains("more than"))
    }
}
