import Kernel
import Model
import Storm

/// `$lib.stats`
enum StatsLibrary {
    static let library = StormLibrary(
        "stats", help: "Counting.",
        functions: [
            StormFunction(
                "tally", help: "Counts by name.",
                examples: [StormExample("$t=$lib.stats.tally() $t.inc(a) $t.inc(a, (5)) return($t.get(a))", returns: 6)]
            ) { _ in .object(TallyObject()) }
        ])
}

/// Counts by name.
final class TallyObject: CountedObject {
    /// Names that one tally counts at most.
    private static let namesMax = 1_000_000

    static let type = StormObjectType(
        "stat:tally", help: "Counts by name.",
        methods: [
            StormFunction("inc", ["name", .optional("valu", 1)], help: "Adds to the count of a name.") { call in
                let tally = try call.subject(as: TallyObject.self)
                try tally.add(call.int(1), to: call.text(0))
                return .null
            },
            StormFunction("get", ["name"], help: "The count of a name.") { call in
                .int(Int64(try call.subject(as: TallyObject.self).counts[call.text(0)] ?? 0))
            },
            StormFunction(
                "sorted", [.optional("byname", false), .optional("reverse", false)], help: "Names and counts, by count or by name.",
                examples: [
                    StormExample("$t=$lib.stats.tally() $t.inc(a) $t.inc(b, (3)) return($t.sorted())", returns: [["a", 1], ["b", 3]])
                ]
            ) { call in
                let tally = try call.subject(as: TallyObject.self)
                let isByName = try call.bool(0)
                let isReversed = try call.bool(1)
                var entries = tally.order.map { (name: $0, count: tally.counts[$0] ?? 0) }
                if isByName {
                    entries.sort { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) != isReversed }
                } else {
                    entries.sort { isReversed ? $0.count > $1.count : $0.count < $1.count }
                }
                return .list(entries.map { .tuple([.string($0.name), .int(Int64($0.count))]) })
            },
        ])

    private var counts: [String: Int] = [:]
    private var order: [String] = []

    var count: Int { counts.count }

    private func add(_ number: Int, to name: String) throws {
        if counts[name] == nil {
            guard order.count < Self.namesMax else { throw Fault(.limit, "a tally counts at most \(Self.namesMax) names") }
            order.append(name)
        }
        let (sum, overflow) = (counts[name] ?? 0).addingReportingOverflow(number)
        guard !overflow else { throw Fault(.badArgument, "the count of \(name) no longer fits in 64 bits") }
        counts[name] = sum
    }

    func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        for name in order { try body(.tuple([.string(name), .int(Int64(counts[name] ?? 0))])) }
        return true
    }

    func primitive() throws -> ModelValue { .dict(order.map { ModelValue.Entry($0, .int(Int64(counts[$0] ?? 0))) }) }
}
