/// How near an answer is to the recorded one.
public enum Grade: String, Sendable, CaseIterable, Comparable {
    case equal
    /// The same items in another order, where the order counts.
    case equalButOrder = "order"
    /// The same error by name, in other words.
    case equalButWording = "wording"
    case failed

    private var rank: Int {
        switch self {
        case .equal: 0
        case .equalButOrder: 1
        case .equalButWording: 2
        case .failed: 3
        }
    }

    public static func < (left: Grade, right: Grade) -> Bool { left.rank < right.rank }
}

/// What came of one case.
public struct CaseResult: Sendable {
    public let id: String
    /// The category of the case, by which reports count.
    public let category: String
    /// The level of the case, by which reports count.
    public let level: Int
    /// How near the answer came.
    public let grade: Grade
    /// Where the answer differs, for people; empty for an equal one.
    public let difference: String
}
