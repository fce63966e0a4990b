import Kernel

/// The model that every Cortex starts with, as data: one file for each area, in the language of ``ModelText``.
public enum StockModel {
    static let areas: [StaticString] = StockAreas.all

    /// The stock model. It takes a few milliseconds; make it once and share it.
    public static func make(_ environment: ModelEnvironment) throws(Fault) -> DataModel {
        DataModel(try contents(), environment)
    }

    static func contents() throws(Fault) -> ModelContents {
        var text = ModelText()
        for area in areas { try text.read(area) }
        var contents = try ModelContents()
        try addTypes(text.types, to: &contents)
        for interface in text.interfaces { try contents.addInterface(interface) }
        for universal in text.universals { try contents.addUniversal(universal) }
        contents.reserve(properties: text.forms.count * 12)
        for form in text.forms { try contents.addForm(form) }
        for edge in text.edges { try contents.addEdge(edge) }
        return contents
    }

    /// Adds types in an order in which every base comes first, whatever the order of the text.
    private static func addTypes(_ types: [TypeDeclaration], to contents: inout ModelContents) throws(Fault) {
        let declared = Dictionary(types.map { ($0.name, $0) }) { first, _ in first }
        guard declared.count == types.count else { throw Fault(.duplicateType, "the stock model declares a type twice") }
        var added: Set<String> = []
        for type in types {
            var chain: [TypeDeclaration] = []
            var next: TypeDeclaration? = type
            while let current = next, !added.contains(current.name), chain.count <= types.count {
                chain.append(current)
                next = declared[current.base]
            }
            for type in chain.reversed() {
                try contents.addType(type)
                added.insert(type.name)
            }
        }
    }
}
