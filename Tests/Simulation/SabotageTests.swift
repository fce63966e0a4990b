import Leadership
import Testing

/// Each safety rule is taken away in turn; the simulation must notice within so many seeds. A rule whose absence nobody
/// notices is not needed, or the simulation is blind to what it is for. (`termStart` is missing here: what it prevents takes three
/// leaders that each die at the right moment, which no reasonable number of seeds meets. `ReplicaMachineTests` has the case by name.)
struct SabotageTests {
    static let seedsMax: UInt64 = 3_000

    private func seedThatNotices(_ change: (inout Safety) -> Void) -> (seed: UInt64, violation: String)? {
        var safety = Safety.full
        change(&safety)
        for seed in 1...Self.seedsMax {
            if let violation = simulate(seed, safety: safety).violation { return (seed, violation) }
        }
        return nil
    }

    private func expectNoticed(_ rule: String, _ change: (inout Safety) -> Void) {
        let found = seedThatNotices(change)
        #expect(found != nil, "without \(rule) nothing goes wrong in \(Self.seedsMax) seeds")
        if let found { print("sabotage: without \(rule), seed \(found.seed): \(found.violation)") }
    }

    @Test func simulation_withoutTermCheck_fails() { expectNoticed("termCheck") { $0.termCheck = false } }
    @Test func simulation_withoutHashCheck_fails() { expectNoticed("hashCheck") { $0.hashCheck = false } }
    @Test func simulation_withoutLeaseRule_fails() { expectNoticed("leaseRule") { $0.leaseRule = false } }
    @Test func simulation_withoutFlush_fails() { expectNoticed("flush") { $0.flush = false } }
    @Test func simulation_withoutFreshPositions_fails() { expectNoticed("freshPositions") { $0.freshPositions = false } }
}
