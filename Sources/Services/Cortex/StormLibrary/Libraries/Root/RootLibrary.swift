import Storm

/// `$lib` itself.
enum RootLibrary {
    static let library = StormLibrary(
        "", help: "What queries use most.",
        functions: MessageFunctions.all + ValueFunctions.all + TypeFunctions.all + [DictLibrary.make],
        values: [
            StormConstant("null", help: "No value.") { _ in .null },
            StormConstant("undef", help: "Nothing at all: assigning it removes a variable or an item.") { _ in .undefined },
            StormConstant("true", help: "True.") { _ in .bool(true) },
            StormConstant("false", help: "False.") { _ in .bool(false) },
        ])
}
