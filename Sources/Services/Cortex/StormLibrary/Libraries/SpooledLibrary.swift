import Storm

/// `$lib.spooled`
enum SpooledLibrary {
    static let library = StormLibrary(
        "spooled", help: "Collections for many values.",
        functions: [
            StormFunction(
                "set", [.rest("vals")], help: "A set for many values.",
                examples: [StormExample("return($lib.len($lib.spooled.set(a, b, a)))", returns: 2)]
            ) { call in .object(try SetObject(call.rest, call.runtime)) }
        ])
}
