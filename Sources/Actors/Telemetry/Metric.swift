import Synchronization

/// A number that only grows, such as requests served. Adding takes no lock.
public final class Counter: Sendable {
    private let total = Atomic<UInt64>(0)

    init() {}

    /// Counts `count` more. It wraps after 2^64, as monitors expect of a counter.
    public func add(_ count: UInt64 = 1) { total.wrappingAdd(count, ordering: .relaxed) }

    /// The count so far.
    public var value: UInt64 { total.load(ordering: .relaxed) }
}

/// A number that goes up and down, such as entries of lag. Setting and adding take no lock.
public final class Gauge: Sendable {
    private let number = AtomicDouble()

    init() {}

    public func set(_ value: Double) { number.store(value) }
    /// Changes the value by `change`, which may be negative.
    public func add(_ change: Double) { number.add(change) }

    /// The value now.
    public var value: Double { number.load() }
}

/// How a measure is spread: counts under fixed bounds that double, with sum and count. Observing takes no lock.
public final class Histogram: Sendable {
    /// The bounds of a histogram, each twice the one before.
    public enum Scale: Sendable, Hashable {
        /// From 10 microseconds to about 84 seconds: a look-up in memory to a snapshot.
        case seconds
        /// From 64 bytes to 512 MiB: a small call to a bulk transfer.
        case bytes
        /// From 1 to about a million: batch sizes, queue lengths.
        case count

        /// The upper bounds, without the infinite one.
        public var bounds: [Double] {
            let (first, doublings) =
                switch self {
                case .seconds: (0.000_01, 23)
                case .bytes: (64.0, 23)
                case .count: (1.0, 20)
                }
            var bounds = [first]
            for _ in 0..<doublings { bounds.append(bounds[bounds.count - 1] * 2) }
            return bounds
        }
    }

    let bounds: [Double]
    private let buckets: [Counter]
    private let total = AtomicDouble()

    init(_ scale: Scale) {
        bounds = scale.bounds
        buckets = (0...scale.bounds.count).map { _ in Counter() }
    }

    /// Counts one measure. One that is no number or negative counts as 0: a clock went wrong, and the sum must stay a number.
    public func observe(_ measure: Double) {
        let measure = measure.isFinite && measure > 0 ? measure : 0
        var (low, high) = (0, bounds.count)
        while low < high {
            let middle = (low + high) / 2
            if measure <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        buckets[low].add()
        total.add(measure)
    }

    /// The sum of all values observed, in the metric's unit, and how many there were.
    public var sum: Double { total.load() }
    /// How many values were observed.
    public var count: UInt64 { buckets.reduce(0) { $0 &+ $1.value } }

    /// The count of each bucket, the last one for what is above every bound.
    var counts: [UInt64] { buckets.map(\.value) }
}

/// A floating-point number that threads share, kept as its bits.
private final class AtomicDouble: Sendable {
    private let bits = Atomic<UInt64>(Double.zero.bitPattern)

    func load() -> Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func store(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }

    func add(_ change: Double) {
        var current = bits.load(ordering: .relaxed)
        while true {
            let next = (Double(bitPattern: current) + change).bitPattern
            let (isExchanged, original) = bits.weakCompareExchange(expected: current, desired: next, ordering: .relaxed)
            if isExchanged { return }
            current = original
        }
    }
}
