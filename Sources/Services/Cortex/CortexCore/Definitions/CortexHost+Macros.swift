import Kernel
import Model

/// Macros: queries under a name.
extension CortexHost {
    /// As long as the reference takes them.
    private static let macroNameMax = 491

    /// Sorted by name.
    public func macros() -> [CoreDocument] { current.all(.macro).map { CoreDocument($0.value) } }

    /// A macro; nil where there is none.
    public func macro(_ name: String) -> CoreDocument? { current.document(.macro, name) }

    /// Throws `NoSuchName`.
    public func requireMacro(_ name: String) throws(Fault) -> CoreDocument {
        guard let macro = macro(name) else { throw Fault(.noSuchName, "Macro name not found: \(name)", fields: ["name": .string(name)]) }
        return macro
    }

    private static func requireMacroName(_ name: String) throws(Fault) {
        guard !name.isEmpty else { throw Fault(.badArgument, "Macro names must be at least 1 character long") }
        guard name.count <= macroNameMax, name.utf8.count <= CoreStore.keyBytesMax else {
            throw Fault(.badArgument, "Macro names may only be up to \(macroNameMax) chars.")
        }
    }

    /// Adds a macro, or changes its query.
    public func setMacro(_ name: String, storm: String, user: Iden) throws(Fault) {
        try Self.requireMacroName(name)
        let iden = newIden()
        let time = ModelValue.int(now().milliseconds)
        try commit { state, changes throws(Fault) in
            var macro = state.document(.macro, name) ?? [
                "iden": .iden(iden), "name": .string(name), "user": .iden(user), "creator": .iden(user), "created": time,
                "permissions": SharedAccess(creator: user).document.value, "desc": "",
            ]
            macro["updated"] = time
            macro["storm"] = .string(storm)
            changes.append(.put(.macro, name, macro))
        }
    }

    /// Replaces the document of a macro, be it under another name. Throws `NoSuchName`, `DupName`.
    public func changeMacro(_ name: String, _ change: (inout CoreDocument) throws(Fault) -> Void) throws(Fault) {
        let time = ModelValue.int(now().milliseconds)
        try commit { state, changes throws(Fault) in
            guard var macro = state.document(.macro, name) else {
                throw Fault(.noSuchName, "Macro name not found: \(name)", fields: ["name": .string(name)])
            }
            try change(&macro)
            macro["updated"] = time
            let newName = macro.text("name") ?? name
            try Self.requireMacroName(newName)
            if newName != name {
                guard state.document(.macro, newName) == nil else {
                    throw Fault(.duplicateName, "A macro named \(newName) already exists!", fields: ["name": .string(newName)])
                }
                changes.append(.delete(.macro, key: name))
            }
            changes.append(.put(.macro, newName, macro))
        }
    }

    /// Deletes the macro, if there is one.
    public func deleteMacro(_ name: String) throws(Fault) {
        try commit { state, changes throws(Fault) in changes.append(.delete(.macro, key: name)) }
    }
}
