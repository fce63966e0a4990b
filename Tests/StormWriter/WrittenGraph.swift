import CortexCore
import Graph
import Kernel
import Model
import Storm
import StormLibrary
import Store

/// A graph that changes by rounds. What a round does follows from its number, so that what must be there after so many rounds is known.
///
/// Four rounds make a turn: nodes are fed; a fork changes them and is merged; they are edited in place; some are deleted. Each turn works
/// on one of a few slots, whose nodes the next turn on it feeds again, so that the store stays small however long this runs.
final class WrittenGraph {
    /// What a round does.
    enum Step: UInt64 { case feed, merge, edit, delete }

    static let slotCount: UInt64 = 3
    /// More than share a commit, so that a kill can fall between two.
    static let nodeCount = 1_500
    static let mergedCount = 1_200
    static let deletedCount = 700

    private let host: CortexHost
    private let store: StoreEnvironment
    private var onMessage: () throws -> Void = {}

    init(directory: String) throws {
        store = try StoreEnvironment.open(directory: directory)
        host = try CortexHost.open(
            store: store, model: StockModel.make(ModelSupport.environment()), hasher: ModelSupport.hasher,
            catalogue: StandardLibrary.catalogue)
    }

    static func step(_ round: UInt64) -> Step { Step(rawValue: round % 4) ?? .feed }
    static func turn(_ round: UInt64) -> UInt64 { round / 4 }
    static func slot(_ turn: UInt64) -> UInt64 { turn % slotCount }

    // MARK: Rounds

    /// Messages of queries between two ticks.
    private static let tickMessages = 25

    /// Does a round; returns when it is acknowledged. A round that was begun before may be done again. `tick` is called as it goes on.
    func perform(_ round: UInt64, tick: @escaping (Int) throws -> Void) throws {
        var messages = 0
        onMessage = {
            messages += 1
            if messages % Self.tickMessages == 0 { try tick(messages / Self.tickMessages) }
        }
        defer { onMessage = {} }

        let turn = Self.turn(round)
        let variables: [ModelValue.Entry] = [
            .init("slot", .string("\(Self.slot(turn))")), .init("turn", .int(Int64(turn))), .init("base", .int(base(Self.slot(turn)))),
            .init("merged", .int(Int64(Self.mergedCount))), .init("deleted", .int(Int64(Self.deletedCount))),
        ]
        switch Self.step(round) {
        case .feed:
            let query = "for $node in $nodes { $lib.feed.ingest(syn.nodes, ([$node])) $lib.print(fed) }"
            try run(query, [.init("nodes", packed(turn))])
        case .merge:
            let fork = try make("$fork = $lib.view.get().fork() return($fork.iden)")
            try run("""
                for $number in $lib.range($merged) {
                    [ inet:fqdn=`m{$number}.s{$slot}.crash.com` +#crash.made.$slot ] $node.data.set(turn, $turn)
                }
                """, variables, in: fork)
            try run("inet:ipv4#crash.slot.$slot [ :asn=$(9000 + $turn) +#crash.merged ]", variables, in: fork)
            try run("$lib.view.get($fork).merge() $lib.view.del($fork)", [.init("fork", .string(fork))])
        case .edit:
            try run("""
                inet:ipv4#crash.slot.$slot [ -#crash.fed :loc=fr -(refs)> { inet:fqdn=`target.s{$slot}.crash.com` } ]
                $node.data.set(turn, $turn)
                """, variables)
        case .delete:
            try run("inet:ipv4*range=($base, $($base + $deleted - 1)) | delnode --force", variables)
        }
    }

    private func base(_ slot: UInt64) -> Int64 { Int64(slot + 1) << 16 }

    private func packed(_ turn: UInt64) -> ModelValue {
        let slot = Self.slot(turn)
        return .list((0..<Self.nodeCount).map { number in
            [["inet:ipv4", .int(base(slot) + Int64(number))], [
                "props": ["asn": .int(Int64(turn)), "loc": "us"],
                "tags": .dict([
                    .init("crash.slot.\(slot)", .list([.null, .null])), .init("crash.fed", .list([.int(0), .int(Int64(turn) + 1)])),
                ]),
                "nodedata": ["turn": .int(Int64(turn)), "origin": "feed"],
                "edges": .list([.list(["refs", .list(["inet:fqdn", .string("target.s\(slot).crash.com")])])]),
            ]]
        })
    }

    private func options(_ variables: [ModelValue.Entry], in view: String?) -> StormOptions {
        var options = StormOptions(user: host.rootUser)
        options.view = view.flatMap { Iden($0) }
        options.variables = variables
        return options
    }

    private func run(_ query: String, _ variables: [ModelValue.Entry] = [], in view: String? = nil) throws {
        var fault: Fault?
        host.run(query, options(variables, in: view)) { message in
            if case .error(let error) = message { fault = error }
            try self.onMessage()
        }
        if let fault { throw fault }
    }

    /// What a query returns.
    private func make(_ query: String) throws -> String { try host.call(query, options([], in: nil)).string ?? "" }

    // MARK: Checking

    /// What is not as it must be after `done` rounds, in sentences. Of the round that comes next any part may have been done.
    func findings(done: UInt64) throws -> [String] {
        let graph = try GraphStore(store)
        var findings = try graph.check(model: host.model(), in: store.snapshot())
        for slot in 0..<Self.slotCount {
            for expectation in expectations(slot, done) {
                let count = try self.count(expectation.query)
                if !expectation.range.contains(count) {
                    findings.append("slot \(slot): \(expectation.query) gives \(count) nodes, not \(expectation.range)")
                }
            }
        }
        return findings
    }

    private struct Expectation {
        let query: String
        let range: ClosedRange<Int>
    }

    /// How many nodes queries must find in a slot.
    private func expectations(_ slot: UInt64, _ done: UInt64) -> [Expectation] {
        // The last turn on the slot that has begun at all, and how many of its rounds are done; the next may be done in part.
        let turns = Self.turn(done)
        guard let turn = (0...turns).last(where: { Self.slot($0) == slot }) else { return [] }
        let progress = min(4, done - turn * 4)
        let isUnderWay = progress < 4
        if progress == 0 { return [] }
        let nodes = "inet:ipv4#crash.slot.\(slot)"
        func exactly(_ count: Int, _ query: String) -> Expectation { Expectation(query: query, range: count...count) }
        func range(_ one: Int, _ other: Int, _ query: String) -> Expectation {
            Expectation(query: query, range: min(one, other)...max(one, other))
        }
        let all = Self.nodeCount
        let left = all - Self.deletedCount
        switch progress {
        case 1:
            // The fork is merged commit by commit: the parent has all, none, or some of it.
            return [
                exactly(all, nodes), exactly(all, "\(nodes) +:loc=us +#crash.fed"), exactly(all, "\(nodes) -(refs)> inet:fqdn"),
                range(0, all, "\(nodes) +:asn=\(9000 + turn)"), exactly(all, "\(nodes) +$($node.data.get(origin) = 'feed')"),
            ]
        case 2:
            return [
                exactly(all, nodes), exactly(all, "\(nodes) +:asn=\(9000 + turn) +#crash.merged"),
                exactly(Self.mergedCount, "inet:fqdn#crash.made.\(slot) +$($node.data.get(turn) = \(turn))"),
                range(0, all, "\(nodes) +:loc=fr"),
            ]
        case 3:
            return [
                range(left, all, nodes), exactly(left, "\(kept(slot)) +:loc=fr"),
                exactly(0, "\(nodes) +#crash.fed"), exactly(0, "\(nodes) -(refs)> *"),
            ]
        default:
            return isUnderWay ? [] : [
                exactly(left, nodes), exactly(left, "\(nodes) +:loc=fr +:asn=\(9000 + turn) +$($node.data.get(turn) = \(turn))"),
                exactly(0, "inet:ipv4*range=(\(base(slot)), \(base(slot) + Int64(Self.deletedCount) - 1))"),
            ]
        }
    }

    /// The nodes of a slot that no round deletes.
    private func kept(_ slot: UInt64) -> String {
        "inet:ipv4*range=(\(base(slot) + Int64(Self.deletedCount)), \(base(slot) + Int64(Self.nodeCount)))"
    }

    private func count(_ query: String) throws -> Int {
        var count = 0
        var fault: Fault?
        host.run(query, options([], in: nil)) { message in
            if case .node = message { count += 1 }
            if case .error(let error) = message { fault = error }
        }
        if let fault { throw fault }
        return count
    }
}
