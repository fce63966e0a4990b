import Testing

@Test func pivot_toAForm_goesByTheirProperties() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4 -> inet:asn") == ["inet:asn=64500", "inet:asn=64500", "inet:asn=64501"])
    #expect(host.answer("inet:asn=64500 -> inet:ipv4").count == 2)
    #expect(host.answer("ou:name=kestrel -> ou:org").count == 1)
    #expect(host.answer("inet:ipv4=198.51.100.7 -> syn:tag") == ["NoSuchPivot: No pivot found for inet:ipv4 -> syn:tag."])
    #expect(host.answer("inet:ipv4 -> nosuch:form") == ["NoSuchProp: No property named nosuch:form."])
}

@Test func pivot_anywhere_goesThroughTheFieldsInOrder() throws {
    let host = try PipelineHost.filled()
    #expect(
        host.answer("inet:dns:a=(mail.kestrel.net, 198.51.100.7) -> *") == ["inet:fqdn=mail.kestrel.net", "inet:ipv4=198.51.100.7"])
    #expect(host.answer("inet:asn=64501 <- *") == ["inet:ipv4=203.0.113.20"])
    #expect(host.answer("inet:ipv4=203.0.113.20 -+> *") == ["inet:ipv4=203.0.113.20", "inet:asn=64501"])
}

@Test func pivot_toSeveralPlaces_needsNoneOfThem() throws {
    let host = try PipelineHost.filled()
    #expect(
        host.answer("inet:dns:a=(mail.kestrel.net, 198.51.100.7) -> (inet:ipv4, inet:asn, inet:fqdn)")
            == ["inet:ipv4=198.51.100.7", "inet:fqdn=mail.kestrel.net"])
    #expect(host.answer("$f=(inet:ipv4, inet:fqdn) inet:dns:a=(mail.kestrel.net, 198.51.100.7) -> $f").count == 2)
}

@Test func pivot_fromAProperty_warnsWhereItLeadsNowhere() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4=203.0.113.20 :asn -> *") == ["inet:asn=64501"])
    #expect(
        host.answer("inet:ipv4 :loc -> *") == ["warning: The source property \"loc\" type \"loc\" is not a form. Cannot pivot."])
    #expect(
        host.answer("inet:ipv4=203.0.113.20 :loc -> inet:asn")
            .map { $0.hasPrefix("warning: BadTypeValu ['de.be'] during pivot") } == [true])
    #expect(host.answer("inet:ipv4 :nosuch -> inet:asn") == ["NoSuchProp: No property named nosuch."])
}

@Test func pivot_faultBehindIt_isNotTakenForItsOwn() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4=203.0.113.20 -> inet:asn +:name=(1, 2)") == ["BadTypeValu: no norm for type: <class 'tuple'>."])
}

@Test func pivot_toTags_givesTheLeavesOrThoseThatMatch() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4=203.0.113.20 -> #") == ["syn:tag=cno.infra.vpn"])
    #expect(host.answer("inet:ipv4=203.0.113.20 -> #cno.*") == ["syn:tag=cno.infra", "syn:tag=cno.infra.vpn"])
    #expect(host.answer("syn:tag=cno.infra.vpn -> inet:ipv4") == ["inet:ipv4=203.0.113.20"])
}

@Test func walk_alongEdges_takesVerbsAndTargets() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("media:news -(about)> *") == ["inet:asn=64501"])
    #expect(host.answer("media:news -(*)> *").count == 2)
    #expect(host.answer("media:news -((about, refs))> inet:asn") == ["inet:asn=64501"])
    #expect(host.answer("media:news -(*)> inet:asn:name^=quarry") == ["inet:asn=64501"])
    #expect(host.answer("inet:asn=64501 <(about)- media:news").count == 1)
    #expect(host.answer("media:news -(about)+> *").count == 2)
    #expect(host.answer("media:news -(about)> nosuch:form") == ["NoSuchForm: No form named nosuch:form."])
    #expect(host.answer("media:news --> *").count == 2)
}

@Test func rawPivot_startsWithoutTheNode() throws {
    let host = try PipelineHost.filled()
    #expect(host.answer("inet:ipv4=203.0.113.20 $a=:asn -> { inet:asn=$a }") == ["inet:asn=64501"])
    #expect(host.answer("inet:ipv4=203.0.113.20 -> { }") == [])
}
