import Foundation
import Kernel
import Model
import Testing

/// The stock model with a fixed clock and counting guids.
enum ModelFixture {
    static let now: Int64 = 1_700_000_000_000

    static let environment = ModelEnvironment(
        hasher: PlainDigests(), regexEngine: StandardRegexes(), now: { Timestamp(milliseconds: now) },
        freshIden: { Iden(high: 0, low: 7) })

    static let model: DataModel = {
        do { return try StockModel.make(environment) } catch { preconditionFailure("the stock model is broken: \(error)") }
    }()

    /// The recorded model of the reference.
    static let recorded = data("model.json")

    /// A file of `Tests/Conformance`.
    static func data(_ name: String) -> ModelValue {
        var tests = URL(filePath: #filePath)
        for _ in 0..<5 { tests.deleteLastPathComponent() }
        let path = tests.appending(path: "Conformance/\(name)")
        guard let data = try? Data(contentsOf: path) else { return .null }
        return JSONText.parse(Array(data)) ?? .null
    }
}

/// What normalising gave, for short expectations.
func norm(_ type: String, _ value: ModelValue) -> ModelValue? {
    try? ModelFixture.model.requireTypeOrProperty(type).norm(value, in: ModelFixture.model).value
}

func subs(_ type: String, _ value: ModelValue) -> [String: ModelValue] {
    guard let found = try? ModelFixture.model.requireTypeOrProperty(type).norm(value, in: ModelFixture.model) else { return [:] }
    return Dictionary(found.subs.map { ($0.key, $0.value) }) { $1 }
}

func repr(_ type: String, _ value: ModelValue) -> ModelValue? {
    try? ModelFixture.model.requireTypeOrProperty(type).repr(value, in: ModelFixture.model)
}

/// The message of the fault that normalising throws.
func failure(_ type: String, _ value: ModelValue) -> String? {
    do {
        _ = try ModelFixture.model.requireTypeOrProperty(type).norm(value, in: ModelFixture.model)
        return nil
    } catch { return error.message }
}

func matches(_ type: String, _ stored: ModelValue, _ comparator: String, _ value: ModelValue) throws -> Bool {
    let model = ModelFixture.model
    let definition = try model.requireType(type)
    return try definition.requirePredicate(comparator, value, in: model)(definition.norm(stored, in: model).value)
}

/// Which of `stored` a lift finds, in the order of the index.
func lifted(_ type: String, _ stored: [ModelValue], _ comparator: String, _ value: ModelValue) throws -> [ModelValue] {
    let model = ModelFixture.model
    let definition = try model.requireType(type)
    var entries = try stored.map { item in
        let normal = try definition.norm(item, in: model).value
        return (form: definition.index(normal, in: model), value: normal)
    }
    entries.sort { $0.form.lexicographicallyPrecedes($1.form) }
    return try definition.lift(comparator, value, in: model).steps.flatMap { step in
        try entries.filter { entry in try step.range.holds(entry.form) && (step.residual?(entry.value) ?? true) }.map(\.value)
    }
}

extension IndexRange {
    func holds(_ form: [UInt8]) -> Bool {
        switch self {
        case .all: true
        case .exact(let wanted): form == wanted
        case .prefix(let prefix): form.starts(with: prefix)
        case .span(let first, let last):
            !(first.map { form.lexicographicallyPrecedes($0) } ?? false) && !(last.map { $0.lexicographicallyPrecedes(form) } ?? false)
        }
    }
}
