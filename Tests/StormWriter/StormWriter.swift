import CortexCore
import Kernel
import Model
import Storm
import StormLibrary
import Store
import World

/// Writes into a graph in bulk until it is killed, and says afterwards whether anything was lost or torn. Process tests run it.
///
///     storm-writer write DIRECTORY ROUND    does rounds from this one on; tells `begin N`, `tick K.` as a round goes on, and `done N` once
///                                           it is acknowledged
///     storm-writer check DIRECTORY DONE     compares every index with the nodes, and what there is with what DONE rounds must have left
@main
enum StormWriter {
    static func main() {
        let done = ThreadSemaphore()
        do {
            try SystemThread.start(name: "writer", stackBytes: StormEngine.stackBytes) {
                do {
                    try run(Array(CommandLine.arguments.dropFirst()))
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
        try? tell("storm-writer: \(error)")
        ProcessEnvironment.exit(status: 1)
    }

    static func tell(_ line: String) throws(Fault) { try StandardStream.error.write(Array("\(line)\n".utf8)) }

    private static func run(_ words: [String]) throws {
        guard words.count == 3, let number = UInt64(words[2]), ["write", "check"].contains(words[0]) else {
            throw Fault(.badArgument, "storm-writer write DIRECTORY ROUND, or storm-writer check DIRECTORY DONE")
        }
        let graph = try WrittenGraph(directory: words[1])
        if words[0] == "write" { return try write(from: number, graph) }
        let findings = try graph.findings(done: number)
        for finding in findings { try tell(finding) }
        try tell("checked: \(findings.count) findings")
        if !findings.isEmpty { ProcessEnvironment.exit(status: 1) }
    }

    private static func write(from first: UInt64, _ graph: WrittenGraph) throws {
        var round = first
        while true {
            try tell("begin \(round)")
            try graph.perform(round) { tick in try tell("tick \(tick).") }
            try tell("done \(round)")
            round += 1
        }
    }
}
