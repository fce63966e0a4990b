public import Kernel

/// YAML as configuration uses it: one document, the core schema, no anchors, aliases or application tags, everything bounded.
public enum YAML {
    /// The longest text that is read: a thousand times the size of any real cell.yaml, small enough to parse in milliseconds.
    public static let textBytesMax = 1 << 20
    /// How deep collections nest: configuration and inaugural data need about six; the bound keeps every walk over a tree off the
    /// end of the stack.
    public static let depthMax = 64
    /// The most nodes in one text: an entry a line of the largest text.
    public static let nodesMax = 100_000

    /// Parses one document. A text without one (empty, or only comments) is null.
    ///
    /// - Parameter file: how errors name the text: a path, or the name of an environment variable.
    /// - Throws: `BadConfValu` with file, line and column for text that is not YAML, is above a bound, repeats a key, or uses an anchor,
    ///   an alias, an application tag or a second document.
    public static func parse(_ text: String, file: String) throws(Fault) -> YAMLNode {
        guard text.utf8.count <= textBytesMax else {
            throw Fault(
                .badConfig, "\(file) is \(text.utf8.count) bytes long; at most \(textBytesMax) are read", fields: ["file": .string(file)],
                advice: "Check that this is the right file")
        }
        var builder = YAMLTreeBuilder(file: file)
        try YAMLEvents.read(text, file: file) { (event) throws(Fault) in try builder.take(event) }
        return builder.finish()
    }

    /// The fault for a text at a place: message, file, line and column as fields.
    static func fault(_ message: String, file: String, at mark: YAMLMark, advice: String? = nil) -> Fault {
        Fault(
            .badConfig, "\(file):\(mark): \(message)",
            fields: ["file": .string(file), "line": .int(Int64(mark.line)), "column": .int(Int64(mark.column))], advice: advice)
    }
}
