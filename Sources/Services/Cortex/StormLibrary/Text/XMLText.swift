import Kernel

/// An element of an XML document.
final class XMLElement {
    let name: String
    let attributes: [(name: String, value: String)]
    /// Before the first child; nil for none.
    var text: String?
    var children: [XMLElement] = []

    init(name: String, attributes: [(name: String, value: String)]) {
        self.name = name
        self.attributes = attributes
    }

    /// Every element inside of this one with a name, in the order of the text; only direct children unless `isNested`.
    func find(_ name: String, isNested: Bool) -> [XMLElement] {
        var found: [XMLElement] = []
        var open = Array(children.reversed())
        while let element = open.popLast() {
            if element.name == name { found.append(element) }
            if isNested { open += element.children.reversed() }
        }
        return found
    }
}

/// Reads XML without documents types of its own: nothing is fetched, and no entity expands.
struct XMLText {
    /// How deep elements nest, and how many there may be.
    private static let depthMax = 512
    private static let elementsMax = 1_000_000

    /// Why a text is no XML, in the words of the reference's parser.
    struct Problem: Error {
        let reason: String
        let line: Int
        let column: Int

        var sentence: String { "\(reason): line \(line), column \(column)" }
    }

    private let bytes: [UInt8]
    private var position = 0
    private var count = 0
    /// Names of name spaces by prefix, the inner ones last.
    private var spaces: [[String: String]] = [["xml": "http://www.w3.org/XML/1998/namespace"]]

    private init(_ text: String) { bytes = Array(text.utf8) }

    static func parse(_ text: String) throws(Problem) -> XMLElement {
        var parser = XMLText(text)
        return try parser.document()
    }

    private func problem(_ reason: String, at place: Int? = nil) -> Problem {
        let before = bytes.prefix(place ?? position)
        let start = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
        return Problem(reason: reason, line: before.count { $0 == 10 } + 1, column: before[start...].count { $0 & 0xc0 != 0x80 })
    }

    /// The next byte does not belong here; at the end of the text, the token that began at `start` has no end.
    private func unexpected(since start: Int) -> Problem {
        next == nil ? problem("unclosed token", at: start) : problem("not well-formed (invalid token)")
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func starts(_ word: String) -> Bool { bytes[position...].starts(with: word.utf8) }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 10 || byte == 13 || byte == 9 }

    private mutating func skipSpace() { while let byte = next, Self.isSpace(byte) { position += 1 } }

    private mutating func document() throws(Problem) -> XMLElement {
        if starts("\u{feff}") { position += 3 }
        try skipMisc(isProlog: true)
        guard next == UInt8(ascii: "<") else { throw problem(next == nil ? "no element found" : "syntax error") }
        let root = try elements()
        try skipMisc(isProlog: false)
        guard next == nil else { throw problem("junk after document element") }
        return root
    }

    /// Comments, instructions, the document type, white space.
    private mutating func skipMisc(isProlog: Bool) throws(Problem) {
        while true {
            skipSpace()
            if starts("<!--") {
                try skipComment()
            } else if starts("<?") {
                try skip(to: "?>")
            } else if isProlog, starts("<!DOCTYPE") {
                try skipDocumentType()
            } else {
                return
            }
        }
    }

    private mutating func skip(to end: String) throws(Problem) {
        let start = position
        while position < bytes.count {
            if starts(end) {
                position += end.utf8.count
                return
            }
            position += 1
        }
        throw problem("unclosed token", at: start)
    }

    private mutating func skipComment() throws(Problem) { try skip(to: "-->") }

    private mutating func skipDocumentType() throws(Problem) {
        let start = position
        var depth = 0
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "<"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">"):
                depth -= 1
                if depth == 0 { return }
            default: break
            }
        }
        throw problem("unclosed token", at: start)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte >= 128 || (97...122).contains(byte | 0x20) || (48...58).contains(byte) || byte == 95 || byte == 45 || byte == 46
    }

    private mutating func name() throws(Problem) -> String {
        let start = position
        guard let first = next, Self.isNameByte(first), !(48...57).contains(first), first != 45, first != 46 else {
            throw problem("not well-formed (invalid token)")
        }
        while let byte = next, Self.isNameByte(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// The root with all that is inside, without recursion.
    private mutating func elements() throws(Problem) -> XMLElement {
        var open: [(element: XMLElement, rawName: String)] = []
        while true {
            let place = position
            if starts("</") {
                position += 2
                let closing = try name()
                skipSpace()
                guard next == UInt8(ascii: ">") else { throw unexpected(since: place) }
                position += 1
                guard let top = open.popLast(), top.rawName == closing else { throw problem("mismatched tag", at: place + 2) }
                spaces.removeLast()
                if open.isEmpty { return top.element }
            } else if starts("<!--") {
                try skipComment()
            } else if starts("<![CDATA[") {
                position += 9
                let start = position
                try skip(to: "]]>")
                add(String(decoding: bytes[start..<(position - 3)], as: UTF8.self), to: open.last?.element)
            } else if starts("<?") {
                try skip(to: "?>")
            } else if next == UInt8(ascii: "<") {
                let (element, rawName, isClosed) = try startTag()
                count += 1
                guard count <= Self.elementsMax, open.count < Self.depthMax else { throw problem("too many elements") }
                open.last?.element.children.append(element)
                if isClosed {
                    spaces.removeLast()
                    if open.isEmpty { return element }
                } else {
                    open.append((element, rawName))
                }
            } else if next == nil {
                throw problem("no element found")
            } else {
                add(try text(until: UInt8(ascii: "<")), to: open.last?.element)
            }
        }
    }

    private func add(_ text: String, to element: XMLElement?) {
        guard let element, element.children.isEmpty, !text.isEmpty else { return }
        element.text = (element.text ?? "") + text
    }

    private mutating func startTag() throws(Problem) -> (XMLElement, rawName: String, isClosed: Bool) {
        let start = position
        position += 1
        let rawName = try name()
        var attributes: [(name: String, value: String)] = []
        var scope: [String: String] = [:]
        while true {
            let hadSpace = next.map(Self.isSpace) ?? false
            skipSpace()
            guard let byte = next else { throw problem("unclosed token", at: start) }
            if byte == UInt8(ascii: ">") || starts("/>") { break }
            guard hadSpace else { throw problem("not well-formed (invalid token)") }
            let place = position
            let name = try name()
            skipSpace()
            guard next == UInt8(ascii: "=") else { throw unexpected(since: start) }
            position += 1
            skipSpace()
            guard let quote = next, quote == 34 || quote == 39 else { throw unexpected(since: start) }
            position += 1
            let value = try text(until: quote)
            guard next == quote else { throw problem("unclosed token", at: start) }
            position += 1
            if name == "xmlns" {
                scope[""] = value
            } else if name.hasPrefix("xmlns:") {
                scope[String(name.dropFirst(6))] = value
            } else {
                guard !attributes.contains(where: { $0.name == name }) else { throw problem("duplicate attribute", at: place) }
                attributes.append((name, value))
            }
        }
        let isClosed = next == UInt8(ascii: "/")
        position += isClosed ? 2 : 1
        spaces.append(scope)
        let name = try expanded(rawName, isAttribute: false, at: start)
        var expandedAttributes: [(name: String, value: String)] = []
        for (name, value) in attributes { expandedAttributes.append((try expanded(name, isAttribute: true, at: start), value)) }
        return (XMLElement(name: name, attributes: expandedAttributes), rawName, isClosed)
    }

    /// `{space}name` for a name with a prefix, or below a default space.
    private func expanded(_ name: String, isAttribute: Bool, at place: Int) throws(Problem) -> String {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        let prefix = parts.count == 2 ? parts[0] : ""
        if prefix.isEmpty, isAttribute { return name }
        guard let space = spaces.last(where: { $0[prefix] != nil })?[prefix] else {
            if prefix.isEmpty { return name }
            throw problem("unbound prefix", at: place)
        }
        return space.isEmpty ? name : "{\(space)}\(parts.last ?? name)"
    }

    private mutating func text(until end: UInt8) throws(Problem) -> String {
        var output: [UInt8] = []
        while let byte = next, byte != end {
            if byte == UInt8(ascii: "&") {
                output += Array(try reference().utf8)
            } else if byte == UInt8(ascii: "<") {
                throw problem("not well-formed (invalid token)")
            } else {
                output.append(byte == 13 ? 10 : byte)
                position += byte == 13 && position + 1 < bytes.count && bytes[position + 1] == 10 ? 2 : 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    private mutating func reference() throws(Problem) -> String {
        let start = position
        guard let end = bytes[position...].prefix(64).firstIndex(of: UInt8(ascii: ";")) else {
            throw problem("not well-formed (invalid token)", at: start + 1)
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        position = end + 1
        if let sign = Self.entities[name] { return sign }
        if name.hasPrefix("#") {
            let code = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst(1))
            guard let scalar = code.flatMap(UnicodeScalar.init) else { throw problem("reference to invalid character number", at: start) }
            return String(Character(scalar))
        }
        throw problem("undefined entity", at: start)
    }
}
