import Kernel
import TestSupport
import Testing
import World

/// A program that edits a graph in bulk (Tests/StormWriter) is ended at a random moment, again and again, over the same store.
///
/// What is promised: a query that has ended is on disk. Of one that has not, and of a merge of more nodes than share a commit, whole
/// commits may be there; the fork keeps what it has, so that merging it again completes it. No index ever disagrees with the nodes.
extension ProcessTests {
    @Test(.timeLimit(.minutes(20))) func graph_killedInBulkEdits_isWholeAndLosesNothing() async throws {
        try await withTemporaryDirectory { directory in
            let rounds = try await endRepeatedly(Numbers.graphKills, directory + "/store") { writer in try await writer.kill() }
            print("graph: \(Numbers.graphKills) kills, \(rounds) rounds acknowledged, none lost")
        }
    }

    @Test(.timeLimit(.minutes(20))) func graph_powerCutInBulkEdits_isWholeAndLosesNothing() async throws {
        try await withDisk { mount in
            let rounds = try await endRepeatedly(Numbers.graphCuts, mount + "/store") { writer in
                try await disk("cut", mount)
                try await writer.kill()
                try await disk("back", mount)
            }
            print("graph: \(Numbers.graphCuts) power cuts, \(rounds) rounds acknowledged, none lost")
        }
    }

    /// Starts the writer and ends it, so many times; checks the store after each. Returns how many rounds were acknowledged in all.
    private func endRepeatedly(
        _ count: Int, _ directory: String, _ end: (ServerProcess) async throws -> Void
    ) async throws -> UInt64 {
        let program = "\(Deployment.binaries)/storm-writer"
        var done: UInt64 = 0
        for turn in 1...count {
            let writer = try ServerProcess("storm-writer", arguments: [program, "write", directory, "\(done)"], environment: [:])
            do {
                // Some rounds, then a moment inside the next one.
                let target = "begin \(done + UInt64.random(in: 0...4))"
                try await writer.line(with: target, seconds: 60)
                let start = writer.lines.lastIndex(of: target) ?? 0
                try await writer.line(with: "tick \(Int.random(in: 1...50)).", after: start, seconds: 60)
                try await end(writer)
            } catch {
                try await writer.kill()
                throw error
            }
            let last = writer.lines.compactMap { line in line.hasPrefix("done ") ? UInt64(line.dropFirst("done ".count)) : nil }.max()
            if let last { done = last + 1 }
            let check = try await Subprocess([program, "check", directory, "\(done)"], timeoutSeconds: 120).run()
            guard check.succeeded else {
                throw Broken("turn \(turn), after \(done) rounds: \(check.output)\(check.errors)")
            }
        }
        #expect(done > 0, "no round was ever acknowledged")
        return done
    }
}
