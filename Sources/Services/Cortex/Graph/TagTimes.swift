import Kernel
import Model

/// When a tag holds: milliseconds as the type `ival` has them, the last not included. Both nil: a tag without times.
public struct TagTimes: Hashable, Sendable {
    /// Start, included, in milliseconds; nil without times.
    public let first: Int64?
    /// End, not included, in milliseconds; nil without times.
    public let last: Int64?

    /// A tag without times.
    public static let none = TagTimes(first: nil, last: nil)

    public init(first: Int64?, last: Int64?) {
        self.first = first
        self.last = last
    }

    /// The times of a normalised `ival`; none for any other value.
    public init(_ interval: ModelValue) {
        let items = interval.list ?? []
        self.init(first: items.first?.int, last: items.count == 2 ? items[1].int : nil)
    }

    /// Whether the tag has no times.
    public var isNone: Bool { first == nil && last == nil }

    /// A list of two, as queries see it: integers, or nulls for a tag without times.
    public var value: ModelValue { .list([first.map(ModelValue.int) ?? .null, last.map(ModelValue.int) ?? .null]) }
}
