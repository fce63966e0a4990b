import Model

/// A list of a query. A reference: variables share it.
///
/// One that came from outside, or out of the graph, is taken apart when it is first looked into: most are only handed on.
public final class StormList {
    /// How many items a list may have: a query in a loop must not take the memory of the service.
    public static let countMax = 16_000_000

    /// In their order.
    public var items: [StormValue] {
        get {
            if given != nil { unpack() }
            return unpacked
        }
        _modify {
            if given != nil { unpack() }
            yield &unpacked
        }
    }
    /// Whether it came as a tuple (a pair of tag times, a value of several parts): printed in parentheses, never changed.
    public let isTuple: Bool

    private var unpacked: [StormValue]
    /// What the list was made of, until somebody looks into it.
    private(set) var given: [ModelValue]?

    public init(_ items: [StormValue] = [], isTuple: Bool = false) {
        unpacked = items
        self.isTuple = isTuple
    }

    /// A list of the values. `isTuple`: so are the lists in it.
    init(given: [ModelValue], isTuple: Bool = false) {
        unpacked = []
        self.given = given
        self.isTuple = isTuple
    }

    private func unpack() {
        guard let values = given else { return }
        given = nil
        unpacked = isTuple ? values.map(StormValue.init(stored:)) : values.map { StormValue($0) }
    }
}
