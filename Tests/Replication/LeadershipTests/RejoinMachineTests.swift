import Kernel
import Leadership
import Testing

struct RejoinMachineTests {
    /// Plays the upstream, whose log is equal to ours up to `common` and begins at `start`.
    private func rejoin(end: UInt64, common: UInt64, start: UInt64 = 1) -> (actions: [RejoinAction], probes: Int) {
        var machine = RejoinMachine(end: Index(end), start: .zero, upstream: "01")
        var actions = machine.begin()
        var probes = 0
        while case .probe(let index, _)? = actions.last {
            probes += 1
            let equal = index.number <= common && index.number + 1 >= start
            actions = machine.on(.probed(index, equal: equal, upstreamStart: Index(start)))
        }
        return (actions, probes)
    }

    @Test func rejoin_prefix_resumesWithoutExport() {
        let (actions, probes) = rejoin(end: 100, common: 100)
        #expect(actions == [.resume])
        #expect(probes == 1)
    }

    @Test func rejoin_tail_exportsExactlyWhatIsNotInCommon() {
        for common in 0..<70 as Range<UInt64> {
            #expect(rejoin(end: 70, common: common).actions == [.export(after: Index(common))])
        }
    }

    @Test func rejoin_hugeLog_takesFewProbes() {
        let (actions, probes) = rejoin(end: 1 << 62, common: 12_345)
        #expect(actions == [.export(after: Index(12_345))])
        #expect(probes <= 64)
    }

    @Test func rejoin_upstreamTrimmed_exportsAllThatCannotBeCompared() {
        #expect(rejoin(end: 70, common: 5, start: 41).actions == [.export(after: .zero)])
    }

    @Test func rejoin_rebuildsOnlyAfterTheExport() {
        var machine = RejoinMachine(end: Index(1), start: .zero, upstream: "01")
        _ = machine.begin()
        #expect(machine.on(.rebuilt) == [])
        #expect(machine.on(.exported(count: 1)) == [])
        #expect(machine.on(.probed(Index(1), equal: false, upstreamStart: Index(1))) == [.export(after: .zero)])
        #expect(machine.on(.probed(Index(1), equal: true, upstreamStart: Index(1))) == [])
        #expect(machine.on(.exported(count: 1)) == [.rebuild(upstream: "01")])
        #expect(machine.on(.rebuilt) == [])
        #expect(machine.phase == .ended)
    }
}
