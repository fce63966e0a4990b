import CortexCore
import Kernel
import Model
import Storm

/// `$lib.storm`: queries inside of a query.
enum QueryLibrary {
    static let all: [StormLibrary] = [
        StormLibrary(
            "storm", help: "Queries inside of a query.",
            functions: [
                StormFunction(
                    "eval", ["text", .optional("cast", .null)], help: "The value that a text means.",
                    examples: [StormExample("return($lib.storm.eval('(10 + 5)'))", returns: 15)]
                ) { call in
                    let query = try call.runtime.query("return(\(try call.text(0)))")
                    let scope = try call.runtime.isolated(for: query)
                    var value = StormValue.null
                    do {
                        try scope.run(query) { _ in }
                    } catch StormSignal.return {
                        value = call.runtime.context.returned
                    }
                    guard let name = try call.optionalText(1) else { return value }
                    let model = call.runtime.model
                    return StormValue(stored: try model.requireTypeOrProperty(name).norm(value.primitive(), in: model).value)
                },
                StormFunction("run", ["query", .optional("opts", .null)], help: "The messages of another query, as a stream.") { call in
                    let text = try call.queryText(0)
                    let options = try Self.options(call.document(1), call)
                    let core = call.core
                    return .object(StormGenerator { runtime, body in
                        try runtime.session.flush()
                        try withoutActuallyEscaping(body) { body in
                            let failure = Failure()
                            core.run(text, options) { message in
                                guard failure.error == nil, let value = try value(message, options, core) else { return }
                                do {
                                    try body(value)
                                } catch {
                                    // The messages after it are of no interest to anybody.
                                    failure.error = error
                                    throw error
                                }
                            }
                            if let error = failure.error { throw error }
                        }
                    })
                },
            ])
    ]

    /// What went wrong in the body that takes the messages.
    private final class Failure {
        var error: (any Error)?
    }

    private static func options(_ given: CoreDocument, _ call: Call) throws -> StormOptions {
        var options = StormOptions(user: call.runtime.user)
        options.view = call.runtime.view
        options.isReadOnly = call.runtime.isReadOnly
        options.cancellation = call.runtime.context.options.cancellation
        for entry in given.entries {
            switch entry.key {
            case "vars": options.variables = CoreDocument(entry.value).entries
            case "view": options.view = try entry.value.string.map { try call.core.view(text: $0) }
            case "user":
                let user = try call.core.user(namedOrIden: entry.value.string ?? "").iden
                if user != call.runtime.user { try call.runtime.require(["impersonate"], gate: nil) }
                options.user = user
            case "repr": options.repr = entry.value.isTruthy
            case "readonly": options.isReadOnly = options.isReadOnly || entry.value.isTruthy
            case "limit": options.limit = entry.value.int.map { Int($0) }
            case "mode": if let mode = entry.value.string.flatMap(StormMode.init(rawValue:)) { options.mode = mode }
            case "show": options.show = entry.value.list?.compactMap(\.string)
            case "editformat": options.editFormat = entry.value.string ?? options.editFormat
            case "idens": options.nodeIdens = entry.value.list?.compactMap(\.string) ?? []
            case "ndefs":
                options.nodeNames = (entry.value.list ?? []).compactMap { name in
                    guard case .list(let parts) = name, parts.count == 2, let form = parts[0].string else { return nil }
                    return (form, parts[1])
                }
            default: options.others.append(entry)
            }
        }
        return options
    }

    /// A message as queries see it: its type, and what it says. Nil for those that queries do not see.
    private static func value(_ message: StormMessage, _ options: StormOptions, _ core: CortexHost) throws -> StormValue? {
        func pair(_ type: String, _ info: StormValue) -> StormValue { .tuple([.string(type), info]) }
        switch message {
        case .initial(let task, let text, let start):
            return pair("init", .dict(["task": .iden(task), "tick": .int(start.milliseconds), "text": .string(text)]))
        case .node(let item):
            return pair("node", StormValue(stored: try NodePack(item.node, NodePackOptions(options)).value(core.model())))
        case .print(let text): return pair("print", .dict(["mesg": .string(text)]))
        case .warn(let text, let info):
            let dict = StormDict()
            dict["mesg"] = .string(text)
            for entry in info { dict[entry.key] = StormValue(entry.value) }
            return pair("warn", .dict(dict))
        case .error(let fault):
            let dict = StormDict()
            dict["mesg"] = .string(fault.message)
            for (name, value) in fault.fields.sorted(by: { $0.key < $1.key }) { dict[name] = StormValue(ModelValue(stored: value)) }
            return pair("err", .tuple([.string(fault.code.name), .dict(dict)]))
        case .fire(let name, let data): return pair("storm:fire", .dict(["type": .string(name), "data": StormValue(data)]))
        case .other(let name, let info): return pair(name, StormValue(info))
        case .edits: return nil
        case .fini(let start, let end, let count):
            return pair(
                "fini",
                .dict([
                    "tock": .int(end.milliseconds), "took": .int(end.milliseconds - start.milliseconds), "count": .int(Int64(count)),
                ]))
        }
    }
}
