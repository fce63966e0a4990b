import Kernel
import Model
import Regex
import Storm

/// `$lib.scrape`
enum ScrapeLibrary {
    static let library = StormLibrary(
        "scrape", help: "Indicators in text: addresses, names, hashes, paths, also where they were disarmed.",
        functions: [
            StormFunction(
                "ndefs", ["text"], help: "The forms and values of what a text holds, each once.",
                examples: [
                    StormExample(
                        "$l=([]) for ($f, $v) in $lib.scrape.ndefs('see bad[.]site[.]com') { $l.append(($f, $v)) } return($l)",
                        returns: [["inet:fqdn", "bad.site.com"]])
                ]
            ) { call in
                let scraper = try Scraper(call.text(0), model: call.runtime.model)
                return .object(StormGenerator { runtime, body in
                    var seen: Set<ModelValue> = []
                    try scraper.forEach(check: runtime.check) { found in
                        guard seen.insert(.list([.string(found.form), found.value])).inserted else { return }
                        try body(.tuple([.string(found.form), StormValue(stored: found.value)]))
                    }
                })
            },
            StormFunction(
                "context", ["text"], help: "The forms and values of what a text holds, each with its place and what stood there.",
                examples: [
                    StormExample(
                        "for ($f, $v, $i) in $lib.scrape.context('x 1[.]2[.]3[.]4 y') { return(($f, $i.match, $i.offset)) }",
                        returns: ["inet:ipv4", "1[.]2[.]3[.]4", 2])
                ]
            ) { call in
                let scraper = try Scraper(call.text(0), model: call.runtime.model)
                return .object(StormGenerator { runtime, body in
                    try scraper.forEach(check: runtime.check) { found in
                        let info: StormValue = .dict(["match": .string(found.match), "offset": .int(Int64(found.offset))])
                        try body(.tuple([.string(found.form), StormValue(stored: found.value), info]))
                    }
                })
            },
            StormFunction(
                "genMatches", ["text", "pattern", .optional("fangs", nil), .optional("flags", 2)],
                help: "What a pattern finds in its group named valu, each with its place. fangs: pairs of what is written and meant.",
                examples: [
                    StormExample(
                        "for ($v, $i) in $lib.scrape.genMatches('id ABC-12', '(?P<valu>ABC-[0-9]+)') { return(($v, $i.offset)) }",
                        returns: ["ABC-12", 3])
                ], matches),
        ])

    @Sendable private static func matches(_ call: Call) throws -> StormValue {
        let pattern = try RegexLibrary.patterns.compiled(call.text(1), flags: RegexFlags(rawValue: Int64(call.int(3))))
        guard let group = pattern.number(of: "valu") else {
            throw Fault(.badArgument, "the pattern has no group named valu", advice: "Write (?P<valu>...) around what is to be given")
        }
        let text = Refanging(try call.text(0), fangs: try fangs(call))
        return .object(StormGenerator { runtime, body in
            try pattern.forEachMatch(in: text.text, check: runtime.check) { capture in
                guard let value = capture.texts[group], let range = capture.ranges[group] else { return true }
                let (match, offset) = text.original(range)
                try body(.tuple([.string(value), .dict(["match": .string(match), "offset": .int(Int64(offset))])]))
                return true
            }
        })
    }

    private static func fangs(_ call: Call) throws -> [(written: String, meant: String)] {
        guard !call.isNull(2) else { return [] }
        return try call.items(2).map { item in
            let pair = try item.items(call.runtime)
            guard pair.count == 2 else { throw Fault(.badArgument, "each of the fangs is a pair of texts") }
            return (try pair[0].toText(call.runtime), try pair[1].toText(call.runtime))
        }
    }
}
