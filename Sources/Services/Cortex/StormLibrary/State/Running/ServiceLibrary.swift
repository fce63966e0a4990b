import CortexCore
import Kernel
import Model
import Storm

/// What queries ask of the service around them, as far as a Cortex without its service can say it.
enum ServiceLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "cell", help: "The service.",
            functions: [
                StormFunction("uptime", [.optional("name", .null)], help: "How long the service has been running.") { call in
                    let uptime = Int64(clamping: call.core.uptime.nanoseconds / 1_000_000)
                    return .dict(["uptime": .int(uptime), "starttime": .int(call.core.now().milliseconds - uptime)])
                },
                StormFunction("hotFixesCheck", help: "Whether corrections are waiting to be applied.") { _ in .bool(false) },
                StormFunction("hotFixesApply", help: "Apply corrections that are waiting.") { call in
                    StormValue(call.core.variable("cortex:runtime:stormfixes", in: .global) ?? .null)
                },
            ]),
        StormLibrary(
            "task", help: "Running queries.",
            functions: [
                StormFunction("list", [.optional("timeout", .null)], help: "All running queries.") { _ in
                    .object(StormGenerator { _, _ in })
                },
                StormFunction("kill", ["prefix", .optional("timeout", .null)], help: "End a running query.") { call in
                    throw Fault(.stormRuntime, "Provided iden does not match any tasks.", fields: ["iden": .string(try call.text(0))])
                },
            ]),
        StormLibrary(
            "ps", help: "Running queries, by an older name.",
            functions: [
                StormFunction("list", help: "All running queries.") { _ in .list([StormValue]()) },
                StormFunction("kill", ["prefix"], help: "End a running query.") { call in
                    throw Fault(.stormRuntime, "Provided iden does not match any processes.", fields: ["iden": .string(try call.text(0))])
                },
            ]),
        StormLibrary(
            "service", help: "Services that give commands.",
            functions: [
                StormFunction("list", help: "All services.") { _ in .list([StormValue]()) },
                StormFunction("has", ["name"], help: "Whether there is a service.") { _ in .bool(false) },
                StormFunction("get", ["name"], help: "A service.") { call in
                    throw Fault(.noSuchName, "No service with name/iden: \(try call.text(0))", fields: ["name": .string(try call.text(0))])
                },
            ]),
    ]
}
