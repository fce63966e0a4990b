import CYAML
import Kernel

/// One step of a YAML text, copied out of libyaml's memory.
package struct YAMLEvent {
    package enum Kind {
        case documentStart
        /// `isPlain`: neither quoted nor tagged, so the core schema decides what it means.
        case scalar(text: String, isPlain: Bool)
        case listStart
        case mappingStart
        /// `isFlow`: written in brackets or braces.
        case collectionEnd(isFlow: Bool)
        /// The node that this anchor named before stands here again.
        case alias(String)
    }

    package let kind: Kind
    package let start: YAMLMark
    package let end: YAMLMark
    /// The name that the node gives itself for a later alias.
    package let anchor: String?
    /// An explicit tag such as `!!int` or `!secret`.
    package let tag: String?
}

/// Why a text is not YAML, in libyaml's words: what was being read and what was found, each with its place.
package struct YAMLProblem: Error {
    package let context: String?
    package let contextMark: YAMLMark
    package let problem: String
    package let problemMark: YAMLMark
}

/// The only user of libyaml: feeds the events of a text to a closure.
package enum YAMLEvents {
    /// Reads `text` to its end, or until `take` throws.
    ///
    /// - Throws: what `take` throws; `BadConfValu` with the place for a text that is not YAML.
    static func read(_ text: String, file: String, _ take: (YAMLEvent) throws(Fault) -> Void) throws(Fault) {
        try read(text, problem: { syntaxFault($0, $1, file: file) }, take)
    }

    /// Reads any YAML to its end, or until `take` throws. What it means is the caller's matter, as is every bound.
    ///
    /// - Throws: what `take` throws; what `refuse` makes of a text that is not YAML.
    package static func read<Failure: Error>(
        _ text: String, refuse: (YAMLProblem) -> Failure, _ take: (YAMLEvent) throws(Failure) -> Void
    ) throws(Failure) {
        try read(text, problem: { parser, _ in
            refuse(
                YAMLProblem(
                    context: parser.context.map { String(cString: $0) }, contextMark: mark(parser.context_mark),
                    problem: parser.problem.map { String(cString: $0) } ?? "unknown problem", problemMark: mark(parser.problem_mark)))
        }, take)
    }

    private static func read<Failure: Error>(
        _ text: String, problem: (yaml_parser_t, [UInt8]) -> Failure, _ take: (YAMLEvent) throws(Failure) -> Void
    ) throws(Failure) {
        var bytes = Array(text.utf8)
        if bytes.isEmpty { bytes = [UInt8(ascii: "\n")] }
        // SAFETY: the parser and event are initialised by libyaml before use and freed on every path; the input outlives the
        // parser because both stay inside this scope; strings are copied out of an event before it is deleted.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("no memory to parse YAML") }
        defer { yaml_parser_delete(parser) }
        let input = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        defer { input.deallocate() }
        _ = input.initialize(from: bytes)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
        var openCollectionsAreFlow: [Bool] = []
        while true {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw problem(parser.pointee, bytes) }
            defer { yaml_event_delete(&event) }
            if event.type == YAML_STREAM_END_EVENT { return }
            if let step = convert(event, &openCollectionsAreFlow) { try take(step) }
        }
    }

    private static func convert(_ event: yaml_event_t, _ open: inout [Bool]) -> YAMLEvent? {
        var anchor: UnsafeMutablePointer<yaml_char_t>?
        var tag: UnsafeMutablePointer<yaml_char_t>?
        let kind: YAMLEvent.Kind
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_ALIAS_EVENT: kind = .alias(event.data.alias.anchor.map { String(cString: $0) } ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            (anchor, tag) = (scalar.anchor, scalar.tag)
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            kind = .scalar(text: String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE && tag == nil)
        case YAML_SEQUENCE_START_EVENT:
            (anchor, tag) = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
            open.append(event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
            kind = .listStart
        case YAML_MAPPING_START_EVENT:
            (anchor, tag) = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
            open.append(event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
            kind = .mappingStart
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .collectionEnd(isFlow: open.popLast() ?? false)
        default: return nil
        }
        return YAMLEvent(
            kind: kind, start: mark(event.start_mark), end: mark(event.end_mark),
            anchor: anchor.map { String(cString: $0) }, tag: tag.map { String(cString: $0) })
    }

    private static func mark(_ mark: yaml_mark_t) -> YAMLMark {
        YAMLMark(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    /// libyaml's own words and place. They never quote the text itself, which may hold a secret.
    private static func syntaxFault(_ parser: yaml_parser_t, _ bytes: [UInt8], file: String) -> Fault {
        let problem = parser.problem.map { String(cString: $0) } ?? "unknown problem"
        var place = mark(parser.problem_mark)
        if parser.error == YAML_READER_ERROR {
            let before = bytes.prefix(Int(parser.problem_offset))
            let line = before.count { $0 == UInt8(ascii: "\n") }
            let rest = before.reversed().prefix { $0 != UInt8(ascii: "\n") }
            place = YAMLMark(line: line + 1, column: rest.count { $0 & 0xc0 != 0x80 } + 1)
        }
        let context = parser.context.map { " " + String(cString: $0) } ?? ""
        return YAML.fault(
            "this is not YAML: \(problem)\(context)", file: file, at: place, advice: "Correct the line; spaces, not tabs, indent")
    }
}
