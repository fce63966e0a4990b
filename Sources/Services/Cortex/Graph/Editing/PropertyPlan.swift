import Kernel
import Model

/// The properties and the rule of a form, as far as edits asked for them. Good for one model.
final class FormPlan {
    /// Kept, so that nothing else takes its place in memory while the plan is found by it.
    let form: FormDefinition
    /// What else follows from edits of the form.
    let rule: (any FormRule)?
    var properties = NameMap<PropertyPlan>()

    init(_ form: FormDefinition) {
        self.form = form
        rule = FormRules.byForm[form.name]
    }
}

/// What setting a property entails, so that it is not worked out at each edit. Good for one model.
final class PropertyPlan {
    /// Kept, so that nothing else takes its place in memory while the plan is found by it.
    let property: PropertyDefinition
    /// The form that values of the property are nodes of.
    let form: FormDefinition?
    /// Whether other properties of the form follow from this one.
    let hasSubs: Bool
    let isArray: Bool
    /// Whether deprecation locks forbid new values.
    let isLocked: Bool
    /// Whether it is only set when the node is made.
    let isFixed: Bool
    /// Whether a value that another type gave in normal form may be stored without another look.
    private let isPlain: Bool

    /// Types whose values say nothing beyond themselves.
    private static let plainTypes: Set<String> = ["int", "float", "bool", "str", "time", "hugenum", "hex", "loc", "duration", "data"]

    init(_ property: PropertyDefinition, _ model: DataModel) throws(Fault) {
        self.property = property
        let type = property.type
        form = model.form(type.name)
        let prefix = property.name + ":"
        hasSubs = model.form(property.form)?.properties.keys.contains { $0.hasPrefix(prefix) } ?? false
        let element = try type.elementType(in: model)
        isArray = element != nil
        isLocked = model.isLocked(property.fullName) || (element.map { model.isLocked($0.name) && model.form($0.name) != nil } ?? false)
        isFixed = property.isReadOnly
        isPlain = form == nil && !hasSubs && Self.plainTypes.contains(type.name) && Self.hasNoRules(type)
    }

    /// Whether no option changes a value that has the right kind.
    private static func hasNoRules(_ type: TypeDefinition) -> Bool {
        type.name != "str" || !["lower", "strip", "onespace", "regex", "enums"].contains { type.options[$0]?.isTruthy ?? false }
    }

    /// The normal form of a value that is one already as another type sees it.
    func normalised(_ value: ModelValue, _ model: DataModel) throws(Fault) -> Normalized {
        if isPlain {
            switch (value, property.type.name) {
            case (.string, "str"), (.int, "int"), (.int, "time"): return Normalized(value)
            default: break
            }
        }
        return try property.type.norm(value, in: model)
    }
}
