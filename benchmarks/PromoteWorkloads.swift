import Axon
import Cell
import Kernel
import Link
import Messaging
import World

/// The rows about promotion.
enum PromoteWorkloads {
    /// Writers at the old leader while another server is promoted: the longest pause between acknowledgements in ms, acknowledged writes
    /// that the new leader does not hold, writes that failed, and writers that never came back.
    static func graceful(from leader: Link, to candidate: Link, writers: Int) async throws -> [Double] {
        let record = WriteRecord()
        let over = Over()
        for _ in 0..<writers {
            Task {
                while !over.value {
                    do throws(Fault) {
                        let names = try await Ref<AxonContract>(leader).ask(PutBlobs([AxonWorkloads.bytes(64)]))
                        record.acknowledge(names[0].digest)
                    } catch {
                        record.fail()
                    }
                }
                record.end()
            }
        }
        try await Measure.clock.sleep(for: .milliseconds(500))
        _ = try await Ref<CellContract>(candidate).ask(PromoteHere(id: Host.linux.iden()))
        try await Measure.clock.sleep(for: .milliseconds(500))
        over.set()
        let deadline = Measure.clock.now() + .seconds(10)
        while record.state.withLock(\.ended) < writers, Measure.clock.now() < deadline {
            try await Measure.clock.sleep(for: .milliseconds(10))
        }
        let (acknowledged, failed, ended) = record.state.withLock { ($0.acknowledged, $0.failed, $0.ended) }
        var lost = 0
        var next = 0
        while next < acknowledged.count {
            let end = min(acknowledged.count, next + 1000)
            lost += try await Ref<AxonContract>(candidate).ask(WantsBlobs(Array(acknowledged[next..<end]))).count
            next = end
        }
        return [record.longestGap, Double(lost), Double(failed), Double(writers - ended)]
    }

    /// Milliseconds from the operator's word that the leader is dead to the first acknowledged write at the new one.
    static func forced(to candidate: Link, dead: String) async throws -> Double {
        let start = Measure.clock.now()
        _ = try await Ref<CellContract>(candidate).ask(
            PromoteHere(id: Host.linux.iden(), failure: true, vouchedDead: dead, allowBehind: true))
        while true {
            do throws(Fault) {
                try await NexusWorkloads.write(candidate)
                break
            } catch {
                try await Measure.clock.sleep(for: .milliseconds(1))
            }
        }
        return Measure.elapsed(since: start) * 1000
    }
}
