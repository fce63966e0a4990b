import Kernel
import Model
import Testing

/// The stock model against the recorded one, part by part.
///
/// The recorded JSON schemas of two `data` types are left out on purpose: they are documents of other projects.
private func comparable(_ options: ModelValue?) -> [String: ModelValue] {
    guard case .dict(let entries) = options ?? .null else { return [:] }
    return Dictionary(uniqueKeysWithValues: entries.filter { $0.key != "schema" }.map { ($0.key, $0.value) })
}

private func entries(_ part: String) -> [ModelValue.Entry] {
    guard case .dict(let entries) = ModelFixture.recorded[part] ?? .null else { return [] }
    return entries
}

private func texts(_ value: ModelValue?) -> [String] { value?.list?.compactMap(\.string) ?? [] }

@Test func stockModel_types_equalTheRecordedOnes() throws {
    let model = ModelFixture.model
    #expect(!entries("types").isEmpty)
    #expect(Set(model.types.keys) == Set(entries("types").map(\.key)))
    for (name, recorded) in entries("types").map({ ($0.key, $0.value) }) {
        let type = try model.requireType(name)
        #expect(type.base == recorded["base"]?.string, "\(name)")
        #expect(type.bases == texts(recorded["bases"]), "\(name)")
        #expect(type.liftComparators == texts(recorded["lift_cmprs"]), "\(name)")
        #expect(type.interfaces.sorted() == texts(recorded["interfaces"]).sorted(), "\(name)")
        #expect(type.isDeprecated == (recorded["deprecated"] == true), "\(name)")
        #expect(type.options.values == comparable(recorded["opts"]), "\(name)")
    }
}

@Test func stockModel_formsAndProperties_equalTheRecordedOnes() throws {
    let model = ModelFixture.model
    #expect(Set(model.forms.keys) == Set(entries("forms").map(\.key)))
    var properties = 0
    for (name, recorded) in entries("forms").map({ ($0.key, $0.value) }) {
        let form = try model.requireForm(name)
        #expect(form.type.name == recorded["type"]?.string, "\(name)")
        #expect(form.interfaces == texts(recorded["interfaces"]), "\(name)")
        #expect(form.isDeprecated == (recorded["deprecated"] == true || form.type.isDeprecated), "\(name)")
        #expect(form.isRuntime == (recorded["runt"] == true), "\(name)")
        guard case .dict(let props) = recorded["props"] ?? .null else { continue }
        #expect(Set(form.properties.keys) == Set(props.map(\.key)), "\(name)")
        for entry in props {
            guard let property = form.property(entry.key) else { continue }
            properties += 1
            expect(property, entry.value)
        }
    }
    #expect(properties == model.properties.count)
}

private func expect(_ property: PropertyDefinition, _ recorded: ModelValue) {
    let name = property.fullName
    #expect(property.type.name == recorded["type"]?.string, "\(name)")
    #expect(property.options.values == comparable(recorded["opts"]), "\(name)")
    #expect(property.isReadOnly == (recorded["ro"] == true), "\(name)")
    #expect(property.flags.contains(.computed) == (recorded["computed"] == true), "\(name)")
    #expect(property.flags.contains(.unique) == (recorded["uniq"] == true), "\(name)")
    #expect(property.isDeprecated == (recorded["deprecated"] == true), "\(name)")
    #expect(property.alternatives == texts(recorded["alts"]), "\(name)")
}

@Test func stockModel_universalsInterfacesAndEdges_equalTheRecordedOnes() throws {
    let model = ModelFixture.model
    #expect(Set(model.universals.keys) == Set(entries("univs").map(\.key)))
    for entry in entries("univs") { if let property = model.universal(entry.key) { expect(property, entry.value) } }
    #expect(Set(model.interfaces.keys) == Set(entries("interfaces").map(\.key)))
    for entry in entries("interfaces") {
        let interface = try #require(model.interface(entry.key))
        #expect(interface.interfaces == texts(entry.value["interfaces"]))
        let recorded = entry.value["props"]?.list ?? []
        #expect(interface.properties.map(\.name) == recorded.compactMap { $0["name"]?.string })
        for (property, declared) in zip(interface.properties, recorded) {
            let pair = declared["type"]?.list ?? []
            #expect(pair.first == .string(property.type), "\(entry.key):\(property.name)")
            #expect(property.options.values == comparable(pair.last), "\(entry.key):\(property.name)")
        }
    }
    let edges = ModelFixture.recorded["edges"]?.list ?? []
    #expect(model.edges.count == edges.count)
    for recorded in edges {
        let edge = model.edge(from: recorded["n1form"]?.string, recorded["verb"]?.string ?? "", to: recorded["n2form"]?.string)
        #expect(edge?.isDeprecated == (recorded["deprecated"] == true), "\(recorded)")
    }
    #expect(model.tagProperties.isEmpty)
}
