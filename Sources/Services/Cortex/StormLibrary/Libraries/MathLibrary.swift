import Storm

/// `$lib.math`
enum MathLibrary {
    static let library = StormLibrary(
        "math", help: "Numbers.",
        functions: [
            StormFunction(
                "number", ["value"], help: "A decimal number that keeps its digits.",
                examples: [StormExample("return($lib.math.number('1.50').tostr())", returns: "1.50")]
            ) { call in .object(try DecimalObject(call.value(0))) }
        ])
}
