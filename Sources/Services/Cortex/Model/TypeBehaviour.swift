import Kernel

/// What a type does with values. One behaviour serves a base type and all that derive from it, with their options.
protocol TypeBehaviour: Sendable {
    /// The comparators of its index beside those that every type has, in the order in which they are listed.
    var liftComparators: [String] { get }

    /// The one form of `value`. Throws `BadTypeValu` with the reason.
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized

    /// A normalised value for people: text, or a list of such for types made of several values.
    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue

    /// A normalised value as bytes that sort like the values, at most ``IndexForm/lengthMax`` of them.
    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8]

    /// The test for a comparator that only this type has, or has in its own way; nil for the common ones.
    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate?

    /// The lift for a comparator that only this type has, or has in its own way; nil for the common ones.
    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan?

    /// The value to keep when `new` is set over `old`.
    func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue
}

/// The type that a value is for, and the model in which its parts are looked up.
struct TypeContext: Sendable {
    let type: TypeDefinition
    let model: DataModel

    var environment: ModelEnvironment { model.environment }

    func bad(_ message: String) -> Fault { .badValue(message, type: type.name) }

    /// The fault for a value of a kind that the type cannot read.
    func noNorm(_ value: ModelValue) -> Fault {
        bad("no norm for type: <class '\(PythonText.kind(value))'>.")
    }

    func norm(_ value: ModelValue) throws(Fault) -> Normalized { try type.behaviour.norm(value, self) }

    func norm(_ value: ModelValue, as name: String) throws(Fault) -> Normalized {
        try model.requireType(name).norm(value, in: model)
    }
}

extension TypeBehaviour {
    var liftComparators: [String] { [] }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue { .string(Display.text(value)) }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { IndexForm.any(value) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? { nil }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? { nil }

    func merge(_ old: ModelValue, _ new: ModelValue) -> ModelValue { new }
}

/// Values as plain text, as the reference's `str()` writes them.
enum Display {
    static func text(_ value: ModelValue) -> String {
        switch value {
        case .string(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        default: PythonText.quote(value)
        }
    }
}
