import Kernel
import Model
import Storm

/// `$lib.tabular`
enum TabularLibrary {
    private static let words: ModelValue = ["type": "string"]

    /// What `$lib.tabular.printer` takes, as a JSON schema.
    static let schema: ModelValue = [
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": [
            "separators": [
                "type": "object",
                "properties": [
                    "row:outline": ["type": "boolean", "default": false, "description": "A line before the header and after each row."],
                    "column:outline": ["type": "boolean", "default": false, "description": "A sign at both ends of a line."],
                    "header:row": ["type": "string", "default": "=", "description": "The line below the header."],
                    "data:row": ["type": "string", "default": "-", "description": "The lines between rows."],
                    "column": ["type": "string", "default": "|", "description": "The sign between columns."],
                ],
                "additionalProperties": false,
            ],
            "columns": [
                "type": "array",
                "minItems": 1,
                "items": [
                    "type": "object",
                    "properties": [
                        "name": ["type": "string", "description": "The title of the column."],
                        "width": ["type": "number", "exclusiveMinimum": 0, "description": "Characters of the column; without, any."],
                        "justify": ["type": "string", "default": "left", "enum": ["left", "center", "right"]],
                        "overflow": ["type": "string", "default": "trim", "enum": ["wrap", "trim"]],
                        "newlines": ["type": "string", "default": "replace", "enum": ["replace", "split"]],
                    ],
                    "required": ["name"],
                    "additionalProperties": false,
                ],
            ],
        ],
        "required": ["columns"],
        "additionalProperties": false,
    ]

    static let library = StormLibrary(
        "tabular", help: "Tables of text.",
        functions: [
            StormFunction(
                "printer", ["conf"], help: "Makes the lines of a table whose columns the configuration describes.",
                examples: [
                    StormExample(
                        "$p=$lib.tabular.printer(({'columns': [{'name': 'A', 'width': 6}]})) return($p.header())",
                        returns: " A      \n========")
                ]
            ) { call in
                let configuration = try JSONSchema(schema).validate(call.primitive(0), fillsDefaults: true)
                return .object(TablePrinter(configuration))
            },
            StormFunction("schema", help: "The JSON schema of the configuration of a printer.") { _ in StormValue(schema) },
        ])
}

/// Makes lines of a table.
final class TablePrinter: StormObject {
    /// Characters of one column at most, so that a short configuration asks for no endless line.
    private static let widthMax = 10_000

    static let type = StormObjectType(
        "tabular:printer", help: "Makes the lines of a table.",
        methods: [
            StormFunction("header", help: "The titles of the columns, with a line below.") { call in
                .string(try call.subject(as: TablePrinter.self).header())
            },
            StormFunction("row", ["data"], help: "The line of values, one for each column.") { call in
                let printer = try call.subject(as: TablePrinter.self)
                return .string(try printer.row(call.items(0).map { $0.isNull ? "" : try $0.text(call.runtime) }))
            },
        ])

    private struct Column {
        let name: String
        let width: Int?
        let justify: String
        let wraps: Bool
        let splitsLines: Bool
    }

    private let columns: [Column]
    private let separator: String
    private let headerLine: String
    private let dataLine: String
    private let hasRowOutline: Bool
    private let hasColumnOutline: Bool

    init(_ configuration: ModelValue) {
        let separators = configuration["separators"] ?? [:]
        separator = separators["column"]?.string ?? "|"
        headerLine = separators["header:row"]?.string ?? "="
        dataLine = separators["data:row"]?.string ?? "-"
        hasRowOutline = separators["row:outline"]?.isTruthy ?? false
        hasColumnOutline = separators["column:outline"]?.isTruthy ?? false
        columns = (configuration["columns"]?.list ?? []).map { column in
            let width: Int? =
                switch column["width"] {
                case .int(let number)?: Int(number)
                case .float(let number)?: Int(exactly: number.rounded(.down))
                default: nil
                }
            return Column(
                name: column["name"]?.string ?? "", width: width.map { min($0, Self.widthMax) },
                justify: column["justify"]?.string ?? "left", wraps: column["overflow"]?.string == "wrap",
                splitsLines: column["newlines"]?.string == "split")
        }
    }

    private func header() -> String {
        let titles = line(columns.map { cell($0.name, $0) })
        var lines: [String] = hasRowOutline ? [rule(dataLine)] : []
        lines.append(titles)
        if !headerLine.isEmpty { lines.append(rule(headerLine)) }
        return lines.joined(separator: "\n")
    }

    private func row(_ data: [String]) throws -> String {
        guard data.count == columns.count else {
            throw Fault(.badArgument, "Data length (\(data.count)) does not match the number of columns (\(columns.count)).")
        }
        let cells = zip(data, columns).map { parts($0, $1) }
        let height = cells.map(\.count).max() ?? 1
        var lines = (0..<height).map { number in
            line(zip(cells, columns).map { cell(number < $0.count ? $0[number] : "", $1) })
        }
        if hasRowOutline { lines.append(rule(dataLine)) }
        return lines.joined(separator: "\n")
    }

    /// The lines of one value in its column.
    private func parts(_ text: String, _ column: Column) -> [String] {
        let breaks: Set<Unicode.Scalar> = ["\n", "\r"]
        var lines: [String] =
            column.splitsLines
            ? text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String(String.UnicodeScalarView($0)) }
            : [String(String.UnicodeScalarView(text.unicodeScalars.map { breaks.contains($0) ? " " : $0 }))]
        guard let width = column.width else { return lines }
        lines = lines.flatMap { line -> [String] in
            let scalars = Array(line.unicodeScalars)
            guard scalars.count > width else { return [line] }
            if column.wraps {
                return stride(from: 0, to: scalars.count, by: width).map { start in
                    String(String.UnicodeScalarView(scalars[start..<min(start + width, scalars.count)]))
                }
            }
            return [String(String.UnicodeScalarView(scalars.prefix(max(0, width - 3)))) + "..."]
        }
        return lines
    }

    private func cell(_ text: String, _ column: Column) -> String {
        guard let width = column.width else { return text }
        let missing = max(0, width - text.unicodeScalars.count)
        let left =
            switch column.justify {
            case "right": missing
            case "center": missing / 2
            default: 0
            }
        return String(repeating: " ", count: left) + text + String(repeating: " ", count: missing - left)
    }

    private func line(_ cells: [String]) -> String {
        let inner = cells.map { " \($0) " }.joined(separator: separator)
        return hasColumnOutline ? separator + inner + separator : inner
    }

    private func rule(_ sign: String) -> String {
        let inner = columns.map { column in
            let width = (column.width ?? column.name.unicodeScalars.count) + 2
            return String(String(repeating: sign, count: width).prefix(width))
        }.joined(separator: separator)
        return hasColumnOutline ? separator + inner + separator : inner
    }
}
