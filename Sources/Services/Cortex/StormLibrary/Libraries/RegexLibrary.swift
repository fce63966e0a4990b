import CortexCore
import Kernel
import Regex
import Storm

/// `$lib.regex`
enum RegexLibrary {
    /// Patterns of all queries, compiled.
    static let patterns = ModelSupport.patterns

    static let library = StormLibrary(
        "regex", help: "Regular expressions.",
        functions: [
            StormFunction(
                "search", ["pattern", "text", .optional("flags", 0)], help: "The groups of the first match, or null.",
                examples: [StormExample("return($lib.regex.search('(?P<n>a)(b)?', 'a'))", returns: ["a", nil])]
            ) { call in
                let capture = try pattern(call, flags: 2).firstMatch(in: call.text(1), check: call.runtime.check)
                return capture.map { .list($0.groups.map { $0.map(StormValue.string) ?? .null }) } ?? .null
            },
            StormFunction(
                "matches", ["pattern", "text", .optional("flags", 0)], help: "Whether a text starts with a match.",
                examples: [StormExample("return($lib.regex.matches('^a', 'abc'))", returns: true)]
            ) { call in
                .bool(try pattern(call, flags: 2).firstMatch(in: call.text(1), anchored: true, check: call.runtime.check) != nil)
            },
            StormFunction(
                "findall", ["pattern", "text", .optional("flags", 0)], help: "Every match, or its groups where the pattern has some.",
                examples: [StormExample("return($lib.regex.findall('([a-z])([0-9])', 'a1 b2'))", returns: [["a", "1"], ["b", "2"]])]
            ) { call in
                let matches = try pattern(call, flags: 2).allMatches(in: call.text(1), check: call.runtime.check)
                return .list(matches.map { $0.count == 1 ? .string($0[0]) : .texts($0) })
            },
            StormFunction(
                "replace", ["pattern", "replace", "text", .optional("flags", 0)],
                help: "The text with every match replaced; \\1 and \\g<name> stand for groups.",
                examples: [StormExample("return($lib.regex.replace('([a-z])1', '\\1!', 'a1b2'))", returns: "a!b2")]
            ) { call in
                let pattern = try pattern(call, flags: 3)
                let template = try ReplacementTemplate(call.text(1), for: pattern)
                let bytesMax = call.runtime.context.options.limits.textBytesMax
                return .string(try pattern.replaceAll(in: call.text(2), with: template, bytesMax: bytesMax, check: call.runtime.check))
            },
            StormFunction(
                "escape", ["text"], help: "The pattern that matches just a text.",
                examples: [StormExample("return($lib.regex.escape('a.b*c'))", returns: "a\\.b\\*c")]
            ) { call in .string(RegexEscape.escape(try call.text(0))) },
        ])

    static let flags = StormLibrary(
        "regex.flags", help: "How patterns are read.",
        values: [
            StormConstant("i", help: "Letters match without regard to case.") { _ in .int(RegexFlags.ignoreCase.rawValue) },
            StormConstant("m", help: "^ and $ match at each line.") { _ in .int(RegexFlags.multiline.rawValue) },
        ])

    private static func pattern(_ call: Call, flags: Int) throws -> CompiledPattern {
        try patterns.compiled(call.text(0), flags: RegexFlags(rawValue: Int64(call.int(flags))))
    }
}
