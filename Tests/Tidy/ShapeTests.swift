import Foundation
import Testing

/// Sizes and leftovers.
@Suite struct ShapeTests {
    private let tree = SourceTree.shared
    private var all: [SourceFile] { tree.sources + tree.tests }

    static let fileLinesMax = 800
    static let functionLinesMax = 70
    static let columnsMax = 140

    /// Functions that may be longer, as `path name`, each with its reason.
    private static let longFunctions: [String: String] = [:]

    @Test func files_areNotTooLong() {
        for file in all where file.lines.count > Self.fileLinesMax {
            Issue.record("\(file.at(Self.fileLinesMax, "\(file.lines.count) lines, at most \(Self.fileLinesMax): split it by concept"))")
        }
    }

    @Test func lines_areNotTooLong() {
        for file in all {
            for (number, line) in file.lines.enumerated() where line.utf8.count > Self.columnsMax && line.count > Self.columnsMax {
                Issue.record("\(file.at(number, "\(line.count) columns, at most \(Self.columnsMax)"))")
            }
        }
    }

    @Test func functions_areNotTooLong() {
        for file in all {
            for function in functions(file) where function.lines > Self.functionLinesMax {
                if Self.longFunctions["\(file.path) \(function.name)"] != nil { continue }
                let message = "\(function.name) has \(function.lines) lines, at most \(Self.functionLinesMax)"
                Issue.record("\(file.at(function.start, message))")
            }
        }
    }

    private func functions(_ file: SourceFile) -> [(name: String, start: Int, lines: Int)] {
        var found: [(name: String, start: Int, lines: Int)] = []
        for (number, line) in file.code.enumerated() {
            guard line.contains("func ") || line.contains("init") || line.contains("deinit") else { continue }
            let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
            guard let place = words.firstIndex(where: { $0 == "func" || $0 == "init" || $0 == "deinit" }) else { continue }
            // A call of an initialiser is no declaration: before one there are only modifiers.
            let modifiers = words[..<place].filter { !["static", "mutating", "override", "required", "convenience"].contains($0) }
            let isFunction = line.contains("func ")
            let isDeclaration = modifiers.allSatisfy { $0.first?.isLowercase == true }
            guard isDeclaration, isFunction || !(line.contains(".") || line.contains("=")) else { continue }
            guard let length = length(file, from: number) else { continue }
            found.append((String(words[place] == "func" ? words[min(place + 1, words.count - 1)] : words[place]), number, length))
        }
        return found
    }

    /// How many lines from the declaration to its closing brace; nil where it has no body.
    private func length(_ file: SourceFile, from start: Int) -> Int? {
        var depth = 0
        for number in start..<file.code.count {
            for character in file.code[number].utf8 {
                if character == UInt8(ascii: "{") { depth += 1 }
                if character == UInt8(ascii: "}") {
                    depth -= 1
                    if depth <= 0 { return depth == 0 ? number - start + 1 : nil }
                }
            }
            if depth == 0, number > start + 12 { return nil }
        }
        return nil
    }

    @Test func leftovers_areNotInTheTree() {
        let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK"]
        for file in all {
            for (number, line) in file.lines.enumerated() {
                for mark in marks where line.contains(mark) { Issue.record("\(file.at(number, "\(mark) is left in the tree"))") }
            }
        }
    }

    /// A placeholder keeps an empty room in the package. Beside other files it must go; alone it says that the room is not built yet.
    @Test func placeholders_areGone() {
        for file in all where file.name == "Placeholder.swift" {
            let folder = file.path.dropLast(file.name.count)
            if all.contains(where: { $0.path != file.path && $0.path.hasPrefix(folder) }) {
                Issue.record("\(file.path): the room has files of its own now, remove the placeholder")
            } else {
                withKnownIssue { Issue.record("\(file.path): the room is empty") }
            }
        }
    }

    @Test func publicDeclarations_haveADocComment() {
        for file in tree.sources {
            for (number, line) in file.code.enumerated() where line.contains("public ") {
                if PublicDeclaration(line)?.needsComment == true, !isDocumented(file, number) {
                    let declaration = line.trimmingCharacters(in: .whitespaces).prefix(60)
                    Issue.record("\(file.at(number, "public without a doc comment: \(declaration)"))")
                }
            }
        }
    }

    /// A comment above, attributes between; or a declaration of one line directly above, whose comment covers the group.
    private func isDocumented(_ file: SourceFile, _ number: Int) -> Bool {
        var above = number - 1
        while above >= 0 {
            let line = file.lines[above].trimmingCharacters(in: .whitespaces)
            if line.hasPrefix("///") { return true }
            let isAttribute = line.hasPrefix("@") || line.hasPrefix("//")
            let isSibling = PublicDeclaration(file.code[above]) != nil && !file.code[above].hasSuffix("{")
            guard isAttribute || isSibling else { return false }
            above -= 1
        }
        return false
    }
}

/// A line that declares something public.
private struct PublicDeclaration {
    let words: [Substring]

    init?(_ line: String) {
        let words = line.split { !($0.isLetter || $0.isNumber || "_<=>".contains($0)) }
            .filter { $0 != "nonisolated" && $0 != "nonsending" }
        let modifiers: [Substring] = ["static", "final", "indirect"]
        guard let place = words.firstIndex(of: "public"), words[..<place].allSatisfy({ modifiers.contains($0) }) else { return nil }
        self.words = Array(words[(place + 1)...])
    }

    /// What a well-known protocol asks for says nothing of its own, nor does an initialiser that takes the parts of a value.
    private static let wellKnown: Set<Substring> = [
        "description", "hash", "pack", "encode", "==", "<", "next", "makeIterator", "startIndex", "endIndex", "allCases", "id", "init",
        "extension", "import", "set", "stringValue", "intValue",
        // What a message says of itself: its contract and the type of its reply, both explained where they are declared.
        "typealias",
        // What NIO calls on the way of bytes through a channel, and the runtime on an executor: the protocols explain them.
        "ChannelHandlerContext", "enqueue", "asUnownedSerialExecutor", "unownedExecutor", "checkIsolated", "isIsolatingCurrentContext",
        "makeAsyncIterator",
    ]

    /// The name on the wire and the permission of a message: the message's own comment says what it does, the constants speak for
    /// themselves.
    private static let messageConstants: [[Substring]] = [["static", "let", "name"], ["static", "let", "permission"]]

    /// Metrics and options carry their explanation, which operators read; a comment could only repeat it.
    private static let explained: Set<Substring> = ["MetricDescription", "Option"]

    /// The answer of the message around it, whose comment says what is asked.
    private var isReply: Bool { words.starts(with: ["struct", "Reply"]) }

    var needsComment: Bool {
        if isReply || words.count > 4 && words.starts(with: ["static", "let"]) && Self.explained.contains(words[4]) { return false }
        return !words.isEmpty && !words.contains { Self.wellKnown.contains($0) } && !Self.messageConstants.contains(Array(words.prefix(3)))
    }
}
