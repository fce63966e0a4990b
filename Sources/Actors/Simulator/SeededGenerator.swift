/// Randomness that a seed determines: SplitMix64, which is fast, passes statistical tests, and needs one word of state.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Mixing.finish(state)
    }

    /// A number from 0 up to, not including, `bound`.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        precondition(bound > 0, "there is no number below 0")
        // The high half of a product: even enough for a simulation, and without the retries of an exact method.
        return next().multipliedFullWidth(by: bound).high
    }

    /// True in `perMille` of a thousand cases.
    public mutating func chance(perMille: UInt64) -> Bool { below(1_000) < perMille }

    /// One element; `items` must not be empty.
    public mutating func pick<Element>(_ items: [Element]) -> Element { items[Int(below(UInt64(items.count)))] }
}

/// The mixing step of SplitMix64, also used where a simulation needs a cheap hash.
public enum Mixing {
    /// Mixes the bits of `word`: the same word always gives the same result, and words close together give results far apart.
    public static func finish(_ word: UInt64) -> UInt64 {
        var z = word
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A hash of two words; order matters.
    public static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 { finish(left &* 0x9E37_79B9_7F4A_7C15 &+ finish(right)) }
}
