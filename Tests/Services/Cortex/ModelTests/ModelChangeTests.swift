import Kernel
import Model
import Testing

private let form = ModelChange.addForm(
    FormDeclaration(name: "_acme:widget"), TypeDeclaration(name: "_acme:widget", base: "str", options: TypeOptions(["lower": true])))
private let size = ModelChange.addProperty(
    PropertyDeclaration(name: "size", type: "int", options: TypeOptions(["min": 1])), form: "_acme:widget")

private func fault(_ changes: ModelChange...) -> Fault? {
    do {
        _ = try ModelFixture.model.applying(changes)
        return nil
    } catch { return error }
}

@Test func applying_formAndProperty_addsThemAndLeavesTheOldModelAsItWas() throws {
    let model = try ModelFixture.model.applying([form, size])
    #expect(try model.requireForm("_acme:widget").type.norm("FooBar", in: model).value == "foobar")
    #expect(model.property("_acme:widget:size")?.isExtended == true)
    #expect(model.property("_acme:widget.seen")?.isUniversal == true)
    #expect(ModelFixture.model.form("_acme:widget") == nil)
    let removed = try model.applying([.removeProperty("size", form: "_acme:widget"), .removeForm("_acme:widget")])
    #expect(removed.form("_acme:widget") == nil)
    #expect(removed.property("_acme:widget.seen") == nil)
    #expect(removed.type("_acme:widget") == nil)
}

@Test func applying_universal_appearsInEveryForm() throws {
    let model = try ModelFixture.model.applying([.addUniversal(PropertyDeclaration(name: "_flag", type: "bool"))])
    #expect(model.property("inet:ipv4._flag")?.fullName == "inet:ipv4._flag")
    #expect(model.universal("._flag") != nil)
    let removed = try model.applying([.removeUniversal("_flag")])
    #expect(removed.property("inet:ipv4._flag") == nil)
}

@Test func applying_tagPropertyAndEdge_areFoundAgain() throws {
    let edge = EdgeDefinition(source: "inet:ipv4", verb: "_zaps", target: "inet:fqdn")
    let model = try ModelFixture.model.applying([.addTagProperty(PropertyDeclaration(name: "risk", type: "int")), .addEdge(edge)])
    #expect(model.tagProperty("risk")?.type.name == "int")
    #expect(model.isEdgeDeclared(from: "inet:ipv4", "_zaps", to: "inet:fqdn"))
    #expect(!model.isEdgeDeclared(from: "inet:fqdn", "_zaps", to: "inet:fqdn"))
    let removed = try model.applying([.removeEdge(source: "inet:ipv4", verb: "_zaps", target: "inet:fqdn"), .removeTagProperty("risk")])
    #expect(removed.tagProperty("risk") == nil)
    #expect(!removed.isEdgeDeclared(from: "inet:ipv4", "_zaps", to: "inet:fqdn"))
}

@Test func applying_namesThatExtensionsMayNotHave_areRefusedWithTheWordsOfTheReference() {
    let plain = fault(.addForm(FormDeclaration(name: "noscore:form"), TypeDeclaration(name: "noscore:form", base: "str")))
    #expect(plain?.code.name == "BadFormDef")
    #expect(plain?.message == "Extended form must begin with \"_\"")
    #expect(fault(.addProperty(PropertyDeclaration(name: "score", type: "int"), form: "inet:ipv4"))?.code.name == "BadPropDef")
    #expect(fault(.addProperty(PropertyDeclaration(name: "_Score", type: "int"), form: "inet:ipv4"))?.code.name == "BadPropDef")
    #expect(fault(.addUniversal(PropertyDeclaration(name: "flag", type: "bool")))?.code.name == "BadPropDef")
    #expect(fault(.addEdge(EdgeDefinition(source: nil, verb: "zaps", target: nil)))?.code.name == "BadEdgeDef")
    #expect(fault(.addType(TypeDeclaration(name: "widget", base: "str")))?.code.name == "BadTypeDef")
}

@Test func applying_takenAndUnknownNames_areRefused() {
    let score = ModelChange.addProperty(PropertyDeclaration(name: "_score", type: "int"), form: "inet:ipv4")
    let duplicate = fault(score, score)
    #expect(duplicate?.code.name == "DupPropName")
    #expect(duplicate?.message == "Cannot add duplicate form prop inet:ipv4 _score")
    #expect(fault(form, form)?.code.name == "DupFormName")
    #expect(fault(form, size, .removeForm("_acme:widget"))?.message == "Form has extended properties: size")
    #expect(fault(.removeForm("_nope"))?.code.name == "NoSuchForm")
    #expect(fault(.removeProperty("asn", form: "inet:ipv4"))?.code.name == "NoSuchProp")
    #expect(fault(.addProperty(PropertyDeclaration(name: "_x", type: "nope"), form: "inet:ipv4"))?.code.name == "NoSuchType")
    #expect(fault(.addEdge(EdgeDefinition(source: "nope", verb: "_zaps", target: nil)))?.code.name == "NoSuchForm")
}

@Test func removingType_stillInUse_isRefused() {
    let type = ModelChange.addType(TypeDeclaration(name: "_kind", base: "str"))
    let use = ModelChange.addProperty(PropertyDeclaration(name: "_kind", type: "_kind"), form: "inet:ipv4")
    #expect(fault(type, use, .removeType("_kind"))?.code.name == "CantDelType")
    #expect(fault(type, use, .removeProperty("_kind", form: "inet:ipv4"), .removeType("_kind")) == nil)
}

@Test func locks_deprecatedProperty_stopsNewData() throws {
    let model = try ModelFixture.model.applying([.setLock("ou:org:sic", true)])
    let property = try model.requireProperty("ou:org:sic")
    #expect(throws: Fault.self) { try model.requireUnlocked(property) }
    #expect(model.deprecationLocks["ou:org:sic"] == true)
    #expect(ModelFixture.model.deprecationLocks["ou:org:sic"] == false)
    try ModelFixture.model.requireUnlocked(property)
    #expect(fault(.setLock("nosuch:prop", true))?.code.name == "NoSuchProp")
    #expect(try model.applying([.setLock("ou:org:sic", false)]).deprecationLocks["ou:org:sic"] == false)
}

@Test func lookups_formsAndProperties_byPrefixInterfaceAndType() throws {
    let model = ModelFixture.model
    #expect(try model.forms(matching: "inet:dns:a*").map(\.name) == ["inet:dns:a", "inet:dns:aaaa", "inet:dns:answer"])
    let images = ["file:mime:gif", "file:mime:jpg", "file:mime:png", "file:mime:tif"]
    #expect(try model.forms(matching: "file:mime:image").map(\.name) == images)
    #expect(throws: Fault.self) { try model.forms(matching: "nosuch:*") }
    #expect(model.properties(ofType: "inet:asn").contains { $0.fullName == "inet:ipv4:asn" })
    #expect(model.arrayProperties(ofElementType: "ou:name").contains { $0.fullName == "ou:org:names" })
    #expect(try model.requireProperty("ou:org:names").type.elementType(in: model)?.name == "ou:name")
    #expect(model.isEdgeDeclared(from: "inet:ipv4", "refs", to: "inet:fqdn"))
}
