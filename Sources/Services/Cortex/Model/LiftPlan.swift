import Kernel

/// A test of a stored value, compiled from a comparator and its right side.
public struct ValuePredicate: Sendable {
    private let test: @Sendable (ModelValue) throws(Fault) -> Bool

    public init(_ test: @escaping @Sendable (ModelValue) throws(Fault) -> Bool) { self.test = test }

    /// Whether the value passes. Throws `HitLimit` where a pattern takes too many steps to tell.
    public func callAsFunction(_ value: ModelValue) throws(Fault) -> Bool { try test(value) }
}

/// Where in an index the values lie that a comparator asks for.
public enum IndexRange: Sendable, Hashable {
    /// Every value.
    case all
    /// The values with exactly this index form.
    case exact([UInt8])
    /// The values whose index form starts with these bytes.
    case prefix([UInt8])
    /// The values between both index forms, each included; nil is open.
    case span(from: [UInt8]?, through: [UInt8]?)
}

/// How to lift nodes by a value: ranges to walk, one after another, each with a test for what the index cannot tell.
public struct LiftPlan: Sendable {
    /// One range of an index, and what is still to be tested of what it holds.
    public struct Step: Sendable {
        /// The keys to walk.
        public let range: IndexRange
        /// Nil where everything in the range matches.
        public let residual: ValuePredicate?

        public init(_ range: IndexRange, residual: ValuePredicate? = nil) {
            self.range = range
            self.residual = residual
        }
    }

    /// The ranges, in the order in which they are walked.
    public let steps: [Step]

    public init(_ steps: [Step]) { self.steps = steps }

    init(_ range: IndexRange, residual: ValuePredicate? = nil) { self.init([Step(range, residual: residual)]) }

    /// Nothing matches.
    static let nothing = LiftPlan([])
}
