import Model
import Testing

@testable import Storm

@Test func node_saysWhatItIs() throws {
    let host = try PipelineHost.filled()
    #expect(try host.value("inet:asn=64501 return($node.ndef())") == ["inet:asn", 64501])
    #expect(try host.value("inet:ipv4=203.0.113.20 return($node.repr())") == "203.0.113.20")
    #expect(try host.value("inet:ipv4=203.0.113.20 return($node.repr(dns:rev, defv=none))") == "none")
    #expect(try host.value("inet:ipv4=203.0.113.20 return($node.tags(leaf=(true)))") == ["cno.infra.vpn"])
    #expect(try host.value("inet:ipv4=203.0.113.20 return($node.globtags(cno.*.vpn))") == ["infra"])
    #expect(try host.value("inet:asn=64501 return($node.props.name)") == "quarry net")
}

@Test func node_edits_goThroughTheRules() throws {
    let host = try PipelineHost.filled()
    #expect(try host.value("inet:asn=64501 $node.props.name=other return(:name)") == "other")
    #expect(host.answer("inet:asn=64501 $node.props.nosuch=1") == ["NoSuchProp: No prop inet:asn:nosuch"])
    #expect(try host.value("inet:asn=64501 $node.data.set(k, v) return($node.data.get(k))") == "v")
    #expect(try host.value("inet:asn=64501 return($node.data.pop(k))") == "v")
    #expect(try host.value("inet:asn=64501 return($node.data.has(k))") == false)
}

@Test func node_difference_ofTagsKnowsParents() throws {
    let host = try PipelineHost.filled()
    let difference = try host.value("inet:ipv4=198.51.100.7 return($node.difftags((foo, cno.infra)))")
    #expect(difference == ["adds": ["foo"], "dels": ["cno.infra.dns"]])
    _ = host.answer("inet:ipv4=198.51.100.7 $node.difftags((foo, bar), prefix=cno, apply=(true))")
    #expect(try host.value("inet:ipv4=198.51.100.7 return($node.tags())") == ["cno", "cno.bar", "cno.foo"])
}

@Test func path_knowsTheWay() throws {
    let host = try PipelineHost.filled()
    let links = try host.value("inet:ipv4=203.0.113.20 -> inet:asn return($path.links())")
    #expect(links.list?.count == 1)
    #expect(links.list?[0].list?[1] == ["type": "prop", "prop": "asn"])
    #expect(try host.value("inet:ipv4=203.0.113.20 -> inet:asn return($path.idens())").list?.count == 2)
}

@Test func nodePack_withTexts_leavesOutThoseThatAreTheValues() throws {
    let host = try PipelineHost.filled()
    let pack = try host.value("ou:org return($node.pack(dorepr=(true)))").list?[1]
    #expect(pack?["reprs"]?["names"] == ["falcon crew", "kestrel"])
    #expect(pack?["reprs"]?["name"] == nil)
    #expect(pack?["repr"] == nil)
    let address = try host.value("inet:ipv4=203.0.113.20 return($node.pack(dorepr=(true)))").list?[1]
    #expect(address?["repr"] == "203.0.113.20")
    #expect(address?["tags"]?["cno.infra.vpn"] == [1_546_300_800_000, 1_609_459_200_000])
}
