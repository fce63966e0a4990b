import Storm

/// `$lib.vars`
enum VarsLibrary {
    static let library = StormLibrary(
        "vars", help: "The variables of the query by name.",
        functions: [
            StormFunction(
                "get", ["name", .optional("defv", nil)], help: "The value of a variable, or the default.",
                examples: [StormExample("$foo=bar return($lib.vars.get(foo))", returns: "bar")]
            ) { call in try call.runtime.variable(call.text(0), call.input) ?? call.value(1) },
            StormFunction("set", ["name", "valu"], help: "Sets a variable; undef removes it.") { call in
                let value = call.value(1)
                call.runtime.set(try call.text(0), value.isUndefined ? nil : value, call.input)
                return .null
            },
            StormFunction("del", ["name"], help: "Removes a variable.") { call in
                call.runtime.set(try call.text(0), nil, call.input)
                return .null
            },
            StormFunction("list", help: "The names and values of all variables.") { call in
                .list(call.runtime.allVariables.map { .tuple([.string($0.name), $0.value]) })
            },
            StormFunction(
                "type", ["valu"], help: "The kind of a value.",
                examples: [StormExample("return($lib.vars.type((1)))", returns: "int")]
            ) { call in .string(call.value(0).typeName) },
        ])
}
