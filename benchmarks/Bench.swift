import Kernel
import Link
import World

/// Takes one kind of figure and prints the repetitions as a JSON list; `scripts/bench` starts it, and what it is measured against.
@main
enum Bench {
    static func main() async {
        do {
            let words = CommandLine.arguments.dropFirst()
            guard let mode = words.first else { throw Fault(.badArgument, "scripts/bench runs this program") }
            let options = try Options(words.dropFirst())
            if mode == "serve" { return try await EchoService.run(in: try options.text("certs")) }
            let values = try await measure(mode, options)
            print("[\(values.map { "[\($0.map { "\($0)" }.joined(separator: ", "))]" }.joined(separator: ", "))]")
        } catch {
            try? StandardStream.error.write(Array("synapse-bench: \(error)\n".utf8))
            ProcessEnvironment.exit(status: 1)
        }
    }

    /// One row of figures for each repetition.
    private static func measure(_ mode: String, _ options: Options) async throws -> [[Double]] {
        let connections = try Connections(options)
        let repeats = try options.int("repeat", 5)
        let seconds = try options.seconds()
        let callers = try options.int("callers", 1)
        var links: [Link] = []
        let urls = try options.list("urls")
        if mode != "connect" { for url in urls { links.append(try await connections.link(url)) } }
        var rows: [[Double]] = []
        var digests: [Digest] = []
        if mode.hasPrefix("axon.has") { digests = try await AxonWorkloads.digests(links[0], count: try options.int("batch", 1000)) }
        let size = try options.int("bytes", 1 << 30)
        // The first repetition warms up, and does not count.
        let warmUps = try options.int("warmups", 1)
        let isOnce = mode.hasPrefix("promote") || mode == "nexus.fill" || mode == "nexus.wait"
        for turn in 0..<(isOnce ? repeats : repeats + warmUps) {
            let row: [Double]
            switch mode {
            case "wire.rpc_seq": row = [try await WireWorkloads.sequential(links[0], seconds: seconds)]
            case "wire.rpc_conc": row = [try await WireWorkloads.concurrent(links[0], callers: callers, seconds: seconds)]
            case "wire.stream": row = [try await WireWorkloads.items(links[0], count: UInt64(try options.int("items", 1_000_000)))]
            case "wire.bulk": row = [try await WireWorkloads.bulk(links[0], byteCount: UInt64(size))]
            case "wire.fair": row = [try await WireWorkloads.fair(links[0], byteCount: UInt64(size))]
            case "connect": row = [try await WireWorkloads.connect(connections, url: urls[0])]
            case "nexus.write": row = [try await NexusWorkloads.writes(links[0], callers: callers, seconds: seconds)]
            case "nexus.repl": row = [try await NexusWorkloads.replication(links[0], links[1], callers: callers, seconds: seconds)]
            case "nexus.lag":
                let load = callers - 1
                row = [try await NexusWorkloads.lag(links[0], links[1], count: try options.int("count", 200), load: load)]
            case "nexus.fill":
                try await NexusWorkloads.fill(links[0], count: try options.int("count", 50_000))
                row = [Double(try await NexusWorkloads.durable(links[0]))]
            case "nexus.wait":
                try await NexusWorkloads.wait(for: UInt64(try options.int("index", 1)), at: links[0])
                row = []
            case "promote.graceful":
                row = try await PromoteWorkloads.graceful(from: links[turn % 2], to: links[1 - turn % 2], writers: callers)
            case "promote.forced": row = [try await PromoteWorkloads.forced(to: links[0], dead: try options.text("dead"))]
            case "axon.put_large": row = [try await AxonWorkloads.putLarge(links[0], byteCount: size).0]
            case "axon.get_large":
                if digests.isEmpty { digests = [try await AxonWorkloads.putLarge(links[0], byteCount: size).1] }
                row = [try await AxonWorkloads.getLarge(links[0], digests[0])]
            case "axon.put_small":
                row = [try await AxonWorkloads.putSmall(links[0], callers: callers, batch: try options.int("batch", 1), seconds: seconds)]
            case "axon.has": row = [try await AxonWorkloads.has(links[0], digests, seconds: seconds)]
            case "axon.has_batch": row = [try await AxonWorkloads.wants(links[0], digests, callers: callers, seconds: seconds)]
            default: throw Fault(.badArgument, "there is no mode \(mode)")
            }
            rows.append(row)
        }
        return Array(rows.suffix(repeats))
    }
}
