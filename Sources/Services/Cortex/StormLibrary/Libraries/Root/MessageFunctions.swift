import Kernel
import Model
import Storm

/// What `$lib` says to whoever runs the query: print, pprint, warn, fire, raise, exit.
enum MessageFunctions {
    static let all: [StormFunction] = [
        StormFunction(
            "print", ["mesg", .namedRest("kwargs")], help: "Prints a line; named arguments fill its places.",
            examples: [StormExample("$lib.print('hi {name}', name=bob)", prints: ["hi bob"])]
        ) { call in
            try call.runtime.print(TextTemplate.message(call))
            return .null
        },
        StormFunction("warn", ["mesg", .namedRest("kwargs")], help: "Warns; named arguments fill the places of the text.") { call in
            try call.runtime.warn(TextTemplate.message(call), [])
            return .null
        },
        StormFunction(
            "pprint", ["item", .optional("prefix", ""), .optional("clamp", nil)],
            help: "Prints a value over several lines where one is too long, each after a prefix and cut at a length.",
            examples: [StormExample("$lib.pprint(({'b': 1, 'a': [1, 2]}))", prints: ["{'a': (1, 2), 'b': 1}"])]
        ) { call in
            let prefix = try call.text(1)
            let clamp = try call.optionalInt(2)
            if let clamp, clamp < 3 { throw Fault(.badArgument, "Invalid clamp length.", fields: ["clamp": .int(Int64(clamp))]) }
            for line in PrettyPrint.lines(try call.primitive(0)) {
                var line = prefix + line
                if let clamp, line.unicodeScalars.count > clamp { line = String(line.unicodeScalars.prefix(clamp - 3)) + "..." }
                try call.runtime.print(line)
            }
            return .null
        },
        StormFunction("fire", ["name", .namedRest("info")], help: "Sends a message of the query's own, with the named arguments as data.") {
            call in
            let data = try call.named.map { ModelValue.Entry($0.name, try $0.value.primitive()) }
            try call.runtime.emit(.fire(call.text(0), .dict(data)))
            return .null
        },
        StormFunction(
            "raise", ["name", "mesg", .namedRest("info")], help: "Ends what runs with an error of a name and text, which catch finds.",
            examples: [StormExample("try { $lib.raise(Boom, 'it broke') } catch Boom as e { return($e.mesg) }", returns: "it broke")]
        ) { call in
            var fields: [String: Value] = [:]
            for (name, value) in call.named { fields[name] = Value(try value.primitive()) }
            fields["errname"] = .string(try call.text(0))
            throw Fault(.stormRaise, try call.value(1).text(call.runtime), fields: fields)
        },
        StormFunction(
            "exit", [.optional("mesg", nil), .namedRest("kwargs")], help: "Ends the query, with a warning where there is a text.",
            examples: [StormExample("$lib.print(a) $lib.exit() $lib.print(b)", prints: ["a"])]
        ) { call in
            if !call.isNull(0) { try call.runtime.warn(TextTemplate.message(call), []) }
            throw StormSignal.exit
        },
    ]
}

extension Value {
    /// A value of a query as one of a fault's fields.
    init(_ value: ModelValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .big(let number): self = .string(number.description)
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .list(let items): self = .array(items.map(Value.init))
        case .dict(let entries): self = .map(entries.map { Entry(.string($0.key), Value($0.value)) })
        }
    }
}
