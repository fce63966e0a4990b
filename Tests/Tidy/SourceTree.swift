import Foundation

/// Every Swift file of the repository, read once.
struct SourceTree: Sendable {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let shared = SourceTree()

    /// The product: what is in Sources.
    let sources: [SourceFile]
    let tests: [SourceFile]

    private init() {
        sources = Self.files(under: "Sources")
        tests = Self.files(under: "Tests")
    }

    private static func files(under folder: String) -> [SourceFile] {
        let base = root.appendingPathComponent(folder)
        guard let names = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let data = FileManager.default.contents(atPath: base.appendingPathComponent(name).path) else { return nil }
            return SourceFile(path: "\(folder)/\(name)", text: String(decoding: data, as: UTF8.self))
        }
    }

    static func read(_ name: String) -> String? {
        FileManager.default.contents(atPath: root.appendingPathComponent(name).path).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// One file: its lines as they are, and its code without comments and without what stands inside string literals.
struct SourceFile: Sendable {
    let path: String
    let lines: [String]
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n" as Character, omittingEmptySubsequences: false).map(String.init)
        code = CodeFilter.code(Array(text.utf8)).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The room that the file belongs to, whose folder may have folders inside; outside of all rooms the name of the folder.
    var room: String {
        RoomTable.shared.rooms.first { $0.kind != .tests && path.hasPrefix("Sources/\($0.layer)/\($0.name)/") }?.name
            ?? String(path.split(separator: "/").dropLast().last ?? "")
    }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// A finding at a line (counted from zero here, from one for people).
    func at(_ line: Int, _ message: String) -> String { "\(path):\(line + 1): \(message)" }

    /// Whether one of the `count` lines above `line`, or the line itself, contains `text`, comments included.
    func hasNear(_ line: Int, _ text: String, above count: Int) -> Bool {
        lines[max(0, line - count)...line].contains { $0.contains(text) }
    }
}

/// Blanks out comments and the insides of string literals; keeps the line breaks. Interpolations are blanked with their string.
enum CodeFilter {
    static func code(_ text: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(text.count)
        var place = 0
        while place < text.count {
            let byte = text[place]
            let next = place + 1 < text.count ? text[place + 1] : 0
            if byte == UInt8(ascii: "/"), next == UInt8(ascii: "/") {
                while place < text.count, text[place] != UInt8(ascii: "\n") { place += 1 }
            } else if byte == UInt8(ascii: "/"), next == UInt8(ascii: "*") {
                place = skip(text, from: place, to: Array("*/".utf8), into: &kept)
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "#") && (next == UInt8(ascii: "\"") || next == UInt8(ascii: "#")) {
                place = skipString(text, from: place, into: &kept)
            } else {
                kept.append(byte)
                place += 1
            }
        }
        return kept
    }

    private static func skip(_ text: [UInt8], from start: Int, to end: [UInt8], into kept: inout [UInt8]) -> Int {
        var place = start
        while place < text.count, !text[place...].starts(with: end) {
            if text[place] == UInt8(ascii: "\n") { kept.append(text[place]) }
            place += 1
        }
        return place + end.count
    }

    private static func skipString(_ text: [UInt8], from start: Int, into kept: inout [UInt8]) -> Int {
        var place = start
        while place < text.count, text[place] == UInt8(ascii: "#") { place += 1 }
        let hashes = [UInt8](repeating: UInt8(ascii: "#"), count: place - start)
        guard place < text.count, text[place] == UInt8(ascii: "\"") else {
            kept += text[start..<place]
            return place
        }
        let quotes = text[place...].starts(with: Array("\"\"\"".utf8)) ? 3 : 1
        let end = [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + hashes
        place += quotes
        kept.append(UInt8(ascii: "\""))
        var nested = 0
        while place < text.count {
            let byte = text[place]
            if byte == UInt8(ascii: "\n") { kept.append(byte) }
            if byte == UInt8(ascii: "\\"), text[(place + 1)...].starts(with: hashes) {
                let escaped = place + 1 + hashes.count
                if escaped < text.count, text[escaped] == UInt8(ascii: "(") { nested += 1 }
                // A line break that the string leaves out is still one of the file.
                if escaped < text.count, text[escaped] == UInt8(ascii: "\n") { kept.append(text[escaped]) }
                place = escaped + 1
                continue
            }
            if nested > 0 {
                // Inside an interpolation: parentheses are counted, a string in it is skipped as a whole.
                if byte == UInt8(ascii: "(") { nested += 1 }
                if byte == UInt8(ascii: ")") { nested -= 1 }
                if byte == UInt8(ascii: "\"") {
                    var ignored: [UInt8] = []
                    place = skipString(text, from: place, into: &ignored)
                    continue
                }
            } else if byte == end[0], text[place...].starts(with: end) {
                kept.append(UInt8(ascii: "\""))
                return place + end.count
            }
            place += 1
        }
        return place
    }
}
