import CortexCore
import Kernel
import Model
import Storm
import StormLibrary
import Store
import World

/// Measures the query language in this process, with durable commits, over a store of a given number of nodes. Prints one JSON object:
/// the repetitions of each figure by name. `scripts/bench storm.*` starts it.
@main
enum StormBench {
    static func main() {
        let done = ThreadSemaphore()
        do {
            try SystemThread.start(name: "bench", stackBytes: StormEngine.stackBytes) {
                do {
                    try run(CommandLine.arguments.dropFirst())
                } catch {
                    fail(error)
                }
                done.signal()
            }
        } catch {
            fail(error)
        }
        done.wait()
    }

    private static func fail(_ error: any Error) {
        try? StandardStream.error.write(Array("storm-bench: \(error)\n".utf8))
        ProcessEnvironment.exit(status: 1)
    }

    /// `storm-bench DIRECTORY NODES REPEAT WORKLOAD...`
    private static func run(_ words: ArraySlice<String>) throws {
        let words = Array(words)
        guard words.count > 3, let nodes = Int(words[1]), let repeats = Int(words[2]), nodes >= 1000, repeats > 0 else {
            throw Fault(.badArgument, "scripts/bench runs this program: storm-bench DIRECTORY NODES REPEAT WORKLOAD...")
        }
        let workloads = try StormWorkloads(directory: words[0], nodes: nodes)
        var figures: [(String, [Double])] = []
        for name in words[3...] {
            for (figure, values) in try workloads.measure(name, repeats) { figures.append((figure, values)) }
        }
        let text = figures.map { "\"\($0.0)\": [\($0.1.map { "\($0)" }.joined(separator: ", "))]" }.joined(separator: ", ")
        try StandardStream.output.write(Array("{\(text)}\n".utf8))
    }
}
