/// How a pattern is read. The numbers are those of the reference's language, where a query writes them as an integer.
public struct RegexFlags: OptionSet, Hashable, Sendable {
    /// One bit for each flag.
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// Letters match without regard to case.
    public static let ignoreCase = RegexFlags(rawValue: 2)
    /// `^` and `$` match at each line.
    public static let multiline = RegexFlags(rawValue: 8)
    /// `.` matches a line break too.
    public static let dotAll = RegexFlags(rawValue: 16)
    /// Spaces and comments in the pattern do not count.
    public static let verbose = RegexFlags(rawValue: 64)
}
