import CPCRE2
import Kernel

extension Fault {
    /// Characters of a pattern that a message repeats: enough to know it by.
    private static let patternCharactersMax = 256

    /// A pattern that cannot be compiled, in the words of the reference.
    static func badPattern(_ why: String, pattern: String) -> Fault {
        Fault(
            .badArgument, "Error compiling regex pattern: \(why): pattern=\"\(pattern.prefix(patternCharactersMax))\"",
            fields: ["pattern": .string(String(pattern.prefix(patternCharactersMax)))],
            advice: "Correct the pattern; a sign that stands for itself needs a backslash before it")
    }

    /// A pattern that would take more work, stack or memory on some text than a service gives one match.
    static func costlyPattern(_ what: String, pattern: String) -> Fault {
        Fault(
            .limit, "the pattern [\(pattern.prefix(patternCharactersMax))] needs more than the \(what) that one match may take",
            fields: ["pattern": .string(String(pattern.prefix(patternCharactersMax)))],
            advice: "Write the pattern without repetitions inside repetitions, such as (a+)+, or match a shorter text")
    }
}

/// What the library says about a pattern, in the words that people know from the reference.
enum CompileErrorText {
    private static let words: [Int32: String] = [
        101: "bad escape (end of pattern)", 104: "min repeat greater than max repeat", 106: "unterminated character set",
        108: "bad character range", 109: "nothing to repeat", 111: "unknown extension", 114: "missing )", 115: "unknown group",
        122: "unbalanced parenthesis", 147: "unknown property", 146: "unknown property",
    ]

    /// The sentence for the error `code` at the character `position` of the pattern.
    static func text(_ code: Int32, position: Int) -> String {
        "\(words[code] ?? libraryText(code)) at position \(position)"
    }

    private static func libraryText(_ code: Int32) -> String {
        // 256 bytes hold every message of the library, its manual says.
        let text = [UInt8](unsafeUninitializedCapacity: 256) { buffer, count in
            count = max(0, Int(pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)))
        }
        return String(decoding: text, as: UTF8.self)
    }
}
