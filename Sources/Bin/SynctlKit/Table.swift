import Kernel

/// Rows with aligned columns.
struct Table {
    /// A text, and how it is coloured where colours are wanted.
    struct Cell: ExpressibleByStringLiteral {
        let text: String
        var style: Style?

        init(_ text: String, _ style: Style? = nil) {
            self.text = FaultText.printable(text)
            self.style = style
        }

        init(stringLiteral text: String) { self.init(text) }
    }

    private let header: [String]
    private var rows: [[Cell]] = []

    /// - Parameter header: the column names; an empty list for a table without them.
    init(_ header: [String] = []) { self.header = header }

    mutating func add(_ row: [Cell]) {
        precondition(header.isEmpty || row.count == header.count, "a row has as many cells as there are columns")
        rows.append(row)
    }

    /// The lines, without blanks at their ends.
    func lines(coloured: Bool) -> [String] {
        let all = (header.isEmpty ? [] : [header.map { Cell($0, .strong) }]) + rows
        var widths: [Int] = []
        for row in all {
            for (column, cell) in row.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.text.count)
            }
        }
        return all.map { row in
            let last = row.lastIndex { !$0.text.isEmpty } ?? -1
            var line = ""
            for (column, cell) in row.enumerated() where column <= last {
                line += cell.style?.paint(cell.text, coloured) ?? cell.text
                if column < last { line += String(repeating: " ", count: widths[column] - cell.text.count + 2) }
            }
            return line
        }
    }

    func print(to output: Output) throws(Fault) {
        for line in lines(coloured: output.coloursOutput) { try output.line(line) }
    }
}
