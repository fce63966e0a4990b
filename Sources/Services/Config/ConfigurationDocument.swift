public import Kernel

/// The text of a cell.yaml, changed one option at a time with everything else (comments, order, blank lines, quotes) left as it was.
///
/// The caller writes ``text`` to disk; the document does no I/O.
public struct ConfigurationDocument: Sendable {
    /// The text as it now is.
    public private(set) var text: String
    private let path: String

    /// - Throws: `BadConfValu` when the text is not a mapping of options in YAML, one a line.
    public init(_ text: String, path: String) throws(Fault) {
        self.text = text
        self.path = path
        _ = try pairs(of: text)
    }

    /// The value of an option in the text.
    public func value(_ name: String) throws(Fault) -> Value? {
        try pairs(of: text).first { $0.key.value == .string(name) }?.value.value
    }

    /// Sets an option: in its place when the text has it, else at the end. A comment behind a value on one line stays.
    ///
    /// - Throws: `BadArg` for a value that YAML cannot hold; `Refused` when the text has a form that cannot be changed safely.
    public mutating func set(_ name: String, to value: Value) throws(Fault) {
        let pairs = try pairs(of: text)
        let written = try YAML.write(.map([Value.Entry(.string(name), value)]))
        var lines = try lines()
        let indent = (pairs.first?.key.start.column ?? 1) - 1
        let new = written.split(separator: "\n").map { String(repeating: " ", count: indent) + $0 }
        if let pair = pairs.first(where: { $0.key.value == .string(name) }) {
            let last = lines.lastLine(of: pair)
            var replacement = new
            if last == pair.key.start.line, replacement.count == 1 {
                replacement[0] += lines.comment(line: last, after: pair.value.end.column)
            }
            lines.replace(pair.key.start.line...last, with: replacement)
        } else {
            lines.insert(new, after: pairs.last.map { lines.lastLine(of: $0) })
        }
        var expected = pairs.map { Value.Entry($0.key.value, $0.value.value) }
        if let position = expected.firstIndex(where: { $0.key == .string(name) }) {
            expected[position] = Value.Entry(.string(name), value)
        } else {
            expected.append(Value.Entry(.string(name), value))
        }
        try replaceText(lines.text, expecting: expected)
    }

    /// Removes an option and the comment behind it; without effect when the text does not have it.
    public mutating func remove(_ name: String) throws(Fault) {
        let pairs = try pairs(of: text)
        guard let pair = pairs.first(where: { $0.key.value == .string(name) }) else { return }
        var lines = try lines()
        lines.replace(pair.key.start.line...lines.lastLine(of: pair), with: [])
        try replaceText(lines.text, expecting: pairs.map { Value.Entry($0.key.value, $0.value.value) }.filter { $0.key != .string(name) })
    }

    /// Takes the new text only if it reads back as exactly what was meant: an odd layout must not cost an operator a setting.
    private mutating func replaceText(_ new: String, expecting entries: [Value.Entry]) throws(Fault) {
        let read: [Value.Entry]?
        do throws(Fault) {
            read = try pairs(of: new).map { Value.Entry($0.key.value, $0.value.value) }
        } catch {
            read = nil
        }
        guard let read, Set(read) == Set(entries), read.count == entries.count else { throw layoutFault }
        text = new
    }

    /// The text as lines, unless YAML sees line ends in it that editors do not: then the line numbers would not agree.
    private func lines() throws(Fault) -> DocumentLines {
        let scalars = text.unicodeScalars
        let loneReturns = zip(scalars, scalars.dropFirst()).contains { $0 == "\r" && $1 != "\n" } || scalars.last == "\r"
        guard !loneReturns, !scalars.contains(where: { [0x85, 0x2028, 0x2029].contains($0.value) }) else { throw layoutFault }
        return DocumentLines(text)
    }

    private var layoutFault: Fault {
        Fault(
            .refused, "\(path) has a layout that cannot be changed without rewriting it", fields: ["file": .string(path)],
            advice: "Write one option a line, without braces around all of them, and try again")
    }

    private func pairs(of text: String) throws(Fault) -> [YAMLPair] {
        let root = try YAML.parse(text, file: path)
        switch root.content {
        case .scalar(.null): return []
        case .mapping(let pairs): return pairs
        default: throw YAML.fault("expected a mapping of options, found \(root.value.kind)", file: path, at: root.start)
        }
    }
}

/// A text as lines, counted from 1, with the line ends it came with.
private struct DocumentLines {
    private var lines: [[Unicode.Scalar]]
    /// Whether the text uses carriage return and line feed.
    private let isCRLF: Bool

    init(_ text: String) {
        isCRLF = text.unicodeScalars.contains("\r")
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            Array(line.last == "\r" ? line.dropLast() : line)
        }
        // The piece after the last line feed is not a line.
        if lines.last?.isEmpty == true { lines.removeLast() }
    }

    var text: String {
        var text = ""
        for line in lines {
            text.unicodeScalars.append(contentsOf: line)
            text += isCRLF ? "\r\n" : "\n"
        }
        return text
    }

    /// The last line that belongs to a pair. The end of a block text lies behind its trailing blank lines, which stay.
    func lastLine(of pair: YAMLPair) -> Int {
        let first = pair.key.start.line
        var last = max(first, pair.value.end.line)
        if pair.value.end.column == 1, last > first { last -= 1 }
        last = min(last, lines.count)
        while last > first, lines[last - 1].allSatisfy({ $0 == " " || $0 == "\t" }) { last -= 1 }
        return last
    }

    /// The comment behind a value that ends before `column`, with the blanks before it; empty when there is none.
    func comment(line: Int, after column: Int) -> String {
        let rest = lines[line - 1].dropFirst(column - 1)
        let blanks = rest.prefix { $0 == " " || $0 == "\t" }
        guard !blanks.isEmpty, rest.dropFirst(blanks.count).first == "#" else { return "" }
        return String(String.UnicodeScalarView(rest))
    }

    mutating func replace(_ range: ClosedRange<Int>, with new: [String]) {
        lines.replaceSubrange(range.lowerBound - 1...range.upperBound - 1, with: new.map { Array($0.unicodeScalars) })
    }

    /// Puts lines behind a line, or at the end.
    mutating func insert(_ new: [String], after line: Int?) {
        lines.insert(contentsOf: new.map { Array($0.unicodeScalars) }, at: line ?? lines.count)
    }
}
