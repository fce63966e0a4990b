import Kernel
import Model

/// What keeps an edit from being applied. A leader asks before an edit is ordered, since applying must not fail afterwards.
enum EditRefusal {
    static func noProperty(_ name: String, _ form: FormDefinition) -> Fault {
        let full = name.hasPrefix(".") ? form.name + name : form.name + ":" + name
        return Fault(
            FaultCode("NoSuchProp"), "No property named \(full).", fields: ["name": .string(name), "form": .string(form.name)],
            advice: "`syn:prop` lists the properties")
    }

    static func noTagProperty(_ name: String) -> Fault {
        Fault(
            FaultCode("NoSuchTagProp"), "No tag property named \(name).", fields: ["name": .string(name)],
            advice: "Add it with `$lib.model.ext.addTagProp()`")
    }

    /// Throws what applying the edit to a node of the form would throw.
    static func check(_ edit: NodeEdit, on form: FormDefinition, in model: DataModel) throws(Fault) {
        switch edit {
        case .addNode, .deleteNode, .deleteProperty, .deleteTag, .deleteTagProperty, .deleteData, .deleteEdge: return
        case .setProperty(let name, let value):
            guard form.property(name) != nil else { throw noProperty(name, form) }
            try check(value)
        case .setTag(let name, _): try check([name, form.name])
        case .setTagProperty(let tag, let name, let value):
            guard model.tagProperty(name) != nil else { throw noTagProperty(name) }
            try check([tag, name, form.name])
            try check(value)
        case .setData(let name, let value):
            try check([name])
            try check(value)
        case .addEdge(let verb, let target):
            try check([verb])
            _ = try model.requireForm(target.form)
            try check(target.value)
        }
    }

    /// Throws `.limit` where the names together are too long for a key, and `.badArgument` for zero bytes, which end names in keys.
    private static func check(_ names: [String]) throws(Fault) {
        guard names.reduce(0, { $0 + $1.utf8.count }) <= Label.partsBytesMax else {
            throw Fault(
                .limit, "a name of \(names[0].utf8.count) bytes is too long to be indexed",
                fields: ["name": .string(String(names[0].prefix(64)))], advice: "Use one of at most \(Label.partsBytesMax / 2) bytes")
        }
        guard names.allSatisfy({ !$0.utf8.contains(0) }) else {
            throw Fault(.badArgument, "a name contains a zero byte", fields: ["name": .string(names[0])])
        }
    }

    static func check(_ value: ModelValue) throws(Fault) {
        guard value.isPackable else {
            throw Fault(.limit, "a value nests deeper than \(ModelValue.packedDepthMax) levels", advice: "Store a flatter value")
        }
    }
}
