import Testing

@Test func adding_nodes_comeBehindThoseThatDoNotDependOnThem() async throws {
    try await EditFixture.with { fixture in
        #expect(fixture.run("[ inet:asn=1 inet:asn=2 ]") == ["inet:asn=1", "inet:asn=2"])
        #expect(fixture.run("inet:asn=1 [ inet:asn=3 ]") == ["inet:asn=1", "inet:asn=3"])
        // What depends on a node comes before it.
        #expect(fixture.run("inet:asn=1 [ it:dev:str=$node.value() ]") == ["it:dev:str=1 norm=1", "inet:asn=1"])
        #expect(fixture.run("[ inet:ipv4=1.2.3.4-1.2.3.5 ]") == ["inet:ipv4=1.2.3.4", "inet:ipv4=1.2.3.5"])
        #expect(fixture.run("[ ]") == [])
    }
}

@Test func adding_wrongValues_endsTheQueryUnlessTried() async throws {
    try await EditFixture.with { fixture in
        #expect(fixture.run("[ inet:asn=1 inet:asn=x ]") == ["inet:asn=1", "BadTypeValu: invalid literal for int() with base 0: 'x'"])
        #expect(fixture.run("inet:asn") == ["inet:asn=1"])
        #expect(fixture.run("[ inet:asn?=x inet:asn?=2 ]") == ["inet:asn=2"])
        #expect(fixture.run("[ inet:ipv4:asn=1 ]") == ["NoSuchForm: No form named inet:ipv4:asn."])
        #expect(fixture.run("[ syn:form=x ]") == ["IsRuntForm: Cannot make runt nodes: syn:form."])
    }
}

@Test func groups_edits_reachOnlyTheirOwnNode() async throws {
    try await EditFixture.with { fixture in
        #expect(fixture.run("[ inet:asn=1 ( inet:asn=2 +#inner ) +#outer ]") == ["inet:asn=1 #outer", "inet:asn=2 #inner #outer"])
        #expect(fixture.run("inet:asn=1 [ ( it:dev:str=`v{$node.value()}` +#made ) ]") == [
            "inet:asn=1 #outer", "it:dev:str=v1 norm=v1 #made",
        ])
    }
}

@Test func properties_edits_followTheirOperator() async throws {
    try await EditFixture.with { fixture in
        #expect(fixture.run("[ inet:asn=1 :name=One ]") == ["inet:asn=1 name=one"])
        #expect(fixture.run("inet:asn [ :name?=two :owner?=x ]") == ["inet:asn=1 name=two"])
        #expect(fixture.run("inet:asn [ :name*unset=three ]") == ["inet:asn=1 name=two"])
        #expect(fixture.run("$c=always inet:asn [ :name*$c=three ]") == ["inet:asn=1 name=three"])
        #expect(fixture.run("$c=bogus inet:asn [ :name*$c=three ]") == ["StormRuntimeError: Invalid conditional set operator (bogus)."])
        #expect(fixture.run("inet:asn [ :nope=1 ]") == ["NoSuchProp: No property named nope."])
        #expect(fixture.run("inet:asn [ -:name ]") == ["inet:asn=1"])
        #expect(fixture.run("inet:asn [ -._nope ]") == ["NoSuchProp: No property named ._nope."])
        #expect(fixture.run("[ :name=x ]") == [])
    }
}

@Test func arrays_edits_followTheirOperator() async throws {
    try await EditFixture.with { fixture in
        let guid = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        #expect(fixture.run("[ ou:org=\(guid) :names=(b, a) ]") == ["ou:org=\(guid) names=(a,b)"])
        #expect(fixture.run("ou:org [ :names+=c :names-=a ]") == ["ou:org=\(guid) names=(b,c)"])
        #expect(fixture.run("ou:org [ :names++=(x, y) :names--=(b, c, z) ]") == ["ou:org=\(guid) names=(x,y)"])
        #expect(fixture.run("ou:org [ :names++={ ou:name=a } ]") == ["ou:org=\(guid) names=(a,x,y)"])
        #expect(fixture.run("ou:org [ :name+=x ]") == ["StormRuntimeError: Property set using (+=) is only valid on arrays."])
        #expect(fixture.run("ou:org [ :names++=(5) ]").first?.hasPrefix("StormRuntimeError: 'int' object is not iterable") == true)
    }
}

@Test func tags_edits_takeOneOrMoreNames() async throws {
    try await EditFixture.with { fixture in
        #expect(fixture.run("$t=(a.b, c) [ inet:asn=1 +#$t ]") == ["inet:asn=1 #a #a.b #c"])
        #expect(fixture.run("$t=b inet:asn [ +#x.$t -#a ]") == ["inet:asn=1 #c #x #x.b"])
        #expect(fixture.run("inet:asn [ +?#bad=bogus -#nope ]") == ["inet:asn=1 #c #x #x.b"])
        #expect(fixture.run("$t=(null) inet:asn [ +#x.$t ]") == ["BadTypeValu: Null value from var $t is not allowed in tag names."])
        #expect(fixture.run("$t=(5) inet:asn [ +#$t ]") == ["BadTypeValu: Invalid value type for tag name, tag names must be strings."])
    }
}

@Test func edges_edits_goBothWaysToQueriesAndValues() async throws {
    try await EditFixture.with { fixture in
        _ = fixture.run("[ inet:asn=1 inet:asn=2 inet:asn=3 ]")
        _ = fixture.run("inet:asn=1 [ +(refs)> { inet:asn=2 } <(refs)+ { inet:asn=3 } ]")
        #expect(fixture.run("inet:asn=1 -(refs)> *") == ["inet:asn=2"])
        #expect(fixture.run("inet:asn=3 -(refs)> *") == ["inet:asn=1"])
        _ = fixture.run("$nodes=([]) inet:asn=2 $nodes.append($node) inet:asn=1 [ -(refs)> $nodes ]")
        #expect(fixture.run("inet:asn=1 -(refs)> *") == [])
        let refused = fixture.run("syn:form=inet:asn [ +(refs)> { inet:asn=1 } ]").last
        #expect(refused == "IsRuntForm: Edges cannot be used with runt nodes: syn:form")
    }
}

@Test func permissions_ofEdits_areAskedForByTheirNames() async throws {
    try await EditFixture.with { fixture in
        _ = fixture.run("[ inet:asn=1 :name=one +#foo.bar ]")
        let refused: [(query: String, permissions: Set<String>)] = [
            ("[ inet:asn=2 ]", ["node.add.inet:asn"]),
            ("inet:asn [ :name=two ]", ["node.prop.set.inet:asn.name", "node.prop.set.inet:asn:name"]),
            ("inet:asn [ -:name ]", ["node.prop.del.inet:asn.name", "node.prop.del.inet:asn:name"]),
            ("inet:asn [ -.seen ]", ["node.prop.del..seen"]),
            ("inet:asn [ +#a.b ]", ["node.tag.add.a.b"]),
            ("inet:asn [ -#foo ]", ["node.tag.del.foo"]),
            ("inet:asn [ +(refs)> { inet:asn } ]", ["node.edge.add.refs"]),
            ("inet:asn [ -(refs)> { inet:asn } ]", ["node.edge.del.refs"]),
        ]
        for (query, permissions) in refused {
            #expect(fixture.run(query, denied: permissions).last?.hasPrefix("AuthDeny") == true, "\(query)")
            #expect(fixture.run(query, isReadOnly: true).last?.hasPrefix("IsReadOnly") == true, "\(query)")
        }
        // Either name of a property is enough.
        #expect(fixture.run("inet:asn [ :name=two ]", denied: ["node.prop.set.inet:asn.name"]) == ["inet:asn=1 name=two #foo #foo.bar"])
    }
}

@Test func deprecated_formsAndProperties_warnOnceInAQuery() async throws {
    try await EditFixture.with { fixture in
        let form = "warn: The form edge:refs is deprecated or using a deprecated type and will be removed in 3.0.0"
        let lines = fixture.run("[ edge:refs=((inet:asn, 1), (inet:asn, 2)) edge:refs=((inet:asn, 1), (inet:asn, 3)) ]")
        #expect(lines.count == 3)
        #expect(lines.first == form)
    }
}
