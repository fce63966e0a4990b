import Glibc
import Kernel
import Leadership
import Simulator
import Testing

/// Runs one seed. A failure is told in one line that replays it.
func simulate(_ seed: UInt64, safety: Safety = .full, trace: Bool = false) -> (violation: String?, steps: Int) {
    let cluster = Cluster(ClusterOptions(seed: seed, safety: safety))
    if trace { cluster.trace = [] }
    let violation = cluster.run()
    if trace, let lines = cluster.trace { for line in lines { print(line) } }
    return (violation, cluster.steps)
}

private func number(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
}

#if DEBUG
private let seedsDefault: UInt64 = 1_000
#else
private let seedsDefault: UInt64 = 10_000
#endif

@Test func cluster_manySeeds_keepsEveryPromise() {
    if let seed = number("SIM_SEED") {
        let (violation, _) = simulate(seed, trace: true)
        #expect(violation == nil, "seed \(seed)")
        return
    }
    let first = number("SIM_FIRST") ?? 1
    var failures = 0
    var steps = 0
    for seed in first..<(first + (number("SIM_SEEDS") ?? seedsDefault)) {
        let (violation, count) = simulate(seed)
        steps += count
        if let violation {
            failures += 1
            Issue.record("SIM_SEED=\(seed) swift test --filter SimulationTests  # \(violation)")
            if failures >= 10 { break }
        }
    }
    print("simulation: \(steps) steps")
}
