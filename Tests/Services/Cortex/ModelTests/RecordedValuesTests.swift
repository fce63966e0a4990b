import Kernel
import Model
import Testing

/// Values as the reference recorded them: what it made of input, the words of its errors, and what it stored and showed.
private let recorded: ModelValue = ModelFixture.data("type-cases.json")

/// Cases that this room alone cannot answer, and why.
private let otherRooms: [String: String] = [
    "edit.node.075": "the query names a property where a form is needed",
]

/// One case, shown in test output by its name.
private struct RecordedCase: Sendable, CustomTestStringConvertible {
    let item: ModelValue
    var name: String { item["id"]?.string ?? "" }
    var testDescription: String { name }

    static let all = (recorded["cases"]?.list ?? []).map(RecordedCase.init).filter { otherRooms[$0.name] == nil }
}

@Test(arguments: RecordedCase.all)
private func recordedCase_input_givesTheRecordedValueOrError(_ entry: RecordedCase) {
    let (item, name) = (entry.item, entry.name)
    do {
        let value = try outcome(item)
        #expect(value == item["expect"], "\(name) gave \(value)")
    } catch {
        #expect(error.code.name == item["error"]?["name"]?.string, "\(name): \(error)")
        #expect(error.message == item["error"]?["mesg"]?.string, "\(name)")
    }
}

/// What the model makes of the input of a case: a normalised value, or its text.
private func outcome(_ item: ModelValue) throws(Fault) -> ModelValue {
    let model = ModelFixture.model
    let name = item["type"]?.string ?? ""
    let value = item["value"] ?? .null
    if item["op"] == "prop" { return try propertyOutcome(name, value) }
    guard item["op"] == "node" else {
        let type = try model.requireTypeOrProperty(name)
        guard item["op"] == "repr" else { return try type.norm(value, in: model).value }
        do throws(Fault) {
            return try type.repr(value, in: model)
        } catch {
            throw Fault(error.code, "Failed to repr name='\(name)' valu=\(quote(value)); \(error.message)")
        }
    }
    let type = try model.requireForm(name).type
    let normal = try type.norm(type.expansion(value, in: model)?.first ?? value, in: model).value
    for pair in item["props"]?.list ?? [] {
        let full = name + (pair.list?.first?.string ?? "")
        let given = pair.list?.last ?? .null
        let property = try model.requireProperty(full)
        do throws(Fault) {
            let set = try property.type.norm(given, in: model).value
            let isLast = pair == item["props"]?.list?.last
            if isLast, let expected = item["expectProps"]?[property.name] { #expect(set == expected, "\(full)=\(given)") }
        } catch {
            throw Fault(error.code, "Bad prop value \(full)=\(quote(given)) : \(error.message)")
        }
    }
    return normal
}

private func propertyOutcome(_ name: String, _ value: ModelValue) throws(Fault) -> ModelValue {
    do throws(Fault) {
        return try ModelFixture.model.requireProperty(name).type.norm(value, in: ModelFixture.model).value
    } catch {
        throw Fault(error.code, "Bad prop value \(name)=\(quote(value)) : \(error.message)")
    }
}

private func quote(_ value: ModelValue) -> String {
    switch value {
    case .string(let text): "'\(text)'"
    case .list(let items): "(" + items.map(quote).joined(separator: ", ") + ")"
    case .float(let number): "'\(number)'"
    default: "\(value)"
    }
}

@Test func recordedNodes_values_areFixedPointsWithTheRecordedSubsAndTexts() throws {
    let model = ModelFixture.model
    let nodes = recorded["stored"]?.list ?? []
    #expect(nodes.count > 200)
    for node in nodes {
        guard let name = node["form"]?.string, let value = node["value"] else { continue }
        let form = try model.requireForm(name)
        let normal = try form.type.norm(value, in: model)
        #expect(normal.value == value, "\(name)=\(value)")
        let properties = node["props"]?.list ?? []
        for sub in normal.subs where form.property(sub.key) != nil {
            let stored = properties.filter { $0["name"]?.string == sub.key }.compactMap { $0["value"] }
            #expect(stored.contains(sub.value), "\(name)=\(value) \(sub.key): \(sub.value) is not in \(stored)")
        }
        if let text = node["repr"] { #expect(try form.type.repr(value, in: model) == (text.isNull ? value : text), "\(name)=\(value)") }
        for property in properties {
            guard let key = property["name"]?.string, let stored = property["value"] else { continue }
            let type = try model.requireProperty(key.hasPrefix(".") ? name + key : "\(name):\(key)").type
            #expect(try type.norm(stored, in: model).value == stored, "\(name):\(key)=\(stored)")
            guard let text = property["repr"] else { continue }
            #expect(try type.repr(stored, in: model) == (text.isNull ? stored : text), "\(name):\(key)=\(stored)")
        }
    }
}
