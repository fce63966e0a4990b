import Kernel

/// Decides what becomes of each message between numbered nodes: lost, late, overtaken, doubled, or cut off by a partition.
public struct FaultyNetwork: Sendable {
    /// How often things go wrong, per mille of messages.
    public var lossPerMille: UInt64
    public var duplicatePerMille: UInt64
    /// How often a message takes up to `delayMax` instead of up to `delayUsual`; so it is overtaken.
    public var latePerMille: UInt64
    public var delayUsual: Instant.Span
    public var delayMax: Instant.Span
    /// Direction by direction: one way may be cut and the other not.
    private var cut: Set<Way> = []

    private struct Way: Hashable {
        let from: Int
        let to: Int
    }

    public init(
        lossPerMille: UInt64 = 0, duplicatePerMille: UInt64 = 0, latePerMille: UInt64 = 0,
        delayUsual: Instant.Span = .milliseconds(2), delayMax: Instant.Span = .seconds(2)
    ) {
        self.lossPerMille = lossPerMille
        self.duplicatePerMille = duplicatePerMille
        self.latePerMille = latePerMille
        self.delayUsual = delayUsual
        self.delayMax = delayMax
    }

    /// When copies of a message sent now arrive: none, one or two.
    public func deliveries(from: Int, to: Int, using random: inout SeededGenerator) -> [Instant.Span] {
        if cut.contains(Way(from: from, to: to)) || lossPerMille > 0 && random.chance(perMille: lossPerMille) { return [] }
        let first = delay(using: &random)
        guard duplicatePerMille > 0, random.chance(perMille: duplicatePerMille) else { return [first] }
        return [first, delay(using: &random)]
    }

    private func delay(using random: inout SeededGenerator) -> Instant.Span {
        let late = latePerMille > 0 && random.chance(perMille: latePerMille)
        return Instant.Span(nanoseconds: 50_000 + random.below((late ? delayMax : delayUsual).nanoseconds))
    }

    /// Cuts the way from one node to another; the way back stays.
    public mutating func cut(from: Int, to: Int) { cut.insert(Way(from: from, to: to)) }

    /// Cuts a node off from these others, both ways.
    public mutating func isolate(_ node: Int, from others: [Int]) {
        for other in others where other != node {
            cut(from: node, to: other)
            cut(from: other, to: node)
        }
    }

    /// Every way is open again.
    public mutating func mend() { cut = [] }

    /// No fault of any kind from now on.
    public mutating func heal() {
        mend()
        lossPerMille = 0
        duplicatePerMille = 0
        latePerMille = 0
    }
}
