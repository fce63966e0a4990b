import Kernel
import Model
import Storm

/// What a package must look like before it is added, in the words of the reference's schema.
enum PackageCheck {
    /// More than any package has.
    private static let partsMax = 10_000

    /// Throws `SchemaViolation`, and `BadSyntax` for a query in it that cannot be parsed.
    static func check(_ package: CoreDocument) throws(Fault) {
        try require(package, ["name", "version"], at: "data")
        guard package.text("name") != nil else { throw Fault(.schemaViolation, "data.name must be string") }
        switch package["version"] {
        case .string?, .list?: break
        default: throw Fault(.schemaViolation, "data.version must be valid exactly by one definition (0 matches found)")
        }
        for (name, isNamed) in [("modules", true), ("commands", true), ("externals", false), ("perms", false)] {
            guard let value = package[name] else { continue }
            guard case .list(let items) = value else { throw Fault(.schemaViolation, "data.\(name) must be array") }
            guard items.count <= partsMax else { throw Fault(.limit, "the package has more than \(partsMax) \(name)") }
            guard isNamed else { continue }
            for (position, item) in items.enumerated() {
                try require(CoreDocument(item), ["name", "storm"], at: "data.\(name)[\(position)]")
            }
        }
        try checkQueries(package)
    }

    private static func require(_ document: CoreDocument, _ names: [String], at place: String) throws(Fault) {
        let missing = names.filter { document[$0] == nil }
        if missing.isEmpty { return }
        throw Fault(.schemaViolation, "\(place) must contain [\(missing.map { "'\($0)'" }.joined(separator: ", "))] properties")
    }

    private static func checkQueries(_ package: CoreDocument) throws(Fault) {
        var queries = (package.list("modules") + package.list("commands")).map { CoreDocument($0).text("storm") }
        queries.append(package.text("onload"))
        for query in queries.compactMap({ $0 }) { _ = try StormParser.parse(query).get() }
    }
}
