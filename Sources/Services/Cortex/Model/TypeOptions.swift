import Kernel

/// The options of a type: its own over those that it inherits.
public struct TypeOptions: Sendable, Hashable {
    public private(set) var values: [String: ModelValue]

    public init(_ values: [String: ModelValue] = [:]) { self.values = values }

    /// The value of one option; nil where it is not set.
    public subscript(name: String) -> ModelValue? { values[name] }

    /// These options with `other` over them.
    func overlaid(with other: TypeOptions) -> TypeOptions {
        other.values.isEmpty ? self : TypeOptions(values.merging(other.values) { $1 })
    }

    func flag(_ name: String) -> Bool { values[name]?.isTruthy ?? false }

    func text(_ name: String) -> String? { values[name]?.string }

    func int(_ name: String) -> Int64? { values[name]?.int }

    /// The items of a list of texts, or of one text.
    func texts(_ name: String) -> [String]? {
        switch values[name] {
        case .list(let items): items.compactMap(\.string)
        case .string(let text): [text]
        default: nil
        }
    }
}
