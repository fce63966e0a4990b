import Kernel
import Storm

/// `$lib.str`
enum StrLibrary {
    static let library = StormLibrary(
        "str", help: "Texts put together.",
        functions: [
            StormFunction(
                "concat", [.rest("args")], help: "The texts of all arguments, one behind the other.",
                examples: [StormExample("return($lib.str.concat(a, (1), b))", returns: "a1b")]
            ) { call in
                let text = TextObject()
                for part in call.rest { try text.append(part.toText(call.runtime), call.runtime) }
                return .string(text.text)
            },
            StormFunction(
                "format", ["text", .namedRest("kwargs")], help: "A text whose places the named arguments fill.",
                examples: [StormExample("return($lib.str.format('hi {name}', name=bob))", returns: "hi bob")]
            ) { call in .string(try TextTemplate.fill(call.text(0), call.named, call.runtime)) },
            StormFunction(
                "join", ["sepr", "items"], help: "The texts of all items with a separator between them.",
                examples: [StormExample("return($lib.str.join(', ', (a, b)))", returns: "a, b")]
            ) { call in
                let separator = try call.text(0)
                let text = TextObject()
                var isFirst = true
                try call.value(1).forEach(call.runtime) { item in
                    if !isFirst { try text.append(separator, call.runtime) }
                    isFirst = false
                    try text.append(item.toText(call.runtime), call.runtime)
                }
                return .string(text.text)
            },
        ])
}
