import Kernel
import Model
import Storm

/// Packages: commands and modules written in Storm.
extension CortexHost {
    /// Sorted by name.
    public func packages() -> [CoreDocument] { current.all(.package).map { CoreDocument($0.value) } }

    /// A package; nil where there is none.
    public func package(_ name: String) -> CoreDocument? { current.document(.package, name) }

    /// Adds a package or replaces the one of its name. Throws `SchemaViolation`, `BadSyntax`, `DupName`.
    public func addPackage(_ definition: CoreDocument, user: Iden) throws(Fault) {
        try PackageCheck.check(definition)
        var package = definition
        package["version"] = Self.versionText(definition["version"])
        let name = package.text("name") ?? ""
        let added = package
        let builtIn = Set(catalogue.commands.map(\.name))
        try commit { state, changes throws(Fault) in
            var taken = builtIn
            for (key, other) in state.all(.package) where key != name {
                taken.formUnion(CoreDocument(other).list("commands").compactMap { CoreDocument($0).text("name") })
            }
            for command in added.list("commands").compactMap({ CoreDocument($0).text("name") }) where taken.contains(command) {
                throw Fault(.duplicateName, "The command \(command) exists already", fields: ["name": .string(command)])
            }
            changes.append(.put(.package, name, added))
        }
        modules.forget()
    }

    /// `(1, 2, 3)` is written as `1.2.3`.
    private static func versionText(_ version: ModelValue?) -> ModelValue {
        guard case .list(let parts)? = version else { return version ?? .null }
        return .string(parts.compactMap { $0.int.map { String($0) } }.joined(separator: "."))
    }

    /// Throws `NoSuchPkg`.
    public func deletePackage(_ name: String) throws(Fault) {
        try commit { state, changes throws(Fault) in
            guard state.document(.package, name) != nil else {
                throw Fault(FaultCode("NoSuchPkg"), "No storm package: \(name).", fields: ["pkg": .string(name)])
            }
            changes.append(.delete(.package, key: name))
            changes.append(.deleteAll(.packageVariable, prefix: "\(name) "))
        }
        modules.forget()
    }

    // MARK: What queries use

    private var moduleContents: ModuleCache.Contents {
        modules.get {
            var contents = ModuleCache.Contents()
            for package in packages() {
                for command in package.list("commands").map({ CoreDocument($0) }) {
                    let declaration = PackageCommand(command).declaration
                    contents.commands[declaration.name] = declaration
                }
                for module in package.list("modules").map({ CoreDocument($0) }) {
                    guard let name = module.text("name"), let storm = module.text("storm") else { continue }
                    let permission = module.list("asroot:perms").first?.list?.compactMap(\.string)
                    contents.modules[name] = StormModule(
                        name: name, query: storm, configuration: module["modconf"] ?? .dict([]), permission: permission,
                        runsAsAdmin: module.flag("asroot") || permission != nil)
                    contents.versions[name] = package.text("version") ?? ""
                }
            }
            return contents
        }
    }

    /// A command of a package.
    public func command(_ name: String) -> CommandDeclaration? { moduleContents.commands[name] }

    /// All commands of packages, sorted by name.
    public func packageCommands() -> [CommandDeclaration] { moduleContents.commands.values.sorted { $0.name < $1.name } }

    /// A module of a package.
    public func module(_ name: String) -> StormModule? { moduleContents.modules[name] }

    /// The version of the package that a module belongs to.
    public func moduleVersion(_ name: String) -> String? { moduleContents.versions[name] }
}
