import CPCRE2
import Kernel
import Model

// SAFETY: compiled code is never changed after `init`; the library allows its use from all threads. It is freed in deinit.
/// A pattern ready to match, as machine code where the processor allows.
public final class CompiledPattern: TextTester, @unchecked Sendable {
    /// Bytes of a pattern. Longer ones are data, not something that a person wrote.
    static let patternBytesMax = 64 * 1024
    /// Nested parentheses of a pattern; the compiler's stack grows with them.
    private static let nestingMax: UInt32 = 200
    /// Bytes of text up to which one call of the library looks for a match. In longer texts it looks at so many starts at a time: a pattern
    /// can cost the length of the text at each start, and the caller is asked in between whether to go on.
    private static let windowBytes = 32 * 1024

    /// The pattern as it was given.
    public let pattern: String
    /// Named groups and their numbers, in the order of the pattern.
    public let groupNames: [(name: String, number: Int)]
    /// Groups beside the whole match.
    public let groupCount: Int
    private let code: OpaquePointer

    /// Throws `BadArg` for a pattern that cannot be compiled.
    public init(_ pattern: String, flags: RegexFlags = []) throws(Fault) {
        self.pattern = pattern
        let bytes = try PatternTranslation.translate(pattern)
        guard bytes.count <= Self.patternBytesMax else {
            throw Fault.badPattern("it is longer than \(Self.patternBytesMax) bytes", pattern: pattern)
        }
        code = try Self.compile(bytes, flags, pattern)
        // It fails where the processor or the kernel's rules do not allow machine code; the interpreter then matches.
        _ = pcre2_jit_compile_8(code, UInt32(PCRE2_JIT_COMPLETE))
        groupCount = Self.count(code, PCRE2_INFO_CAPTURECOUNT)
        groupNames = Self.names(code)
    }

    deinit { pcre2_code_free_8(code) }

    private static func compile(_ bytes: [UInt8], _ flags: RegexFlags, _ pattern: String) throws(Fault) -> OpaquePointer {
        var options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_DUPNAMES | PCRE2_USE_OFFSET_LIMIT
        if flags.contains(.ignoreCase) { options |= PCRE2_CASELESS }
        if flags.contains(.multiline) { options |= PCRE2_MULTILINE }
        if flags.contains(.dotAll) { options |= PCRE2_DOTALL }
        if flags.contains(.verbose) { options |= PCRE2_EXTENDED }
        guard let context = pcre2_compile_context_create_8(nil) else { preconditionFailure("no memory to compile a pattern") }
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        pcre2_set_parens_nest_limit_8(context, nestingMax)
        var error: Int32 = 0
        var offset = 0
        guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, context) else {
            let position = String(decoding: bytes.prefix(offset), as: UTF8.self).unicodeScalars.count
            throw Fault.badPattern(CompileErrorText.text(error, position: position), pattern: pattern)
        }
        return code
    }

    private static func count(_ code: OpaquePointer, _ what: Int32) -> Int {
        var number: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(what), &number)
        return Int(number)
    }

    /// The table of names: entries of one size, each with the number in two bytes and the name up to a zero.
    private static func names(_ code: OpaquePointer) -> [(name: String, number: Int)] {
        let size = count(code, PCRE2_INFO_NAMEENTRYSIZE)
        var table: UnsafePointer<UInt8>?
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
        guard let table else { return [] }
        let entries = (0..<count(code, PCRE2_INFO_NAMECOUNT)).map { entry in
            let start = table + entry * size
            return (name: String(cString: start + 2), number: Int(start[0]) << 8 | Int(start[1]))
        }
        return entries.sorted { $0.number < $1.number }
    }

    /// The number of the group called `name`.
    public func number(of name: String) -> Int? { groupNames.first { $0.name == name }?.number }

    /// The first match in `text`, or the one at its very start when `anchored`. `check` is asked now and then in long texts and stops the
    /// search by throwing. Throws `HitLimit` where the pattern takes too much work on this text.
    public func firstMatch(
        in text: String, anchored: Bool = false, check: () throws -> Void = {}
    ) throws -> RegexCapture? {
        var found: RegexCapture?
        try search(text, anchored: anchored, check: check) { capture in
            found = capture
            return false
        }
        return found
    }

    /// Whether the pattern matches anywhere in `text`, without a look at what its groups took. Throws `HitLimit` where the pattern takes
    /// too much work on this text.
    public func accepts(_ text: String) throws(Fault) -> Bool {
        var text = text
        do {
            return try text.withUTF8 { bytes in
                try MatchWorkspace.borrow { workspace throws in
                    try find(bytes, from: 0, PCRE2_NO_UTF_CHECK, workspace, workspace.wholeMatch) {}
                }
            }
        } catch {
            throw error as? Fault ?? Fault(.badArgument, "the pattern [\(pattern)] cannot be matched: \(error)")
        }
    }

    /// Every match in `text`, from left to right, without overlaps; `body` says whether to go on.
    public func forEachMatch(in text: String, check: () throws -> Void = {}, _ body: (RegexCapture) throws -> Bool) throws {
        try search(text, anchored: false, check: check, body)
    }

    private func search(
        _ text: String, anchored: Bool, check: () throws -> Void, _ body: (RegexCapture) throws -> Bool
    ) throws {
        var text = text
        try text.withUTF8 { bytes in
            try MatchWorkspace.borrow { workspace throws in
                guard let data = pcre2_match_data_create_from_pattern_8(code, nil) else { preconditionFailure("no memory for a match") }
                defer { pcre2_match_data_free_8(data) }
                var start = 0
                var options = PCRE2_NO_UTF_CHECK | (anchored ? PCRE2_ANCHORED : 0)
                while try find(bytes, from: start, options, workspace, data, check) {
                    let capture = capture(bytes, data)
                    guard try body(capture) else { return }
                    start = capture.range.upperBound
                    // After a match of nothing the next one at this place must be of something.
                    options = PCRE2_NO_UTF_CHECK | (capture.range.isEmpty ? PCRE2_NOTEMPTY_ATSTART : 0)
                }
            }
        }
    }

    /// Looks for a match that starts at `from` or later, one window of starts after the other.
    private func find(
        _ bytes: UnsafeBufferPointer<UInt8>, from: Int, _ options: UInt32, _ workspace: MatchWorkspace, _ data: OpaquePointer,
        _ check: () throws -> Void
    ) throws -> Bool {
        var start = from
        var options = options
        while true {
            let end = start + Self.windowBytes
            let isLast = end >= bytes.count || options & PCRE2_ANCHORED != 0
            workspace.limitStart(to: isLast ? nil : end)
            if try matches(bytes, start, options, workspace, data) { return true }
            if isLast { return false }
            try check()
            start = end + 1
            while start < bytes.count, bytes[start] & 0xc0 == 0x80 { start += 1 }
            options &= ~PCRE2_NOTEMPTY_ATSTART
        }
    }

    private func matches(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ options: UInt32, _ workspace: MatchWorkspace, _ data: OpaquePointer
    ) throws(Fault) -> Bool {
        // The library wants an address even for no bytes at all.
        var nothing: UInt8 = 0
        var result = withUnsafePointer(to: &nothing) { empty in
            pcre2_match_8(code, bytes.baseAddress ?? empty, bytes.count, start, options, data, workspace.context)
        }
        if result == PCRE2_ERROR_JIT_STACKLIMIT {
            // The interpreter keeps its steps in memory of its own, which may be larger.
            result = pcre2_match_8(code, bytes.baseAddress, bytes.count, start, options | PCRE2_NO_JIT, data, workspace.context)
        }
        switch result {
        case PCRE2_ERROR_NOMATCH: return false
        case PCRE2_ERROR_MATCHLIMIT: throw Fault.costlyPattern("steps", pattern: pattern)
        case PCRE2_ERROR_DEPTHLIMIT: throw Fault.costlyPattern("depth", pattern: pattern)
        case PCRE2_ERROR_HEAPLIMIT, PCRE2_ERROR_NOMEMORY, PCRE2_ERROR_JIT_STACKLIMIT:
            throw Fault.costlyPattern("memory", pattern: pattern)
        case PCRE2_ERROR_RECURSELOOP: throw Fault.costlyPattern("recursion", pattern: pattern)
        default:
            guard result >= 0 else {
                throw Fault(.badArgument, "the pattern [\(pattern)] cannot be matched: error \(result) of the library")
            }
            return true
        }
    }

    private func capture(_ bytes: UnsafeBufferPointer<UInt8>, _ data: OpaquePointer) -> RegexCapture {
        let offsets = UnsafeBufferPointer(start: pcre2_get_ovector_pointer_8(data), count: 2 * (groupCount + 1))
        let ranges = (0...groupCount).map { group -> Range<Int>? in
            let (lower, upper) = (offsets[2 * group], offsets[2 * group + 1])
            // A group that took no part has all bits set, -1 here; `\K` in a look-ahead can put the start behind the end.
            guard lower >= 0, upper >= 0 else { return nil }
            return min(lower, upper)..<upper
        }
        let texts = ranges.map { range in range.map { String(decoding: bytes[$0], as: UTF8.self) } }
        return RegexCapture(ranges: ranges, texts: texts)
    }
}
