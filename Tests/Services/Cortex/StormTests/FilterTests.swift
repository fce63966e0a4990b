import Testing

@Test func filter_byProperty_comparesOrAsksWhetherItIsThere() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4 -:asn") == ["inet:ipv4=192.0.2.33"])
    #expect(host.answer("inet:ipv4 -:asn=64500") == ["inet:ipv4=192.0.2.33", "inet:ipv4=203.0.113.20"])
    #expect(host.answer("inet:ipv4 +:asn=bogus") == ["BadTypeValu: invalid literal for int() with base 0: 'bogus'"])
    #expect(host.answer("$p=asn inet:ipv4 -:$p") == ["inet:ipv4=192.0.2.33"])
}

@Test func filter_chain_bindsFromLeftToRight() throws {
    let host = try PipelineHost.filled()
    // (false or true) and false, not false or (true and false): both are false here, so the middle decides.
    #expect(host.answer("inet:asn +(inet:asn or inet:ipv4 and inet:ipv4)") == [])
    #expect(host.answer("inet:asn +(inet:ipv4 and inet:ipv4 or inet:asn)").count == 2)
    #expect(host.answer("inet:asn -(not inet:asn=64500)") == ["inet:asn=64500"])
}

@Test func filter_byQuery_countsItsNodes() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4 +{ -> inet:dns:a }>1") == ["inet:ipv4=198.51.100.7"])
    #expect(host.answer("inet:ipv4 +{ -> inet:dns:a }=0").count == 3)
    #expect(host.answer("inet:ipv4 +{ -> inet:dns:a }<=2").count == 4)
    #expect(host.answer("inet:ipv4 +{ -> inet:dns:a }!=2").count == 3)
    #expect(host.answer("inet:ipv4 +{ -> inet:dns:a }=bogus") == ["BadCast: Failed to make an integer from \"bogus\"."])
}

@Test func filter_byQuery_keepsTheVariablesOfItsLastNode() throws {
    let host = try PipelineHost.filled()
    #expect(try host.value("inet:asn=64501 $x=none +{ $x=:name } return($x)") == "quarry net")
}

@Test func filter_byTag_readsAsterisks() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4 +#cno.*.vpn") == ["inet:ipv4=203.0.113.20"])
    #expect(host.answer("inet:ipv4 -#cno.**").count == 2)
    #expect(host.answer("inet:ipv4 +#cno.infra.vpn@=2020") == ["inet:ipv4=203.0.113.20"])
}

@Test func filter_byForm_takesPrefixesAndProperties() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:asn inet:ipv4 +inet:as*").count == 2)
    #expect(host.answer("inet:asn inet:ipv4 +inet:ipv4:asn").count == 3)
    #expect(host.answer("inet:ipv4 +inet:ipv4=198.51.100.0/24").count == 2)
    #expect(host.answer("inet:ipv4 +nosuch:form") == ["NoSuchProp: No property named nosuch:form."])
}

@Test func filter_byAPropertyOfANodeFurtherOn_followsIt() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:dns:a +:ipv4::asn::name^=harbor").count == 2)
    #expect(host.answer("ps:contact +:org::names*[=kestrel]") == ["NoSuchProp: No property named org::names."])
}
