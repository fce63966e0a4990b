import Kernel
import Model

/// A document: fields by name, in the order in which they were first set.
public struct CoreDocument: Sendable, Hashable {
    public private(set) var entries: [ModelValue.Entry]

    public init(_ entries: [ModelValue.Entry] = []) { self.entries = entries }

    /// The fields of a dictionary; none for every other value.
    public init(_ value: ModelValue) {
        if case .dict(let entries) = value { self.entries = entries } else { entries = [] }
    }

    /// The whole document as a dictionary.
    public var value: ModelValue { .dict(entries) }

    /// A field; setting nil removes it.
    public subscript(name: String) -> ModelValue? {
        get { entries.first { $0.key == name }?.value }
        set {
            let position = entries.firstIndex { $0.key == name }
            switch (position, newValue) {
            case (let position?, let value?): entries[position] = ModelValue.Entry(name, value)
            case (nil, let value?): entries.append(ModelValue.Entry(name, value))
            case (let position?, nil): entries.remove(at: position)
            case (nil, nil): break
            }
        }
    }

    /// The text of a field.
    public func text(_ name: String) -> String? { self[name]?.string }
    /// The integer of a field.
    public func int(_ name: String) -> Int64? { self[name]?.int }
    /// Whether a field is there and true.
    public func flag(_ name: String) -> Bool { self[name]?.isTruthy ?? false }
    /// The items of a field; none when it is missing.
    public func list(_ name: String) -> [ModelValue] { self[name]?.list ?? [] }
    /// The identifier that a field holds.
    public func iden(_ name: String) -> Iden? { text(name).flatMap { Iden($0) } }
    /// The fields of a dictionary in a field.
    public func fields(_ name: String) -> CoreDocument { CoreDocument(self[name] ?? .null) }
}

extension CoreDocument: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral fields: (String, ModelValue)...) { entries = fields.map { ModelValue.Entry($0.0, $0.1) } }
}

extension ModelValue {
    /// The text of the identifier; null for none.
    public static func iden(_ iden: Iden?) -> ModelValue { iden.map { .string($0.description) } ?? .null }
    /// The text; null for none.
    public static func text(_ text: String?) -> ModelValue { text.map { .string($0) } ?? .null }
    /// The boolean, if this is one.
    public var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
}
