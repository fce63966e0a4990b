import Kernel
import Storm

/// `$lib.random`
enum RandomLibrary {
    static let library = StormLibrary(
        "random", help: "Numbers by chance.",
        functions: [
            StormFunction("int", ["maxval", .optional("minval", 0)], help: "An integer by chance, both ends included.") { call in
                var generator = HostGenerator(runtime: call.runtime)
                return .int(Int64(try RandomObject.number(call, &generator)))
            },
            StormFunction(
                "generator", [.optional("seed", nil)], help: "A source of numbers; with the same seed it gives the same ones.",
                examples: [
                    StormExample(
                        "$a=$lib.random.generator(x) $b=$lib.random.generator(x) return(($a.int(1000) = $b.int(1000)))", returns: true)
                ]
            ) { call in .object(RandomObject(seed: try call.optionalText(0), call.runtime)) },
        ])
}

/// Chance from the host: fresh identifiers are nothing else.
private struct HostGenerator: RandomNumberGenerator {
    let runtime: StormRuntime

    mutating func next() -> UInt64 {
        let iden = runtime.host.freshIden()
        return iden.high ^ iden.low
    }
}

/// A source of numbers with a seed.
final class RandomObject: StormObject {
    static let type = StormObjectType(
        "random", help: "A source of numbers by chance.",
        methods: [
            StormFunction("int", ["maxval", .optional("minval", 0)], help: "The next integer, both ends included.") { call in
                let random = try call.subject(as: RandomObject.self)
                return .int(Int64(try number(call, &random.generator)))
            }
        ],
        values: [
            "seed": { object, _ in (object as? RandomObject)?.seed.map(StormValue.string) ?? .null }
        ],
        setters: [
            "seed": { object, value, runtime in
                guard let random = object as? RandomObject else { return }
                random.seed = value.isNull || value.isUndefined ? nil : try value.toText(runtime)
                random.generator = SeededGenerator(random.seed ?? runtime.host.freshIden().description)
            }
        ])

    private var seed: String?
    private var generator: SeededGenerator

    init(seed: String?, _ runtime: StormRuntime) {
        self.seed = seed
        generator = SeededGenerator(seed ?? runtime.host.freshIden().description)
    }

    fileprivate static func number(_ call: Call, _ generator: inout some RandomNumberGenerator) throws -> Int {
        let high = try call.int(0)
        let low = try call.int(1)
        guard low <= high else { throw Fault(.badArgument, "maxval must not be smaller than minval") }
        let span = UInt64(truncatingIfNeeded: high &- low)
        if span == .max { return Int(truncatingIfNeeded: generator.next()) }
        return low &+ Int(truncatingIfNeeded: generator.next(upperBound: span + 1))
    }
}

/// SplitMix64 over a digest of the seed.
private struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: String) {
        state = 0xcbf2_9ce4_8422_2325
        for byte in seed.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
