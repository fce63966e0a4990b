import Testing

@Test func lift_ofAForm_givesNodesInOrderOfTheirValues() throws {
    let host = try PipelineHost.filled()
    #expect(
        host.answer("inet:ipv4")
            == ["inet:ipv4=192.0.2.33", "inet:ipv4=198.51.100.7", "inet:ipv4=198.51.100.8", "inet:ipv4=203.0.113.20"])
    #expect(host.answer("reverse(inet:asn)") == ["inet:asn=64501", "inet:asn=64500"])
    #expect(host.answer("inet:asn inet:asn") == ["inet:asn=64500", "inet:asn=64501", "inet:asn=64500", "inet:asn=64501"])
}

@Test func lift_byComparison_walksTheIndexOrSaysThatThereIsNone() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:asn>64500") == ["inet:asn=64501"])
    #expect(host.answer("inet:ipv4=198.51.100.0/29") == ["inet:ipv4=198.51.100.7"])
    #expect(host.answer("inet:ipv4:loc^=us") == ["inet:ipv4=192.0.2.33", "inet:ipv4=198.51.100.7", "inet:ipv4=198.51.100.8"])
    #expect(host.answer("inet:asn*in=(64501, 1)") == ["inet:asn=64501"])
    #expect(host.answer("inet:fqdn^=www") == ["NoSuchCmpr: Type (inet:fqdn) has no cmpr: \"^=\"."])
    #expect(host.answer("inet:nosuch=1") == ["NoSuchProp: No property named inet:nosuch."])
}

@Test func lift_thatMayFail_givesNothingForAWrongValue() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4?=nothing") == [])
    #expect(host.answer("inet:ipv4=nothing").count == 1)
}

@Test func lift_byItemsOfAnArray_findsEachItem() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("ou:org:names*[=kestrel]").count == 1)
    #expect(host.answer("ou:org:names*[^=falcon]").count == 1)
    #expect(host.answer("ou:org:name*[=kestrel]") == ["BadTypeValu: Array syntax is invalid on non array type: ou:name."])
}

@Test func lift_byAPropertyOfANodeFurtherOn_goesBackFromThere() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("ps:contact:org::name^=kestrel").count == 1)
    #expect(host.answer("ps:contact:org::names*[=kestrel]").count == 1)
    #expect(host.answer("ps:contact:org::nosuch=1") == ["NoSuchProp: No property named ou:org:nosuch."])
}

@Test func lift_byPrefixOrInterface_givesAllTheirForms() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:as*") == ["inet:asn=64500", "inet:asn=64501"])
    #expect(host.answer("nosuch:*") == ["NoSuchForm: No forms match prefix nosuch:."])
}

@Test func lift_byTag_takesTimesAndForms() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("#cno.infra.vpn") == ["inet:ipv4=203.0.113.20"])
    #expect(host.answer("inet:ipv4#cno.infra.vpn@=2020") == ["inet:ipv4=203.0.113.20"])
    #expect(host.answer("#cno.infra.vpn@=(2030, 2031)") == [])
    #expect(host.answer("$t=infra #cno.$t").count == 2)
    _ = host.answer("[ syn:tag=cno.infra +#net ]")
    #expect(host.answer("##net").count == 2)
}

@Test func lift_withAFilterBehindIt_takesTheIndexOfTheFilter() throws {
    let host = try PipelineHost.filled()
    // The order is that of the property that the filter asks for, as in the reference.
    #expect(
        host.answer("inet:dns:a +.seen")
            == ["inet:dns:a=(www.kestrel.net, 198.51.100.7)", "inet:dns:a=(mail.kestrel.net, 198.51.100.7)"])
    #expect(host.answer("inet:ipv4 +:asn>64500") == ["inet:ipv4=203.0.113.20"])
    #expect(host.answer("inet:ipv4 +:nosuch=1") == [])
    #expect(host.answer("inet:ipv4 -:nosuch=1") == ["NoSuchProp: No property named nosuch."])
}

@Test func lift_ofRuntimeNodes_describesTheModel() throws {
    let host = try PipelineHost()
    #expect(host.answer("syn:form=inet:ipv4") == ["syn:form=inet:ipv4"])
    #expect(host.answer("syn:prop:ro=1 +:form=inet:dns:a").count == 3)
    #expect(try host.value("syn:prop=inet:ipv4:asn return(:type)") == "inet:asn")
    #expect(host.answer("syn:prop=inet:ipv4:asn -> syn:form") == ["syn:form=inet:ipv4"])
    #expect(host.answer("syn:tagprop") == [])
}
