/// What the engine itself provides below `$lib` and as types.
enum PrimitiveLibrary {
    static let all: [StormLibrary] = []
    static let objectTypes: [StormObjectType] = []
}
