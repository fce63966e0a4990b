/// The types of values that the engine itself provides.
enum PrimitiveLibrary {
    static let all: [StormLibrary] = []

    static let objectTypes: [StormObjectType] = [
        PrimitiveTypes.string, PrimitiveTypes.list, PrimitiveTypes.bytes, PrimitiveTypes.dict, PrimitiveTypes.boolean,
        DecimalObject.type, SetObject.type, QueryObject.type, BoundFunction.type, StormGenerator.type, NodeObject.type, PathObject.type,
    ]
}

/// What the types have in common that are no objects of their own.
enum PrimitiveTypes {
    static let dict = StormObjectType("dict", help: "Values by key, in the order in which the keys came.")
    static let boolean = StormObjectType("boolean", help: "True or false.")
}
