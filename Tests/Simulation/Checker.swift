import Kernel
import Leadership
import Simulator

/// Knows everything that happened and says when a promise is broken.
struct Checker {
    struct Acknowledged {
        let index: Int
        let word: UInt64
        let term: UInt64
    }

    /// What went wrong first; nil as long as all is well.
    private(set) var violation: String?
    private(set) var acknowledged: [UInt64: Acknowledged] = [:]
    /// Acknowledged writes that a forced promotion was allowed to lose.
    private(set) var lost: Set<UInt64> = []
    /// Who led each term, and the running hashes of its log: what it began with and what it appended.
    private var leaders: [UInt64: String] = [:]
    private var histories: [UInt64: [UInt64]] = [:]
    private var begun: [UInt64: Int] = [:]
    /// The forced promotions that may lose writes: `acks` was 0, or the operator allowed it.
    var mayLose: Set<UInt64> = []

    mutating func fail(_ text: @autoclosure () -> String) {
        if violation == nil { violation = text() }
    }

    /// A server begins to lead, or leads again after a restart.
    mutating func leads(_ name: String, term: UInt64, log: [SimulatedEntry]) {
        if let other = leaders[term], other != name { fail("\(name) and \(other) both lead term \(term)") }
        let first = leaders[term] == nil
        leaders[term] = name
        histories[term] = log.map(\.word)
        guard first else { return }
        begun[term] = log.count
        for (request, item) in acknowledged where !(item.index <= log.count && log[item.index - 1].word == item.word) {
            if mayLose.contains(term) || lost.contains(request) {
                lost.insert(request)
            } else {
                fail("\(name) begins term \(term) without write \(request), acknowledged at index \(item.index) in term \(item.term)")
            }
        }
    }

    mutating func appended(term: UInt64, entry: SimulatedEntry) { histories[term, default: []].append(entry.word) }

    /// A leader acknowledges. `durable`: how much of its log survives a crash for certain.
    mutating func acknowledges(_ name: String, request: UInt64, index: Int, term: UInt64, log: FaultyLog<SimulatedEntry>) {
        guard index >= 1, index <= log.count, log.records[index - 1].request == request else {
            return fail("\(name) acknowledges write \(request) at index \(index), where its log has another entry or none")
        }
        if index > log.durableCount { fail("\(name) acknowledges write \(request) before it is durable") }
        let word = log.records[index - 1].word
        for (later, history) in histories where later > term {
            if index > history.count || history[index - 1] != word {
                fail("\(name) acknowledges write \(request) in term \(term) although term \(later) began without it")
            }
        }
        if let before = acknowledged[request], before.index != index, !lost.contains(request) {
            fail("write \(request) is acknowledged at index \(before.index) and at index \(index)")
        }
        acknowledged[request] = Acknowledged(index: index, word: word, term: term)
        lost.remove(request)
    }

    /// A follower acknowledges a forwarded write.
    mutating func reads(_ name: String, request: UInt64, log: FaultyLog<SimulatedEntry>, index: Int) {
        if !log.records.prefix(index).contains(where: { $0.request == request }), !lost.contains(request) {
            fail("\(name) answers write \(request) although it does not hold it")
        }
    }

    /// A follower in step has appended.
    mutating func follows(_ name: String, term: UInt64, log: [SimulatedEntry]) {
        guard let history = histories[term], let last = log.last else { return }
        if log.count > history.count || history[log.count - 1] != last.word {
            fail("\(name) follows in term \(term) and at index \(log.count) has what the leader's log has not")
        }
    }

    /// At the end, when everybody has rejoined.
    mutating func finish(log: [SimulatedEntry], exported: [SimulatedEntry]) {
        var seen: Set<UInt64> = []
        for entry in log where entry.request != 0 {
            if !seen.insert(entry.request).inserted { fail("write \(entry.request) was made twice") }
        }
        let kept = Set(exported.map(\.request))
        for (request, item) in acknowledged where !seen.contains(request) {
            if !lost.contains(request) {
                fail("write \(request), acknowledged in term \(item.term), is gone")
            } else if !kept.contains(request) {
                fail("write \(request), lost by a forced promotion, is in no export file")
            }
        }
    }
}
