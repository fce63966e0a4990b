import Kernel
import Model
import Storm

/// `$lib.utils`
enum UtilsLibrary {
    static let library = StormLibrary(
        "utils", help: "What is needed to talk to other services.",
        functions: [
            StormFunction(
                "buid", ["valu"], help: "The identity of 32 bytes that a name and value of a node have.",
                examples: [StormExample("return($lib.len($lib.utils.buid((inet:fqdn, a.com))))", returns: 32)]
            ) { call in
                let value = try call.primitive(0)
                let environment = call.runtime.model.environment
                guard case .list(let parts) = value, parts.count == 2, let form = parts[0].string else {
                    throw Fault(.badArgument, "the value must be the name of a form and a value")
                }
                return .bytes(try NodeIdentity.iden(form: form, value: parts[1], environment).bytes)
            },
            StormFunction(
                "todo", ["_todoname", .rest("args"), .namedRest("kwargs")],
                help: "A call as data: its name, arguments and named arguments.",
                examples: [StormExample("return($lib.utils.todo(fooEvent, a, b=c))", returns: ["fooEvent", ["a"], ["b": "c"]])]
            ) { call in
                let named = StormDict()
                for (name, value) in call.named { named[name] = value }
                return .tuple([.string(try call.text(0)), .tuple(call.rest), .dict(named)])
            },
        ])
}
