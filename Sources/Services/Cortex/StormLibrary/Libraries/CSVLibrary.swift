import Model
import Storm

/// `$lib.csv`
enum CSVLibrary {
    static let library = StormLibrary(
        "csv", help: "Rows for a table.",
        functions: [
            StormFunction(
                "emit", [.rest("args"), .namedRest("table")], help: "Sends a row, for the table of a name where one is given by table.",
                examples: [StormExample("$lib.csv.emit(a, (1))", prints: [])]
            ) { call in
                let table = try call.named.first { $0.name == "table" }?.value.primitive() ?? .null
                let row = try call.rest.map { try $0.primitive() }
                try call.runtime.emit(.other("csv:row", ["row": .list(row), "table": table]))
                return .null
            }
        ])
}
