import CortexCore
import Kernel
import Model
import Storm

/// `$lib.globals`: variables of the whole Cortex.
final class GlobalsObject: StormObject {
    static let type = StormObjectType(
        "lib", help: "Variables of the whole Cortex.",
        methods: [
            StormFunction("get", ["name", .optional("default", .null)], help: "A variable, or the default.") { call in
                let name = try call.text(0)
                try call.require("globals", "get", name)
                return call.core.variable(name, in: .global).map { StormValue($0) } ?? call.value(1)
            },
            StormFunction("set", ["name", "valu"], help: "Set a variable.", isReadOnlySafe: false) { call in
                let name = try call.text(0)
                try call.require("globals", "set", name)
                let value = try call.primitive(1)
                try call.core.setVariable(name, value, in: .global)
                return StormValue(value)
            },
            StormFunction(
                "pop", ["name", .optional("default", .null)], help: "Remove a variable and return it.", isReadOnlySafe: false
            ) { call in
                let name = try call.text(0)
                try call.require("globals", "pop", name)
                return try call.core.setVariable(name, nil, in: .global).map { StormValue($0) } ?? call.value(1)
            },
            StormFunction("list", help: "All variables that the user may read.") { call in
                let all = call.core.variables(in: .global).filter { call.runtime.isAllowed(["globals", "get", $0.name], gate: nil) }
                return .list(all.map { .tuple([.string($0.name), StormValue($0.value)]) })
            },
        ])

    /// The value of the library `$lib` under which it is found.
    static let all: [StormLibrary] = [
        StormLibrary(
            "", help: "", values: [StormConstant("globals", help: "Variables of the whole Cortex.") { _ in .object(GlobalsObject()) }])
    ]

    func setMember(_ name: String, _ value: StormValue?, _ runtime: StormRuntime) throws -> Bool {
        throw Fault(.stormRuntime, "LibGlobals does not support assignment.")
    }

    func member(_ name: String, _ runtime: StormRuntime) throws -> StormValue? {
        Self.type.method(name).map { .object(BoundFunction($0, subject: .object(self), path: "$lib.globals")) }
    }

    var quoted: String { "Library $lib.globals" }
}
