import Kernel
import Model
import Regex

/// What indicators look like. The order is that in which findings are given.
enum ScrapeRules {
    static let all: [ScrapeRule] = rules()

    /// The folders that a path of Linux starts with.
    private static let rootFolders =
        "bin|boot|cdrom|dev|etc|home|lib|lib64|lib32|libx32|lost\\+found|media|mnt|opt|proc|root|run|sbin|snap|srv|sys|tmp|usr|var"
    /// Signs that an internationalised name may consist of.
    private static let label = #"[\p{L}\p{M}\p{N}\p{S}_-]"#
    private static let dots = #"[.\x{3002}\x{ff0e}\x{ff61}]"#
    private static let octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
    private static let ipv4 = "\(octet)(?:\\.\(octet)){3}"
    private static let port = "(?:6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"

    /// A domain name below a top-level domain that exists.
    private static var domain: String {
        let labels = "(?:\(label){1,63}\(dots))+"
        let zones = TopLevelDomains.all.sorted { $0.utf8.count > $1.utf8.count }.joined(separator: "|")
        return "\(labels)(?:\(zones)|xn--[a-z0-9-]{2,59})"
    }

    /// Behind a name: nothing that could belong to it. A full stop ends a sentence, or it belongs to a longer name.
    private static let nameEnd = #"(?![\p{L}\p{M}\p{N}\p{S}_-])(?!\#(dots)[^\p{Z}\p{Cc}])"#

    private static func rule(
        _ form: String, _ pattern: String, trim: (@Sendable (String, String) -> String)? = nil,
        convert: (@Sendable (String) -> [ModelValue])? = nil
    ) -> ScrapeRule {
        do {
            return ScrapeRule(form, try CompiledPattern(pattern, flags: .ignoreCase), trim: trim, convert: convert)
        } catch {
            preconditionFailure("the pattern for \(form) is wrong: \(error)")
        }
    }

    private static func hash(_ form: String, digits: Int) -> ScrapeRule {
        rule(form, "(?<![a-z0-9])[a-f0-9]{\(digits)}(?![a-z0-9])")
    }

    private static func coin(_ pattern: String, _ convert: @escaping @Sendable (String) -> (coin: String, address: String)?) -> ScrapeRule {
        rule(
            "crypto:currency:address", "(?<![a-z0-9])(?:\(pattern))(?![a-z0-9])",
            convert: { text in convert(text).map { [.list([.string($0.coin), .string($0.address)])] } ?? [] })
    }

    private static func rules() -> [ScrapeRule] {
        let ipv6 = #"(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|\#(ipv4))?"#
        return [
            rule(
                "inet:url",
                #"(?P<prefix>[\\{<(\[]?)(?P<valu>(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,24}://(?:(?![,.]+[ '"\t\n\r\f\v])[^ '"\t\n\r\f\v])+)"#,
                trim: withoutClosing),
            rule("inet:url", #"(?P<valu>(?<!\S|\\)\\\\[a-z0-9_.:\[\]-]+(?:\\[^\s\\/:*?"<>|]+)+)"#),
            rule("inet:email", #"(?<![a-z0-9_.+-])[a-z0-9_.+-]{1,256}@\#(domain)\#(nameEnd)"#),
            rule("inet:server", #"(?<![0-9a-z]|[0-9a-z]\.|:)\#(ipv4):\#(port)(?!\d|\.\d)"#),
            rule("inet:server", #"(?<![0-9a-z])\[\#(ipv6)\]:\#(port)(?!\d|\.\d)"#),
            rule("inet:ipv4", #"(?<![0-9a-z]|[0-9a-z]\.|:)\#(ipv4)(?![0-9a-z]|\.[0-9])"#),
            rule("inet:ipv6", #"(?<![0-9a-z:.])\#(ipv6)(?![0-9a-z:]|\.[0-9])"#),
            rule("inet:fqdn", #"(?<![\p{L}\p{M}\p{N}\p{S}_-])(?<!\#(dots))\#(domain)\#(nameEnd)"#),
            hash("hash:md5", digits: 32), hash("hash:sha1", digits: 40), hash("hash:sha256", digits: 64),
            hash("hash:sha384", digits: 96), hash("hash:sha512", digits: 128),
            rule("it:sec:cve", #"(?<![a-z0-9])CVE[-\x{2011}-\x{2014}][0-9]{4}[-\x{2011}-\x{2014}][0-9]{4,}(?![a-z0-9])"#),
            rule("it:sec:cwe", "(?<![a-z0-9])CWE-[0-9]{1,8}(?![a-z0-9])", convert: { [.string($0.uppercased())] }),
            rule("it:sec:cpe", #"(?<![a-z0-9])cpe:2\.3:[aho*-](?::(?:\\.|[a-z0-9*?._~+%!-])+){10}"#),
            coin("(?-i:[13][1-9A-HJ-NP-Za-km-z]{25,34})", CoinAddress.bitcoin),
            coin("bc1[02-9ac-hj-np-z]{8,87}", CoinAddress.bitcoinSegment),
            coin("0x[a-f0-9]{40}", CoinAddress.ethereum), coin("(?:bitcoincash:)?[qp][02-9ac-hj-np-z]{41}", CoinAddress.bitcoinCash),
            coin("(?-i:r[1-9A-HJ-NP-Za-km-z]{24,34})", CoinAddress.ripple), coin("addr1[02-9ac-hj-np-z]{40,110}", CoinAddress.cardano),
            rule(
                "file:path",
                #"(?<![\w/:.\\)\]-])/(?:\#(rootFolders))(?:/[^\s/\\'"<>|;:,`]+)+"#,
                trim: withoutSentenceEnd),
            rule("file:path", #"(?<![a-z0-9])[a-z]:\\(?:[^\s\\/:*?"<>|]+\\)*[^\s\\/:*?"<>|]+"#, trim: withoutSentenceEnd),
        ]
    }

    private static let closing: [String: Character] = ["[": "]", "<": ">", "{": "}", "(": ")"]

    /// Without the brackets that close what stands before it.
    @Sendable private static func withoutClosing(_ match: String, _ prefix: String) -> String {
        guard let bracket = closing[prefix] else { return match }
        var match = match
        while match.last == bracket { match.removeLast() }
        return match
    }

    @Sendable private static func withoutSentenceEnd(_ match: String, _ prefix: String) -> String {
        var match = match
        while let last = match.last, ".,;:!?)]}".contains(last) { match.removeLast() }
        return match
    }
}
