import Model
import Testing

@testable import StormLibrary

/// Indicators in running text, with what may stand around them.
@Suite struct ScrapeTests {
    private func found(_ text: String) throws -> [String] {
        let value = try LibraryFixture().call(
            "$l=([]) for ($f, $v) in $lib.scrape.ndefs($text) { $l.append(`{$f}={$v}`) } return($l)",
            variables: [.init("text", .string(text))])
        return value.list?.compactMap(\.string) ?? []
    }

    @Test(arguments: [
        ("at https://a.com/x?y=1, then", ["inet:url=https://a.com/x?y=1", "inet:fqdn=a.com"]),
        ("mail bob@x.co.uk.", ["inet:email=bob@x.co.uk", "inet:fqdn=x.co.uk"]),
        ("file readme.nosuchzone and 1.2.3 and 256.1.1.1", []),
        ("fixes CVE-2021-44228 (CWE-79)", ["it:sec:cve=cve-2021-44228", "it:sec:cwe=CWE-79"]),
        ("d41d8cd98f00b204e9800998ecf8427e", ["hash:md5=d41d8cd98f00b204e9800998ecf8427e"]),
        ("xd41d8cd98f00b204e9800998ecf8427e", []),
        ("at 12:34:56 from 2001:db8::1", ["inet:ipv6=2001:db8::1"]),
        ("wrote /etc/passwd, then c:\\temp\\x.txt.", ["file:path=/etc/passwd", "file:path=c:/temp/x.txt"]),
        ("btc 1BoatSLRHtKNngkdXEeobR76b53LETtpyU", []),
    ])
    func text_givesItsIndicators(text: String, expected: [String]) throws {
        #expect(try found(text) == expected)
    }

    @Test func refanging_knowsTheWayBack() {
        let text = Refanging("é 1[.]2(.)3[dot]4 hxxps://a[.]b")
        #expect(text.text == "é 1.2.3.4 https://a.b")
        #expect(text.original(3..<10).text == "1[.]2(.)3[dot]4")
        #expect(text.original(3..<10).offset == 2)
        #expect(text.original(11..<22).text == "hxxps://a[.]b")
        #expect(text.original(0..<2).text == "é")
    }

    @Test func ethereum_hasItsCheckSum() {
        #expect(CoinAddress.ethereum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")?.coin == "eth")
        #expect(CoinAddress.ethereum("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD") == nil)
        #expect(CoinAddress.bitcoinSegment("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")?.coin == "btc")
        #expect(CoinAddress.bitcoinSegment("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5") == nil)
    }
}
