import Kernel
import Model

extension PrimitiveTypes {
    /// Text. Positions and sizes count characters as Python does: Unicode scalars.
    static let string = StormObjectType(
        "str", help: "Text.",
        methods: [
            StormFunction("size", help: "Gives how many characters the text has.") { call in
                .int(Int64(try call.subjectText().unicodeScalars.count))
            },
            StormFunction("lower", help: "Gives the text in lower case.") { call in .string(try call.subjectText().lowercased()) },
            StormFunction("upper", help: "Gives the text in upper case.") { call in .string(try call.subjectText().uppercased()) },
            StormFunction("title", help: "Gives the text with each word in title case.") { call in
                .string(TextMethods.title(try call.subjectText()))
            },
            StormFunction("reverse", help: "Gives the characters in reverse order.") { call in
                .string(String(String.UnicodeScalarView(try call.subjectText().unicodeScalars.reversed())))
            },
            StormFunction(
                "strip", [.optional("chars", .null)], help: "Gives the text without white space, or these characters, at its ends."
            ) { call in
                .string(TextMethods.strip(try call.subjectText(), try call.optionalText(0), left: true, right: true))
            },
            StormFunction("lstrip", [.optional("chars", .null)], help: "As `strip`, at the start only.") { call in
                .string(TextMethods.strip(try call.subjectText(), try call.optionalText(0), left: true, right: false))
            },
            StormFunction("rstrip", [.optional("chars", .null)], help: "As `strip`, at the end only.") { call in
                .string(TextMethods.strip(try call.subjectText(), try call.optionalText(0), left: false, right: true))
            },
            StormFunction("startswith", ["text"], help: "Says whether the text begins so.") { call in
                .bool(try call.subjectText().utf8.starts(with: try call.text(0).utf8))
            },
            StormFunction("endswith", ["text"], help: "Says whether the text ends so.") { call in
                let (text, end) = (try call.subjectText().utf8, try call.text(0).utf8)
                return .bool(text.reversed().starts(with: end.reversed()))
            },
            StormFunction("find", ["valu"], help: "Gives where the text first occurs, or null.") { call in
                let position = TextMethods.find(try call.text(0), in: try call.subjectText())
                return position.map { .int(Int64($0)) } ?? .null
            },
            StormFunction(
                "replace", ["oldv", "newv", .optional("maxv", .null)], help: "Gives the text with one part put for another."
            ) { call in
                let (text, old, new) = (try call.subjectText(), try call.text(0), try call.text(1))
                return .string(try TextMethods.replace(text, old, with: new, countMax: try call.optionalInt(2), call.runtime))
            },
            StormFunction("split", ["text", .optional("maxsplit", -1)], help: "Gives the parts between the separator.") { call in
                .texts(try TextMethods.split(try call.subjectText(), try call.text(0), countMax: try call.int(1), fromEnd: false))
            },
            StormFunction("rsplit", ["text", .optional("maxsplit", -1)], help: "As `split`, counting from the end.") { call in
                .texts(try TextMethods.split(try call.subjectText(), try call.text(0), countMax: try call.int(1), fromEnd: true))
            },
            StormFunction("slice", ["start", .optional("end", .null)], help: "Gives a part of the text.") { call in
                let scalars = Array(try call.subjectText().unicodeScalars)
                let range = PythonSlice.range(scalars.count, try call.int(0), try call.optionalInt(1))
                return .string(String(String.UnicodeScalarView(scalars[range])))
            },
            StormFunction("ljust", ["size", .optional("fillchar", " ")], help: "Gives the text filled up at its end.") { call in
                let text = try call.subjectText()
                return .string(text + (try TextMethods.padding(text, call)))
            },
            StormFunction("rjust", ["size", .optional("fillchar", " ")], help: "Gives the text filled up at its start.") { call in
                let text = try call.subjectText()
                return .string(try TextMethods.padding(text, call) + text)
            },
            StormFunction("join", ["items"], help: "Gives the items with the text between them.") { call in
                var out = ""
                let text = try call.subjectText()
                for (position, item) in try call.items(0).enumerated() {
                    if position > 0 { out += text }
                    out += try item.toText(call.runtime)
                    try call.runtime.requireLength(out.utf8.count)
                }
                return .string(out)
            },
            StormFunction("format", [.namedRest("kwargs")], help: "Gives the text with each `{name}` replaced by its value.") { call in
                .string(try TextMethods.format(try call.subjectText(), call.named, call.runtime))
            },
            StormFunction("encode", [.optional("encoding", "utf8")], help: "Gives the text as bytes.") { call in
                .bytes(try TextCoding.encode(try call.subjectText(), try call.text(0)))
            },
        ])
}

/// What the methods of text do.
public enum TextMethods {
    /// The text with each `{name}` replaced by the value of that name; other braces stay.
    public static func format(
        _ text: String, _ values: [(name: String, value: StormValue)], _ runtime: StormRuntime
    ) throws -> String {
        var text = text
        for (name, value) in values {
            text = try replace(text, "{\(name)}", with: try value.text(runtime), countMax: nil, runtime)
        }
        return text
    }

    static func title(_ text: String) -> String {
        var out = ""
        var isInWord = false
        for scalar in text.unicodeScalars {
            let isCased = scalar.properties.isAlphabetic
            out += !isCased ? String(scalar) : isInWord ? scalar.properties.lowercaseMapping : scalar.properties.titlecaseMapping
            isInWord = isCased
        }
        return out
    }

    static func strip(_ text: String, _ characters: String?, left: Bool, right: Bool) -> String {
        let set = characters.map { Set($0.unicodeScalars) }
        func isCut(_ scalar: Unicode.Scalar) -> Bool { set.map { $0.contains(scalar) } ?? scalar.properties.isWhitespace }
        var scalars = text.unicodeScalars[...]
        while left, let first = scalars.first, isCut(first) { scalars.removeFirst() }
        while right, let last = scalars.last, isCut(last) { scalars.removeLast() }
        return String(scalars)
    }

    static func find(_ part: String, in text: String) -> Int? {
        let (whole, part) = (Array(text.unicodeScalars), Array(part.unicodeScalars))
        if part.isEmpty { return 0 }
        guard part.count <= whole.count else { return nil }
        for start in 0...(whole.count - part.count) where whole[start] == part[0] {
            if whole[start..<(start + part.count)].elementsEqual(part) { return start }
        }
        return nil
    }

    static func replace(
        _ text: String, _ old: String, with new: String, countMax: Int?, _ runtime: StormRuntime
    ) throws -> String {
        let parts: [String]
        if old.isEmpty {
            // Python puts the new text before every character and at the end.
            parts = [""] + text.unicodeScalars.map { String($0) } + [""]
        } else {
            parts = try split(text, old, countMax: countMax ?? -1, fromEnd: false)
        }
        let gaps = old.isEmpty ? min(parts.count - 1, countMax.map { $0 < 0 ? Int.max : $0 } ?? Int.max) : parts.count - 1
        try runtime.requireLength(text.utf8.count + gaps * new.utf8.count)
        if gaps == parts.count - 1 { return parts.joined(separator: new) }
        return parts.enumerated().map { $0.offset < gaps ? $0.element + new : $0.element }.joined()
    }

    static func split(_ text: String, _ separator: String, countMax: Int, fromEnd: Bool) throws -> [String] {
        let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
        guard !mark.isEmpty else { throw Fault(.stormRuntime, "empty separator") }
        var starts: [Int] = []
        if fromEnd {
            var end = bytes.count
            while end >= mark.count, countMax < 0 || starts.count < countMax {
                if bytes[(end - mark.count)..<end].elementsEqual(mark) {
                    end -= mark.count
                    starts.append(end)
                } else {
                    end -= 1
                }
            }
            starts.reverse()
        } else {
            var start = 0
            while start + mark.count <= bytes.count, countMax < 0 || starts.count < countMax {
                if bytes[start] == mark[0], bytes[start..<(start + mark.count)].elementsEqual(mark) {
                    starts.append(start)
                    start += mark.count
                } else {
                    start += 1
                }
            }
        }
        var parts: [String] = []
        var last = 0
        for start in starts {
            parts.append(String(decoding: bytes[last..<start], as: UTF8.self))
            last = start + mark.count
        }
        parts.append(String(decoding: bytes[last...], as: UTF8.self))
        return parts
    }

    static func padding(_ text: String, _ call: Call) throws -> String {
        let fill = try call.text(1)
        guard fill.unicodeScalars.count == 1 else {
            throw Fault(.badArgument, "fillchar must be one character. Got \(fill.unicodeScalars.count)")
        }
        let count = max(0, try call.int(0) - text.unicodeScalars.count)
        try call.runtime.requireLength(count.multipliedReportingOverflow(by: 4).overflow ? Int.max : count * fill.utf8.count)
        return String(repeating: fill, count: count)
    }
}

/// Slices as Python cuts them.
enum PythonSlice {
    static func range(_ count: Int, _ start: Int, _ end: Int?) -> Range<Int> {
        func place(_ position: Int) -> Int { position < 0 ? max(0, count + position) : min(position, count) }
        let first = place(start)
        return first..<max(first, end.map(place) ?? count)
    }
}
