import Graph
import Kernel
import Model

/// `:name=value` and `:name?=value`.
struct SetProperty: Operator {
    let property: EditedProperty
    let value: EditedValue
    let isLenient: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            let definition = try property.definition(runtime, item)
            if !item.node.isRuntime { try runtime.requireSet(definition) }
            try tolerating(isLenient) {
                let value = try value.value(runtime, item, for: definition, isArray: definition.type.isKind(of: "array"))
                _ = try editor.set(definition, value, on: item.node)
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}

/// `:name*unset=value` and `:name*$condition=value`.
struct SetPropertyIf: Operator {
    let property: EditedProperty
    /// `unset`, `never` or `always`; nil for a written `unset`.
    let condition: (any StormExpression)?
    let value: EditedValue
    let isLenient: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        try source { item in
            let definition = try property.definition(runtime, item)
            guard try isWanted(definition, runtime, item) else { return try sink(item) }
            if !item.node.isRuntime { try runtime.requireSet(definition) }
            try tolerating(isLenient) {
                let value = try value.value(runtime, item, for: definition, isArray: definition.type.isKind(of: "array"))
                _ = try editor.set(definition, value, on: item.node)
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }

    private func isWanted(_ definition: PropertyDefinition, _ runtime: StormRuntime, _ item: NodePath) throws -> Bool {
        guard let condition else { return try item.node.property(definition.name) == nil }
        let value = try condition.value(runtime, item)
        switch value.string {
        case "never": return false
        case "always": return true
        case "unset": return try item.node.property(definition.name) == nil
        default:
            throw Fault(
                .stormRuntime, "Invalid conditional set operator (\(try value.text(runtime))).",
                advice: "Use always, unset or never")
        }
    }
}

/// `+=`, `-=`, `++=` and `--=` on arrays.
struct ChangeArray: Operator {
    let property: EditedProperty
    let value: EditedValue
    let change: ArrayChange
    /// As written, for the message.
    let setter: String
    let isLenient: Bool

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        let editor = runtime.editor
        let isMany = change == .addEach || change == .removeEach
        try source { item in
            let definition = try property.definition(runtime, item)
            if !item.node.isRuntime { try runtime.requireSet(definition) }
            guard definition.type.isKind(of: "array") else {
                throw Fault(
                    .stormRuntime, "Property set using (\(setter)) is only valid on arrays.",
                    fields: ["name": .string(definition.fullName)])
            }
            try tolerating(isLenient) {
                let items = isMany ? try each(runtime, item, definition) : try one(runtime, item, definition)
                guard let items else { return }
                _ = try editor.change(definition, change, of: items, on: item.node, ignoringBadItems: isMany && isLenient)
            }
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }

    /// The value as one item; a query in braces gives several.
    private func one(_ runtime: StormRuntime, _ item: NodePath, _ definition: PropertyDefinition) throws -> [ModelValue]? {
        let given = try value.value(runtime, item, for: definition, isArray: true)
        return value.isSubquery ? given.list ?? [given] : [given]
    }

    /// What the value goes through; nil where there is none.
    private func each(_ runtime: StormRuntime, _ item: NodePath, _ definition: PropertyDefinition) throws -> [ModelValue]? {
        if value.isSubquery { return try value.value(runtime, item, for: definition, isArray: true).list }
        let given = try value.expression.value(runtime, item)
        if given.isNull { return nil }
        let isReference = try definition.type.elementType(in: runtime.model)?.name == "ndef"
        return try given.items(runtime).map { try EditedValue.stored($0, isReference: isReference) }
    }
}

/// `-:name` and `-.name`.
struct DeleteProperty: Operator {
    let property: EditedProperty

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        try runtime.requireWritable()
        if property.isUniversal, let name = property.constant, runtime.model.universal(name) == nil {
            throw EditedProperty.unknown(name, nil)
        }
        let editor = runtime.editor
        try source { item in
            let definition = try property.definition(runtime, item)
            if !item.node.isRuntime {
                if property.isUniversal {
                    try runtime.require(["node", "prop", "del", definition.name])
                } else {
                    try runtime.requireDelete(definition)
                }
            }
            _ = try editor.delete(definition, from: item.node)
            try runtime.finishEdit(editor)
            try sink(item)
        }
    }
}
