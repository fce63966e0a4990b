import Kernel
import Model
import Storm

/// Values over several lines where one is too long, in the layout of Python's `pprint`: what `$lib.pprint` shows.
struct PrettyPrint {
    /// Columns of a line.
    private static let width = 80
    /// Deeper values stand on one line.
    private static let depthMax = 64

    private var output = ""

    /// The lines of `value`.
    static func lines(_ value: ModelValue) -> [String] {
        var printer = PrettyPrint()
        printer.write(value, indent: 0, allowance: 0, depth: 0)
        return printer.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// `value` on one line, keys sorted, lists as tuples.
    private static func line(_ value: ModelValue) -> String {
        switch value {
        case .list(let items):
            let parts = items.map(line)
            return parts.count == 1 ? "(\(parts[0]),)" : "(\(parts.joined(separator: ", ")))"
        case .dict(let entries):
            return "{" + sorted(entries).map { "\(StormValue.string($0.key).quoted): \(line($0.value))" }.joined(separator: ", ") + "}"
        default: return StormValue(value).quoted
        }
    }

    private static func sorted(_ entries: [ModelValue.Entry]) -> [ModelValue.Entry] {
        entries.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
    }

    private mutating func write(_ value: ModelValue, indent: Int, allowance: Int, depth: Int) {
        let line = Self.line(value)
        guard line.unicodeScalars.count > Self.width - indent - allowance, depth < Self.depthMax else {
            output += line
            return
        }
        switch value {
        case .dict(let entries) where !entries.isEmpty:
            output += "{"
            for (position, entry) in Self.sorted(entries).enumerated() {
                let isLast = position == entries.count - 1
                if position > 0 { newLine(indent + 1) }
                let key = StormValue.string(entry.key).quoted
                output += key + ": "
                write(
                    entry.value, indent: indent + key.unicodeScalars.count + 3, allowance: isLast ? allowance + 1 : 1, depth: depth + 1)
                if !isLast { output += "," }
            }
            output += "}"
        case .list(let items) where !items.isEmpty:
            output += "("
            for (position, item) in items.enumerated() {
                let isLast = position == items.count - 1
                if position > 0 { newLine(indent + 1) }
                let closing = items.count == 1 ? 2 : 1
                write(item, indent: indent + 1, allowance: isLast ? allowance + closing : 1, depth: depth + 1)
                if !isLast { output += "," }
            }
            output += items.count == 1 ? ",)" : ")"
        case .string(let text): write(text, indent: indent, allowance: allowance, depth: depth)
        default: output += line
        }
    }

    private mutating func newLine(_ indent: Int) { output += "\n" + String(repeating: " ", count: indent) }

    /// A long text as pieces, each on a line, cut at lines and then at spaces.
    private mutating func write(_ text: String, indent: Int, allowance: Int, depth: Int) {
        let isTop = depth == 0
        let indent = isTop ? indent + 1 : indent
        let allowance = isTop ? allowance + 1 : allowance
        var pieces: [String] = []
        let lines = Self.linesWithEnds(text)
        for (position, line) in lines.enumerated() {
            let widthMax = Self.width - indent - (position == lines.count - 1 ? allowance : 0)
            var piece = ""
            for word in Self.words(line) {
                let candidate = piece + word
                if !piece.isEmpty, StormValue.string(candidate).quoted.unicodeScalars.count > widthMax {
                    pieces.append(StormValue.string(piece).quoted)
                    piece = word
                } else {
                    piece = candidate
                }
            }
            if !piece.isEmpty { pieces.append(StormValue.string(piece).quoted) }
        }
        guard pieces.count > 1 else {
            output += pieces.first ?? "''"
            return
        }
        if isTop { output += "(" }
        output += pieces.joined(separator: "\n" + String(repeating: " ", count: indent))
        if isTop { output += ")" }
    }

    private static func linesWithEnds(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            line.append(scalar)
            if scalar == "\n" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            }
        }
        if !line.isEmpty { lines.append(String(line)) }
        return lines
    }

    /// Words, each with the spaces behind it.
    private static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        var isInSpace = false
        for scalar in line.unicodeScalars {
            let isSpace = scalar.properties.isWhitespace
            if isInSpace, !isSpace {
                words.append(String(word))
                word = String.UnicodeScalarView()
            }
            isInSpace = isSpace
            word.append(scalar)
        }
        if !word.isEmpty { words.append(String(word)) }
        return words
    }
}
