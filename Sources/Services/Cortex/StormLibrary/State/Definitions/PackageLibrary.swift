import CortexCore
import Kernel
import Model
import Storm

/// `$lib.pkg`, and `$lib.import` for the modules of packages.
enum PackageLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "pkg", help: "Packages: commands and modules written in Storm.",
            functions: [
                StormFunction(
                    "add", ["pkgdef", .optional("verify", false)], help: "Add or replace a package.", isReadOnlySafe: false
                ) { call in
                    try call.require("pkg", "add")
                    let definition = try call.document(0)
                    try call.core.addPackage(definition, user: call.runtime.user)
                    try runOnload(definition, call.runtime)
                    return .null
                },
                StormFunction("get", ["name"], help: "A package; null where there is none.") { call in
                    call.core.package(try call.text(0)).map { StormValue($0.value) } ?? .null
                },
                StormFunction("has", ["name"], help: "Whether there is a package.") { call in
                    .bool(call.core.package(try call.text(0)) != nil)
                },
                StormFunction("del", ["name"], help: "Remove a package.", isReadOnlySafe: false) { call in
                    try call.require("pkg", "del")
                    try call.core.deletePackage(call.text(0))
                    return .null
                },
                StormFunction("list", help: "All packages.") { call in .list(call.core.packages().map { StormValue($0.value) }) },
                StormFunction("deps", ["pkgdef"], help: "Whether what a package needs is there.") { call in
                    let definition = try call.document(0)
                    var found: [ModelValue] = []
                    for need in definition.fields("depends").list("requires").map({ CoreDocument($0) }) {
                        let name = need.text("name") ?? ""
                        let actual = call.core.package(name)?.text("version")
                        let isFit = try actual.map { try VersionRequirement.isMet(need.text("version") ?? "", by: $0) } ?? false
                        found.append([
                            "name": .string(name), "version": need["version"] ?? .null, "desc": need["desc"] ?? .null, "ok": .bool(isFit),
                            "actual": .text(actual),
                        ])
                    }
                    return StormValue(["requires": .list(found), "conflicts": .list([])])
                },
                StormFunction("vars", ["name"], help: "Variables of a package.") { call in
                    let name = try call.text(0)
                    try call.runtime.requireAdmin("$lib.pkg.vars() requires admin privileges.")
                    return .object(VariablesObject(.package(name), isByMember: true))
                },
            ]),
        StormLibrary(
            "", help: "",
            functions: [
                StormFunction(
                    "import", ["name", .optional("debug", false), .optional("reqvers", .null)], help: "A module of a package."
                ) { call in
                    try importModule(call.text(0), requirement: call.optionalText(2), call.runtime)
                }
            ]),
    ]

    /// Runs what a package wants to run when it is added. What goes wrong in it is a warning.
    private static func runOnload(_ definition: CoreDocument, _ runtime: StormRuntime) throws {
        guard let text = definition.text("onload") else { return }
        do {
            let query = try runtime.query(text)
            try runtime.isolated(for: query).run(query) { _ in }
        } catch let fault as Fault where fault.code != .cancelled && fault.code != .deadline {
            try runtime.warn("onload of the package \(definition.text("name") ?? "") failed: \(fault.message)")
        }
    }

    /// Runs the query of a module, and gives what it defined.
    private static func importModule(_ name: String, requirement: String?, _ runtime: StormRuntime) throws -> StormValue {
        guard let module = runtime.core.module(name), let version = runtime.core.moduleVersion(name) else {
            var message = "No storm module named \(name)"
            if let requirement { message += " matching version requirement \(requirement)" }
            throw Fault(.noSuchName, message, fields: ["name": .string(name)], advice: "`pkg.list` lists the packages")
        }
        if let requirement, try !VersionRequirement.isMet(requirement, by: version) {
            throw Fault(
                .noSuchName, "No storm module named \(name) matching version requirement \(requirement)", fields: ["name": .string(name)])
        }
        if let permission = module.permission { try runtime.require(permission, gate: nil) }
        let query = try runtime.query(module.query)
        let scope = try runtime.isolated(
            for: query, variables: ["modconf": StormValue(module.configuration)],
            isPrivileged: runtime.isPrivileged || module.runsAsAdmin)
        try scope.run(query) { _ in }
        return .object(ModuleObject(name, scope))
    }
}

/// A module of a package: its members are what its query defined.
final class ModuleObject: StormObject {
    static let type = StormObjectType("lib", help: "A module of a package.")

    private let name: String
    private let scope: StormRuntime

    init(_ name: String, _ scope: StormRuntime) {
        self.name = name
        self.scope = scope
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        if let value = scope.variable(name) { return value }
        throw Fault(.noSuchName, "Cannot find name [\(name)]", fields: ["name": .string(name)])
    }

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        scope.set(name, value)
        return true
    }

    var quoted: String { "Imported Module \(name)" }
}

extension VersionRequirement {
    /// Whether `version` is as `text` asks: `>=1.0.0,<2.0.0`. Throws `BadArg` for text that asks nothing.
    static func isMet(_ text: String, by version: String) throws(Fault) -> Bool {
        guard let requirements = all(text) else {
            throw Fault(.badArgument, "Invalid version requirement: \(text)", advice: "Write it as >=1.2.3,<2.0.0")
        }
        let parts = version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return requirements.allSatisfy { $0.isMet(by: parts) }
    }
}
