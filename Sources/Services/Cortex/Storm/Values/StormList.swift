/// A list of a query. A reference: variables share it.
public final class StormList {
    /// How many items a list may have: a query in a loop must not take the memory of the service.
    public static let countMax = 16_000_000

    /// In their order.
    public var items: [StormValue]
    /// Whether it came as a tuple (a pair of tag times, a value of several parts): printed in parentheses, never changed.
    public let isTuple: Bool

    public init(_ items: [StormValue] = [], isTuple: Bool = false) {
        self.items = items
        self.isTuple = isTuple
    }
}
