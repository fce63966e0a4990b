import CortexCore
import Kernel
import Model
import Storm
import StormLibrary
import Store
import World

/// The storm rows of the targets that need no network.
final class StormWorkloads {
    private let nodes: Int
    private let directory: String
    /// The store that is read, and what runs on it.
    private let host: CortexHost
    private let store: StoreEnvironment
    private var emptyCount = 0
    private var filled: Iden?
    private var pivoted: Iden?
    private let clock = Host.linux.clock

    init(directory: String, nodes: Int) throws {
        self.nodes = nodes
        self.directory = directory
        store = try StoreEnvironment.open(directory: directory)
        host = try Self.open(store)
    }

    private static func open(_ store: StoreEnvironment) throws -> CortexHost {
        try CortexHost.open(
            store: store, model: StockModel.make(ModelSupport.environment()), hasher: ModelSupport.hasher,
            catalogue: StandardLibrary.catalogue)
    }

    /// What `body` gives on an empty store of its own: nodes that are added are new to it.
    private func onEmptyStore(_ body: (CortexHost) throws -> Double) throws -> Double {
        emptyCount += 1
        let store = try StoreEnvironment.open(directory: "\(directory)/empty-\(emptyCount)")
        defer { store.close() }
        return try body(try Self.open(store))
    }

    /// The figures of one workload, each with its repetitions.
    func measure(_ name: String, _ repeats: Int) throws -> [(String, [Double])] {
        switch name {
        case "storm.add_loop": return [(name, try times(repeats) { try self.onEmptyStore(self.addLoop) })]
        case "storm.feed": return [(name, try times(repeats) { try self.onEmptyStore { try self.feed($0, $0.makeView()) } })]
        case "storm.lift_count": return [(name, try rates("inet:ipv4 | count", repeats, per: nodes))]
        case "storm.filter":
            return [
                (name + ".property", try rates("inet:ipv4 +:asn>500 | spin", repeats, per: nodes)),
                (name + ".regex", try rates("inet:ipv4 +:loc~=\"^u[sk]\" | spin", repeats, per: nodes)),
            ]
        case "storm.lift_index": return try liftIndex(name, repeats)
        case "storm.pivot":
            let (view, results) = try pivotView()
            return [(name, try rates("inet:fqdn:zone=bench.com -> inet:dns:a -> inet:ipv4 | spin", repeats, per: results, in: view))]
        case "storm.point": return try point(name, repeats)
        case "storm.disk": return [(name, [try disk()])]
        case "storm.memory":
            _ = try fullView()
            return [(name, [try memory()])]
        default: throw Fault(.badArgument, "there is no workload \(name)")
        }
    }

    // MARK: Data

    /// Addresses in no order, each once.
    private func address(_ number: Int) -> Int64 { Int64(UInt32(truncatingIfNeeded: number) &* 2_654_435_761) }

    private func packed(_ range: Range<Int>) -> ModelValue {
        .list(range.map { number in
            let properties: ModelValue = ["asn": .int(Int64(number % 1000)), "loc": number % 2 == 0 ? "us" : "de"]
            return [["inet:ipv4", .int(address(number))], ["props": properties]]
        })
    }

    /// One chunk after the other, each durable before the next. To make the chunks is the client's work, and not counted.
    private func feed(_ host: CortexHost, _ view: Iden) throws -> Double {
        var seconds = 0.0
        var fed = 0
        while fed < nodes {
            let end = min(nodes, fed + 1000)
            let chunk = packed(fed..<end)
            let start = clock.now()
            try run("$lib.feed.ingest(syn.nodes, $nodes)", in: view, [.init("nodes", chunk)], on: host)
            seconds += elapsed(start)
            fed = end
        }
        return Double(nodes) / seconds
    }

    private func fullView() throws -> Iden {
        if let filled { return filled }
        let view = try host.makeView()
        _ = try feed(host, view)
        // A tenth has a tag.
        try run("inet:ipv4:asn<100 [ +#bench.tenth ] | spin", in: view)
        filled = view
        return view
    }

    private func pivotView() throws -> (Iden, results: Int) {
        let results = min(nodes, 100_000)
        if let pivoted { return (pivoted, results) }
        let view = try host.makeView()
        var made = 0
        while made < results {
            let range = made..<min(results, made + 1000)
            let list = ModelValue.list(range.map { number in
                [["inet:dns:a", [.string("host\(number / 4).bench.com"), .int(address(number))]], [:]]
            })
            try run("$lib.feed.ingest(syn.nodes, $nodes)", in: view, [.init("nodes", list)])
            made = range.upperBound
        }
        pivoted = view
        return (view, results)
    }

    // MARK: Workloads

    private func addLoop(_ host: CortexHost) throws -> Double {
        let view = try host.makeView()
        let list = ModelValue.list((0..<nodes).map { .int(address($0)) })
        let start = clock.now()
        try run("for $x in $list { [ inet:ipv4=$x ] } | spin", in: view, [.init("list", list)], on: host)
        return Double(nodes) / elapsed(start)
    }

    private func liftIndex(_ name: String, _ repeats: Int) throws -> [(String, [Double])] {
        [
            (name + ".prefix", try rates("inet:ipv4:loc^=us | spin", repeats, per: nodes / 2)),
            (name + ".tag", try rates("inet:ipv4#bench.tenth | spin", repeats, per: nodes / 10)),
            (name + ".property", try rates("inet:ipv4:asn>500 | spin", repeats, per: nodes * 499 / 1000)),
            (name + ".cidr", try rates("inet:ipv4=0.0.0.0/1 | spin", repeats, per: nodes / 2)),
        ]
    }

    private func point(_ name: String, _ repeats: Int) throws -> [(String, [Double])] {
        let view = try fullView()
        let sequential = try times(repeats) { try self.points(2000, view) }
        let concurrent = try times(repeats) { try self.concurrentPoints(callers: 32, each: 200, view) }
        return [(name + ".seq", sequential), (name + ".conc", concurrent)]
    }

    private func points(_ count: Int, _ view: Iden) throws -> Double {
        let start = clock.now()
        for number in 0..<count { try run("inet:ipv4=$ip", in: view, [.init("ip", .int(address(number * 31 % nodes)))]) }
        return Double(count) / elapsed(start)
    }

    private func concurrentPoints(callers: Int, each: Int, _ view: Iden) throws -> Double {
        let done = ThreadSemaphore()
        let failure = Locked<Fault?>(nil)
        let start = clock.now()
        let (host, nodes) = (host, nodes)
        for caller in 0..<callers {
            let names = (0..<each).map { address(($0 * 31 + caller * 7919) % nodes) }
            try SystemThread.start(name: "caller-\(caller)", stackBytes: StormEngine.stackBytes) {
                for name in names {
                    let fault = Self.run("inet:ipv4=$ip", host, view, [.init("ip", .int(name))])
                    if let fault { failure.withLock { $0 = fault } }
                }
                done.signal()
            }
        }
        for _ in 0..<callers { done.wait() }
        if let fault = failure.withLock({ $0 }) { throw fault }
        return Double(callers * each) / elapsed(start)
    }

    /// Bytes in use on disk for each node, in a store that holds nothing else.
    private func disk() throws -> Double {
        let before = try used()
        let view = try host.makeView()
        var fed = 0
        while fed < nodes {
            let range = fed..<min(nodes, fed + 1000)
            let list = ModelValue.list(range.map { number in
                [["inet:ipv4", .int(address(number))], ["props": ["asn": .int(Int64(number % 1000))]]]
            })
            try run("$lib.feed.ingest(syn.nodes, $nodes)", in: view, [.init("nodes", list)])
            fed = range.upperBound
        }
        return Double(try used() - before) / Double(nodes)
    }

    private func used() throws -> Int {
        try store.statistics().usedBytes
    }

    /// Megabytes of this process that are not pages of the store.
    private func memory() throws -> Double {
        let text = String(decoding: try Host.linux.files.read("/proc/self/status", bytesMax: 1 << 16, label: "read the memory in use"), as: UTF8.self)
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("RssAnon:") }),
            let number = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { throw Fault(.badData, "/proc/self/status names no RssAnon") }
        return number * 1024 / 1e6
    }

    // MARK: Measuring

    private func rates(_ query: String, _ repeats: Int, per count: Int, in view: Iden? = nil) throws -> [Double] {
        let view = try view ?? fullView()
        return try times(repeats) {
            let start = self.clock.now()
            try self.run(query, in: view)
            return Double(count) / self.elapsed(start)
        }
    }

    /// The first repetition warms up, and does not count.
    private func times(_ repeats: Int, _ body: () throws -> Double) throws -> [Double] {
        var values: [Double] = []
        for _ in 0...repeats { values.append(try body()) }
        return Array(values.dropFirst())
    }

    private func elapsed(_ start: Instant) -> Double { Double(clock.now().since(start).nanoseconds) / 1e9 }

    private func run(_ query: String, in view: Iden, _ variables: [ModelValue.Entry] = [], on host: CortexHost? = nil) throws {
        if let fault = Self.run(query, host ?? self.host, view, variables) { throw fault }
    }

    private static func run(_ query: String, _ host: CortexHost, _ view: Iden, _ variables: [ModelValue.Entry]) -> Fault? {
        var options = StormOptions(user: host.rootUser)
        options.view = view
        options.variables = variables
        var fault: Fault?
        host.run(query, options) { message in
            if case .error(let error) = message { fault = error }
        }
        return fault
    }
}
