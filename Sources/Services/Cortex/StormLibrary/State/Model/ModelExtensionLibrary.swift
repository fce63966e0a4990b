import CortexCore
import Kernel
import Model
import Storm

/// `$lib.model.ext`: extensions of the model.
enum ModelExtensionLibrary {
    static let library = StormLibrary(
        "model.ext", help: "Extensions of the data model.", functions: typeFunctions + formFunctions + propertyFunctions + edgeFunctions)

    /// A function that changes the model: asks for a permission, and lets the rest of the query see what it did.
    private static func change(
        _ name: String, _ parameters: [Parameter], _ help: String, _ permission: @escaping @Sendable (Call) throws -> [String],
        _ body: @escaping @Sendable (Call) throws -> Void
    ) -> StormFunction {
        StormFunction(name, parameters, help: help, isReadOnlySafe: false) { call in
            try call.runtime.require(permission(call), gate: nil)
            try call.runtime.session.flush()
            try body(call)
            call.runtime.useNewModel()
            return .null
        }
    }

    private static let typeFunctions: [StormFunction] = [
        change(
            "addType", ["typename", "basetype", "typeopts", "typeinfo"], "Add a type.", { ["model", "type", "add", try $0.text(0)] }
        ) { call in
            try call.core.addType(call.text(0), base: call.text(1), options: call.fields(2), info: call.fields(3))
        },
        change("delType", ["typename"], "Remove an extended type.", { ["model", "type", "del", try $0.text(0)] }) { call in
            try call.core.removeType(call.text(0))
        },
    ]

    private static let formFunctions: [StormFunction] = [
        change(
            "addForm", ["formname", "basetype", "typeopts", "typeinfo"], "Add a form.", { ["model", "form", "add", try $0.text(0)] }
        ) { call in
            try call.core.addForm(call.text(0), base: call.text(1), options: call.fields(2), info: call.fields(3))
        },
        change("delForm", ["formname"], "Remove an extended form.", { ["model", "form", "del", try $0.text(0)] }) { call in
            try call.core.removeForm(call.text(0))
        },
    ]

    private static let propertyFunctions: [StormFunction] = [
        change(
            "addFormProp", ["formname", "propname", "typedef", "propinfo"], "Add a property.", { ["model", "prop", "add", try $0.text(0)] }
        ) { call in
            let (type, options) = try call.typeDefinition(2)
            try call.core.addProperty(call.text(1), form: call.text(0), type: type, options: options, info: call.fields(3))
        },
        change(
            "delFormProp", ["formname", "propname", .optional("force", false)], "Remove an extended property.",
            { ["model", "prop", "del", try $0.text(0)] }
        ) { call in
            if try call.bool(2) { try call.removeFromNodes(":" + call.text(1), form: call.text(0)) }
            try call.core.removeProperty(call.text(1), form: call.text(0))
        },
        change("addUnivProp", ["propname", "typedef", "propinfo"], "Add a universal property.", { _ in ["model", "univ", "add"] }) { call in
            let (type, options) = try call.typeDefinition(1)
            try call.core.addUniversal(call.text(0), type: type, options: options, info: call.fields(2))
        },
        change(
            "delUnivProp", ["propname", .optional("force", false)], "Remove an extended universal property.",
            { _ in ["model", "univ", "del"] }
        ) { call in
            if try call.bool(1) { try call.removeFromNodes("." + call.text(0), form: nil) }
            try call.core.removeUniversal(call.text(0))
        },
        change("addTagProp", ["propname", "typedef", "propinfo"], "Add a tag property.", { _ in ["model", "tagprop", "add"] }) { call in
            let (type, options) = try call.typeDefinition(1)
            try call.core.addTagProperty(call.text(0), type: type, options: options, info: call.fields(2))
        },
        change(
            "delTagProp", ["propname", .optional("force", false)], "Remove a tag property.", { _ in ["model", "tagprop", "del"] }
        ) { call in
            if try call.bool(1) { try call.removeTagPropertyFromNodes(call.text(0)) }
            try call.core.removeTagProperty(call.text(0))
        },
    ]

    private static let edgeFunctions: [StormFunction] = [
        change("addEdge", ["n1form", "verb", "n2form", "edgeinfo"], "Add an edge.", { _ in ["model", "edge", "add"] }) { call in
            try call.core.addEdge(from: call.formName(0), call.text(1), to: call.formName(2), info: call.fields(3))
        },
        change("delEdge", ["n1form", "verb", "n2form"], "Remove an extended edge.", { _ in ["model", "edge", "del"] }) { call in
            try call.core.removeEdge(from: call.formName(0), call.text(1), to: call.formName(2))
        },
        StormFunction("getExtModel", help: "All extensions of the model.") { call in
            let all = call.core.modelExtensions()
            func list(_ kind: ModelExtension.Kind) -> ModelValue { .list(all.filter { $0.kind == kind }.map(\.listed)) }
            return StormValue([
                "version": .list([.int(1), .int(0)]), "types": list(.type), "forms": list(.form), "props": list(.property),
                "tagprops": list(.tagProperty), "univs": list(.universal), "edges": list(.edge),
            ])
        },
        StormFunction(
            "addExtModel", ["model"], help: "Add all extensions that `getExtModel` gave elsewhere.", isReadOnlySafe: false
        ) { call in
            try call.runtime.requireAdmin("$lib.model.ext.addExtModel() requires admin privileges.")
            try call.runtime.session.flush()
            try call.addExtensions(call.document(0))
            call.runtime.useNewModel()
            return .bool(true)
        },
    ]
}

extension Call {
    /// A dictionary in an argument; empty for null. Throws `BadArg`.
    fileprivate func fields(_ position: Int) throws -> ModelValue {
        let value = try primitive(position)
        switch value {
        case .dict: return value
        case .null: return .dict([])
        default: throw Fault(.badArgument, "options and info of the model are dictionaries", advice: "Write them as ({\"key\": value})")
        }
    }

    /// A type and its options, `(int, ({"min": 1}))`. Throws `BadTypeDef`.
    fileprivate func typeDefinition(_ position: Int) throws -> (type: String, options: ModelValue) {
        try Self.typeDefinition(primitive(position))
    }

    private static func typeDefinition(_ value: ModelValue) throws(Fault) -> (type: String, options: ModelValue) {
        guard case .list(let parts) = value, parts.count == 2, let name = parts[0].string, case .dict = parts[1] else {
            throw Fault(FaultCode("BadTypeDef"), "a type is given as its name and a dictionary of options", advice: "(int, ({}))")
        }
        return (name, parts[1])
    }

    /// The name of a form; nil for any.
    fileprivate func formName(_ position: Int) throws -> String? {
        let text = try optionalText(position)
        return text == "*" ? nil : text
    }

    /// Removes a property from all nodes of all views that the user may change.
    fileprivate func removeFromNodes(_ name: String, form: String?) throws {
        try runtime.requireAdmin("Removing a property from nodes requires admin privileges.")
        let full = name.hasPrefix(".") ? name : (form ?? "") + name
        guard runtime.model.property(full) != nil else { return }
        try everywhere("\(full) [ -\(name) ]")
    }

    fileprivate func removeTagPropertyFromNodes(_ name: String) throws {
        try runtime.requireAdmin("Removing a tag property from nodes requires admin privileges.")
        guard runtime.model.tagProperty(name) != nil else { return }
        try everywhere("#*:\(name) for ($tag, $times) in $node.tags() { if ($node.hasTag($tag)) { [ -#$tag:\(name) ] } }")
    }

    private func everywhere(_ text: String) throws {
        let query = try runtime.query(text)
        for view in core.views() {
            let scope = try runtime.isolated(for: query, view: view.iden)
            try scope.run(query) { _ in }
            try scope.session.flush()
        }
    }

    /// Adds what another Cortex listed; what is there already must be the same.
    fileprivate func addExtensions(_ model: CoreDocument) throws {
        let known = Set(core.modelExtensions().map(\.listed))
        func each(_ name: String, _ body: ([ModelValue]) throws -> Void) throws {
            for item in model.list(name) where !known.contains(item) { try body(item.list ?? []) }
        }
        func text(_ parts: [ModelValue], _ position: Int) throws -> String {
            guard parts.indices.contains(position), let text = parts[position].string else {
                throw Fault(.badArgument, "the extensions of the model have another shape", advice: "Use what getExtModel() returned")
            }
            return text
        }
        func value(_ parts: [ModelValue], _ position: Int) -> ModelValue { parts.indices.contains(position) ? parts[position] : .dict([]) }
        try each("types") { try core.addType(text($0, 0), base: text($0, 1), options: value($0, 2), info: value($0, 3)) }
        try each("forms") { try core.addForm(text($0, 0), base: text($0, 1), options: value($0, 2), info: value($0, 3)) }
        try each("props") { parts in
            let (type, options) = try Self.typeDefinition(value(parts, 2))
            try core.addProperty(text(parts, 1), form: text(parts, 0), type: type, options: options, info: value(parts, 3))
        }
        try each("tagprops") { parts in
            let (type, options) = try Self.typeDefinition(value(parts, 1))
            try core.addTagProperty(text(parts, 0), type: type, options: options, info: value(parts, 2))
        }
        try each("univs") { parts in
            let (type, options) = try Self.typeDefinition(value(parts, 1))
            try core.addUniversal(text(parts, 0), type: type, options: options, info: value(parts, 2))
        }
        try each("edges") { parts in
            let edge = value(parts, 0).list ?? []
            try core.addEdge(from: value(edge, 0).string, text(edge, 1), to: value(edge, 2).string, info: value(parts, 1))
        }
    }
}
