import CortexCore
import Kernel
import Model
import Storm

/// `$lib.macro`.
enum MacroLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "macro", help: "Macros: queries under a name.",
            functions: [
                StormFunction("set", ["name", "storm"], help: "Add a macro, or change its query.", isReadOnlySafe: false) { call in
                    let (name, text) = (try call.text(0), try call.queryText(1))
                    _ = try call.runtime.query(text)
                    if let macro = call.core.macro(name) {
                        try call.core.requireMacroAccess(macro, .edit, call.runtime.user)
                    } else if !call.runtime.isAllowed(["macro", "add"], gate: nil) {
                        try call.require("storm", "macro", "add")
                    }
                    try call.core.setMacro(name, storm: text, user: call.runtime.user)
                    return .null
                },
                StormFunction("get", ["name"], help: "A macro; null where there is none.") { call in
                    guard let macro = call.core.macro(try call.text(0)) else { return .null }
                    try call.core.requireMacroAccess(macro, .read, call.runtime.user)
                    return StormValue(macro.value)
                },
                StormFunction("del", ["name"], help: "Delete a macro.", isReadOnlySafe: false) { call in
                    let macro = try call.core.requireMacro(call.text(0))
                    try call.core.requireMacroAccess(macro, .admin, call.runtime.user)
                    try call.core.deleteMacro(call.text(0))
                    return .null
                },
                StormFunction("list", help: "All macros that the user may read, with their names.") { call in
                    let user = call.runtime.user
                    let macros = call.core.macros().filter { call.core.isAllowed(user, .read, SharedAccess($0["permissions"])) }
                    return .list(macros.map { .tuple([.text($0.text("name")), StormValue($0.value)]) })
                },
                StormFunction("mod", ["name", "info"], help: "Change name, query or description.", isReadOnlySafe: false) { call in
                    let (name, info) = (try call.text(0), try call.document(1))
                    let macro = try call.core.requireMacro(name)
                    try call.core.requireMacroAccess(macro, .edit, call.runtime.user)
                    for entry in info.entries where !["name", "desc", "storm"].contains(entry.key) {
                        throw Fault(.badArgument, "User may not edit the field: \(entry.key).", fields: ["name": .string(entry.key)])
                    }
                    if let text = info.text("storm") { _ = try call.runtime.query(text) }
                    try call.core.changeMacro(name) { macro in
                        for entry in info.entries { macro[entry.key] = entry.value }
                    }
                    return .null
                },
                StormFunction(
                    "grant", ["name", "scope", "iden", "level"], help: "Give a user or role access.", isReadOnlySafe: false
                ) { call in
                    let name = try call.text(0)
                    try call.core.requireMacroAccess(call.core.requireMacro(name), .admin, call.runtime.user)
                    let level = call.isNull(3) ? nil : try call.level(3)
                    let (scope, iden) = (try call.text(1), try call.text(2))
                    try call.core.changeMacro(name) { macro throws(Fault) in
                        var access = SharedAccess(macro["permissions"])
                        try access.set(scope, iden, level)
                        macro["permissions"] = access.document.value
                    }
                    return .null
                },
            ])
    ]
}
