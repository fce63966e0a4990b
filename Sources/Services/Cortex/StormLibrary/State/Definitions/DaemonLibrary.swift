import CortexCore
import Kernel
import Model
import Storm

/// `$lib.dmon`.
enum DaemonLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "dmon", help: "Daemons: queries that run all the time.",
            functions: [
                StormFunction(
                    "add", ["text", .optional("name", "noname"), .optional("ddef", .null)], help: "Add a daemon.", isReadOnlySafe: false
                ) { call in
                    try call.require("dmon", "add")
                    let text = try call.queryText(0)
                    _ = try call.runtime.query(text)
                    let daemon = try call.core.addDaemon(
                        storm: text, name: call.text(1), info: call.document(2), view: call.runtime.view, user: call.runtime.user)
                    return StormValue(daemon.value)
                },
                StormFunction("get", ["iden"], help: "A daemon; null where there is none.") { call in
                    call.core.daemon(try call.text(0)).map { StormValue($0.value) } ?? .null
                },
                StormFunction("list", help: "All daemons.") { call in .list(call.core.daemons().map { StormValue($0.value) }) },
                StormFunction("del", ["iden"], help: "Delete a daemon.", isReadOnlySafe: false) { call in
                    try call.require("dmon", "del", call.text(0))
                    try call.core.deleteDaemon(call.text(0))
                    return .null
                },
                StormFunction("start", ["iden"], help: "Let a daemon run.", isReadOnlySafe: false) { call in
                    try call.require("dmon", "add")
                    return .bool(try call.core.setDaemon(call.text(0), isEnabled: true))
                },
                StormFunction("stop", ["iden"], help: "Keep a daemon from running.", isReadOnlySafe: false) { call in
                    try call.require("dmon", "add")
                    return .bool(try call.core.setDaemon(call.text(0), isEnabled: false))
                },
                StormFunction("bump", ["iden"], help: "Start a daemon anew.", isReadOnlySafe: false) { call in
                    try call.require("dmon", "add")
                    return .bool(call.core.daemon(try call.text(0)) != nil)
                },
                StormFunction("log", ["iden"], help: "What a daemon printed lately.") { _ in .list([StormValue]()) },
            ])
    ]
}
