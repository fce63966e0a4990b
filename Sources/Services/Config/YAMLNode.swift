public import Kernel

/// A place in a YAML text, counted from 1 as editors do.
public struct YAMLMark: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The line in the document, counted from 1.
    public let line: Int
    /// In characters (Unicode scalars), not bytes.
    public let column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    public var description: String { "\(line):\(column)" }

    public static func < (left: YAMLMark, right: YAMLMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A value of a YAML text that still knows where it was written.
public struct YAMLNode: Sendable {
    /// Where the value starts.
    public let start: YAMLMark
    /// Where the value ends: the place after its last character.
    public let end: YAMLMark
    public let content: Content

    /// What was written. A scalar holds null, a boolean, a number or a string.
    public enum Content: Sendable {
        case scalar(Value)
        case list([YAMLNode])
        case mapping([YAMLPair])
    }

    /// The node without its places. Its depth and size are within the bounds of ``YAML``.
    public var value: Value {
        switch content {
        case .scalar(let value): value
        case .list(let items): .array(items.map(\.value))
        case .mapping(let pairs): .map(pairs.map { Value.Entry($0.key.value, $0.value.value) })
        }
    }
}

/// One key of a mapping and its value.
public struct YAMLPair: Sendable {
    /// Always a scalar.
    public let key: YAMLNode
    public let value: YAMLNode
}
