import Config
import Kernel
import Testing

@Suite struct YAMLWriteTests {
    @Test func write_nestedValue_isBlockStyleInTheOrderGiven() throws {
        let value = Value.object([
            "aha:name": "00.cortex", "https:port": .null, "list": ["a", .object(["k": 1, "l": []]), [1, 2]],
            "mirror": "aha://root@cortex...", "empty": .map([]), "ratio": .float(2),
        ])
        #expect(
            try YAML.write(value) == """
                aha:name: 00.cortex
                https:port: null
                list:
                  - a
                  - k: 1
                    l: []
                  - - 1
                    - 2
                mirror: aha://root@cortex...
                empty: {}
                ratio: 2.0

                """)
    }

    @Test(arguments: [
        "", " ", "a ", " a", "yes", "No", "null", "~", "true", "12", "0x1f", "1e5", "1_000", "12:30:45", "2021-06-28", "-", "- a", "? a",
        "a: b",
        "a #b", "#a", "a:", "*a", "&a", "!a", "%a", "@a", "`a", "'a'", "\"a\"", "[a]", "{a}", "a\nb", "a\r\nb", "\t", "\u{0}", "\u{85}",
        "\u{2028}", "\u{feff}x", "\u{7f}", "é", "😀", "\\", "---", "...", ".5", "+1", "=", "<<", "|", ">", "a,b", "ssl://h:1/x?y=z&c=d",
        "\u{fffe}", "\u{ffff}",
    ])
    func write_awkwardString_readsBackEqual(text: String) throws {
        let value = Value.object(["key": .string(text), "list": [.string(text)]])
        #expect(try YAML.parse(YAML.write(value), file: "f").value == value)
        #expect(try YAML.parse(YAML.write(.string(text)), file: "f").value == .string(text))
        let keyed = Value.map([Value.Entry(.string(text), 1)])
        #expect(try YAML.parse(YAML.write(keyed), file: "f").value == keyed)
    }

    @Test func write_randomValues_readBackEqual() throws {
        var random = SeededGenerator(state: 7)
        for _ in 0..<300 {
            let value = random.value(depth: 4)
            #expect(try YAML.parse(YAML.write(value), file: "f").value == value)
        }
    }

    @Test func write_whatYAMLCannotHold_isRefused() {
        var deep = Value.int(1)
        for _ in 0...YAML.depthMax { deep = [deep] }
        let refused: [Value] = [
            .bytes([1]), .ext(1, []), .map([.init([1], 2)]), .map([.init("a", 1), .init("a", 2)]), deep,
            .map([.init(.string(String(repeating: "k", count: 2000)), 1)]),
        ]
        for value in refused {
            #expect(throws: Fault.self) { try YAML.write(value) }
        }
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func string() -> String {
        let scalars = Array("ab:# -'\"\n\t\\{}[],&*!|>%@`0159.eExoé\u{85}\u{2028}😀~?".unicodeScalars)
        return String(
            String.UnicodeScalarView((0..<Int.random(in: 0...12, using: &self)).map { _ in scalars.randomElement(using: &self) ?? "x" }))
    }

    mutating func value(depth: Int) -> Value {
        switch Int.random(in: depth > 0 ? 0...8 : 0...5, using: &self) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &self))
        case 2: return .int(Int64.random(in: .min ... .max, using: &self))
        case 3: return .float(Double.random(in: -1e9...1e9, using: &self))
        case 4, 5: return .string(string())
        case 6: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth - 1) })
        default:
            var keys: Set<String> = []
            while keys.count < Int.random(in: 0...4, using: &self) { keys.insert(string()) }
            return .map(keys.sorted().map { Value.Entry(.string($0), value(depth: depth - 1)) })
        }
    }
}
