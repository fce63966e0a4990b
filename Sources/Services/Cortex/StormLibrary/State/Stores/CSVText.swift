/// Comma separated values, as spreadsheets write them.
enum CSVText {
    /// Shows each row. Quotes may hold delimiters, line ends, and doubled quotes.
    static func each(_ text: String, delimiter: Character, quote: Character, _ body: ([String]) throws -> Void) throws {
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        var isEmpty = true
        func endField() {
            row.append(field)
            field = ""
            wasQuoted = false
        }
        let characters = Array(text)
        var position = 0
        while position < characters.count {
            let character = characters[position]
            position += 1
            if isQuoted {
                if character != quote {
                    field.append(character)
                } else if position < characters.count, characters[position] == quote {
                    field.append(quote)
                    position += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch character {
            case quote where field.isEmpty && !wasQuoted: (isQuoted, wasQuoted, isEmpty) = (true, true, false)
            case delimiter:
                endField()
                isEmpty = false
            case "\n", "\r\n", "\r":
                if !isEmpty || !field.isEmpty { endField() }
                try body(row)
                (row, isEmpty) = ([], true)
            default:
                field.append(character)
                isEmpty = false
            }
        }
        if !isEmpty || !row.isEmpty {
            endField()
            try body(row)
        }
    }
}
