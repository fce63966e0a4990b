import Kernel
import Model
import Testing

@Test func identity_nodesAndGuids_areThoseOfTheReference() throws {
    let environment = ModelFixture.environment
    let seven = try NodeIdentity.iden(form: "it:dev:int", value: 7, environment)
    #expect(seven.description == "8e9c0af59ffccc3cf828af5388bec83eea3c0719fc4f92d5bc7cd791b6d5496f")
    let address = try NodeIdentity.iden(form: "inet:ipv4", value: 16_909_060, environment)
    #expect(address.description == "20153b758f9d5eaaa38e4f4a65c36da797c3e59e549620fa7c4895e1a920991f")
    #expect(norm("guid", ["a", "b"]) == "a5fcb7ee50dd99f27ff8f8aa5aedfbe1")
    #expect(norm("guid", "*") == "00000000000000000000000000000007")
}

@Test func guidContent_furtherProperties_areSetButDoNotName() throws {
    let further: ModelValue = ["founded": "bogus", "url": "http://acme.com"]
    let entries: [ModelValue.Entry] = [.init("name", "Acme"), .init("$props", further), .init("$try", true)]
    let content = try GuidContent(form: "ou:org", entries: entries, in: ModelFixture.model)
    #expect(content.guid == "0d62be63d7d9713c300be6f4a68bda2d")
    #expect(content.further.map(\.name) == ["url"])
    #expect(throws: Fault.self) { try GuidContent(form: "ou:org", entries: Array(entries.dropLast()), in: ModelFixture.model) }
}

@Test func integers_textForms_areReadAsTheReferenceDoes() {
    #expect(norm("int", "0b101") == 5)
    #expect(norm("int", " -0x10 ") == -16)
    #expect(norm("int", "1_000") == 1000)
    #expect(norm("int", 3.9) == 3)
    #expect(failure("int", "1__0") != nil)
    #expect(failure("int", .float(.nan)) != nil)
    #expect(failure("int", .null) == "no norm for type: <class 'NoneType'>.")
    #expect(failure("inet:service:object:status", 11) == "Value is not a valid enum value.")
    #expect(norm("inet:service:object:status", "Available") == 30)
}

@Test func decimals_precisionUnitsAndModulus() {
    #expect(norm("hugenum", "1e3") == "1000")
    #expect(norm("hugenum", "-0.0") == "0")
    #expect(norm("hugenum", "0.1234567890123456789012345") == "0.123456789012345678901234")
    #expect(norm("mass", "1.5 LB") == "680.388")
    #expect(norm("transport:direction", "370.5") == "10.5")
    #expect(norm("transport:direction", "-10") == "350")
    #expect(failure("hugenum", "1e99999999") != nil)
    #expect(failure("hugenum", .null) == "Hugenum type may not be null.")
    #expect(failure("hugenum", "1e30") != nil)
}

@Test func times_formsZonesAndSpans() {
    let day: Int64 = 86_400_000
    #expect(norm("time", "now") == .int(ModelFixture.now))
    #expect(norm("time", "-3 days") == .int(ModelFixture.now - 3 * day))
    #expect(norm("time", "now+1hour") == .int(ModelFixture.now + 3_600_000))
    #expect(norm("time", "?") == .int(.max))
    #expect(norm("time", "2020-02-03T04:05:06+01:00") == norm("time", "2020-02-03T03:05:06"))
    #expect(norm("time", "Mon, 3 Feb 2020 04:05:06 GMT") == norm("time", "20200203040506"))
    #expect(norm("time", "20200203040506789123999") == norm("time", "20200203040506789"))
    #expect(failure("time", "0000") != nil)
    #expect(failure("time", .int(253_402_300_800_000)) == "Time exceeds max size [253402300799999] allowed for a non-future marker.")
    #expect(repr("time", .int(-11_676_096_000_000)) == "1600/01/01 00:00:00.000")
}

@Test func intervals_relativeAndMerged() throws {
    let type = try ModelFixture.model.requireType("ival")
    #expect(norm("ival", ["2020", "+-1 day"]) == [.int(1_577_750_400_000), .int(1_577_923_200_000)])
    #expect(norm("ival", "2020, 2021") == norm("ival", ["2020", "2021"]))
    #expect(type.merge([10, 20], [5, 8]) == [5, 20])
    #expect(failure("ival", "?") == "interval requires begin time")
    #expect(failure("ival", ["2020"]) != nil)
    let created = try ModelFixture.model.requireProperty("inet:ipv4.created").type
    #expect(created.merge(5, 9) == 5)
}

@Test func text_options_applyInOrder() {
    #expect(norm("ou:name", " A  b ") == "a  b")
    #expect(norm("ps:name", " A  b ") == "a b")
    #expect(norm("transport:air:flightnum", "UA 1234") == "ua1234")
    #expect(failure("econ:pay:card:funding:type", "cash") == "Value not in enums")
    #expect(subs("econ:pay:pan", "4111111111111111")["mii"] == "4")
    #expect(failure("transport:sea:mmsi", "x123456789") != nil)
    #expect(norm("str", 1.5) == "1.5")
    #expect(failure("str", []) != nil)
}

@Test func structured_valuesNestAndGiveTheirSubs() {
    #expect(subs("inet:dns:a", ["a.b.com", "1.2.3.4"])["fqdn:domain"] == "b.com")
    #expect(norm("ou:org:names", ["b", "A", "b"]) == ["a", "b"])
    #expect(norm("inet:net4", "10.0.0.0/30") == [.int(167_772_160), .int(167_772_163)])
    #expect(repr("inet:net4", [.int(167_772_160), .int(167_772_163)]) == ["10.0.0.0", "10.0.0.3"])
    #expect(failure("inet:net4", ["2.0.0.0", "1.0.0.0"]) == "minval cannot be greater than maxval")
    #expect(norm("nodeprop", ["inet:ipv4:asn", "10"]) == ["inet:ipv4:asn", 10])
    #expect(norm("edge:refs", [["inet:fqdn", "A.com"], ["inet:ipv4", "1.1.1.1"]]) == [["inet:fqdn", "a.com"], ["inet:ipv4", 16_843_009]])
    #expect(failure("it:app:yara:netmatch:node", ["ou:name", "x"]) != nil)
    #expect(failure("econ:pay:instrument", ["inet:fqdn", "x.com"]) != nil)
}

@Test func internet_expansionOfNetworksIsBounded() throws {
    let model = ModelFixture.model
    let type = try model.requireType("inet:ipv4")
    #expect(try type.expansion("1.2.3.0/30", in: model)?.count == 4)
    #expect(try type.expansion("1.2.3.4", in: model) == nil)
    #expect(throws: Fault.self) { try type.expansion("0.0.0.0/0", in: model) }
    #expect(failure("inet:ipv4", "1.2.3.0/30") == "illegal IP address string passed to inet_aton")
    #expect(failure("inet:ipv6", "::/126") == "Unexpected '/' in '::/126'")
    #expect(try model.requireType("inet:ipv6").expansion("::1-::3", in: model) == ["::1", "::2", "::3"])
}

@Test func internet_addressesAndEndpoints() {
    #expect(subs("inet:ipv4", "100.64.0.1")["type"] == "shared")
    #expect(subs("inet:ipv4", "127.0.0.1")["type"] == "loopback")
    #expect(subs("inet:ipv6", "fe80::1")["type"] == "linklocal")
    #expect(norm("inet:server", "[::1]:80") == "tcp://[::1]:80")
    #expect(norm("inet:server", "tcp://::1") == "tcp://::1")
    #expect(norm("inet:dns:query", ["1.2.3.4", "4.3.2.1.in-addr.arpa", "PTR"]) == ["tcp://1.2.3.4", "4.3.2.1.in-addr.arpa", 12])
    #expect(subs("inet:dns:name", "4.3.2.1.in-addr.arpa")["ipv4"] == 16_909_060)
    #expect(repr("inet:fqdn", "xn--bcher-kva.de") == "bücher.de")
    #expect(norm("inet:fqdn", "faß.de") == "fass.de")
    #expect(failure("inet:ipv6", "12345::") != nil)
}

@Test func internet_urlsAndMail() {
    let parts = subs("inet:url", "https://bob:pw@www.site.com:8080/a/b?x=1#frag")
    #expect(parts["user"] == "bob")
    #expect(parts["port"] == 8080)
    #expect(parts["params"] == "?x=1#frag")
    #expect(norm("inet:url", "file:///etc/passwd") == "file:///etc/passwd")
    #expect(subs("inet:url", "smb://server/share/x")["fqdn"] == "server")
    #expect(failure("inet:url", "http:///x") != nil)
    #expect(norm("inet:rfc2822:addr", "\"Bob\" <BOB@X.com>") == "bob <bob@x.com>")
    #expect(subs("inet:http:cookie", "a = b")["value"] == "b")
}

@Test func files_hashesNamesAndPaths() {
    #expect(norm("file:bytes", .bytes([97, 98, 99])) == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(subs("file:bytes", "base64:YWJj")["sha1"] == "a9993e364706816aba3e25717850c26c9cd0d89d")
    #expect(failure("file:bytes", "base64:YW!j") != nil)
    #expect(failure("file:base", "a/b") == "file:base may not contain /")
    #expect(norm("file:path", "/") == "/")
    #expect(subs("file:path", "c:/a/b.TXT")["dir"] == "c:/a")
    #expect(subs("file:path", "c:/a/b.TXT")["base:ext"] == "txt")
}

@Test func platformsSeveritiesAndTelephones() {
    #expect(norm("it:sec:cpe", "cpe:/a:vend:prod:1.0") == "cpe:2.3:a:vend:prod:1.0:*:*:*:*:*:*:*")
    #expect(subs("it:sec:cpe", "cpe:2.3:a:vend:prod:1.0:*:*:*:*:*:*:*")["v2_2"] == "cpe:/a:vend:prod:1.0")
    #expect(norm("cvss:v2", "(AV:L/AC:L/Au:M/C:P/I:C/A:N/E:ND)") == "AV:L/AC:L/Au:M/C:P/I:C/A:N")
    #expect(failure("cvss:v3", "AV:N") != nil)
    #expect(norm("tel:mob:imei", "490154203237518") == 490_154_203_237_518)
    #expect(failure("tel:mob:imei", "490154203237519") == "invalid imei checksum byte")
}

@Test func regularExpressions_withoutAnEngine_areAClearFault() throws {
    let environment = ModelEnvironment(
        hasher: PlainDigests(), regexEngine: nil, now: { Timestamp(milliseconds: 0) }, freshIden: { Iden(high: 0, low: 0) })
    let model = try StockModel.make(environment)
    do {
        _ = try model.requireType("it:sec:cwe").norm("CWE-79", in: model)
        Issue.record("a pattern was checked without an engine")
    } catch { #expect(error.code.name == "NotReady") }
    #expect(try model.requireType("ou:name").norm("X", in: model).value == "x")
}

@Test func domainZone_newName_followsFromItsParent() {
    let top = DomainZone(of: "com", under: nil)
    let site = DomainZone(of: "example.com", under: top)
    let host = DomainZone(of: "www.example.com", under: site)
    #expect(top == DomainZone(isSuffix: true, isZone: false, zone: nil))
    #expect(site == DomainZone(isSuffix: false, isZone: true, zone: "example.com"))
    #expect(host == DomainZone(isSuffix: false, isZone: false, zone: "example.com"))
    let suffix = DomainZone(isSuffix: true, isZone: true, zone: "co.uk")
    #expect(DomainZone(of: "site.co.uk", under: suffix).zone == "site.co.uk")
}
