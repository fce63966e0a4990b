import ArgumentParser
import Kernel
import World

/// Runs recorded queries and compares the answers: `scripts/conformance`.
public struct ConformanceCommand: ParsableCommand {
    /// The name, the help and the exit statuses of the command.
    public static let configuration = CommandConfiguration(
        commandName: "conformance",
        abstract: "Run the recorded Storm queries and compare the answers with those of the reference.",
        discussion: """
            A case passes when the answer is equal, or is the same error in other words. One whose items come in another order, where the
            order counts, does not pass.

            EXAMPLES
              conformance
              conformance --list-failed Tests/Conformance
              conformance --case lift.embed.001

            EXIT STATUS
              0  every case was run, and with --expect every case named there passed
              1  a case that should pass did not, or the cases could not be read
              64 the command line is wrong
            """)

    @Argument(help: "The directory of the cases: *.jsonl, or a folder storm with them.")
    var directory = "Tests/Conformance"

    @Flag(help: "Print one JSON object and nothing else on standard output.")
    var json = false

    @Flag(help: "Name each case that did not pass, with where it differs.")
    var listFailed = false

    @Option(name: .customLong("case"), help: "Run only the cases whose name starts so, and show what they answer.")
    var prefix: String?

    @Option(help: "A file with the names of cases that must pass, one on each line.")
    var expect: String?

    @Option(help: "Write the names of the cases that passed to this file.")
    var record: String?

    public init() {}

    /// Runs the cases, writes the report, and checks and records the names that passed. Throws exit status 1 after any fault, which
    /// is written to standard error.
    public func run() throws {
        let files = Host.linux.files
        let report: Report
        do throws(Fault) {
            var cases = try CaseFiles.read(directory, files)
            if let prefix { cases = cases.filter { $0.id.hasPrefix(prefix) } }
            guard !cases.isEmpty else { throw Fault(.noSuchName, "no case has a name that starts with \(prefix ?? "")") }
            report = try CaseRunner.run(cases)
            try write(report)
            try checkExpected(report, files)
            if let record {
                let names = report.results.filter { $0.grade == .equal || $0.grade == .equalButWording }.map(\.id).sorted()
                try files.replace(
                    record, with: Array((names.joined(separator: "\n") + "\n").utf8), permissions: 0o644, label: "write the names of cases")
            }
        } catch {
            try? StandardStream.error.write(Array("conformance: \(error)\n".utf8))
            throw ExitCode.failure
        }
    }

    private func write(_ report: Report) throws(Fault) {
        if listFailed || prefix != nil {
            let stream = json ? StandardStream.error : StandardStream.output
            for result in report.results where result.grade != .equal && (listFailed || prefix != nil) {
                try stream.write(Array("\(result.id) \(result.grade.rawValue)\n".utf8))
                if !result.difference.isEmpty { try stream.write(Array("    \(Self.indented(result.difference))\n".utf8)) }
            }
        }
        try StandardStream.output.write(Array(((json ? report.json : report.table) + "\n").utf8))
    }

    private static func indented(_ text: String) -> String { text.split(separator: "\n").joined(separator: "\n    ") }

    private func checkExpected(_ report: Report, _ files: any FileSystem) throws(Fault) {
        guard let expect else { return }
        let names = String(decoding: try files.read(expect, bytesMax: 1 << 24, label: "read the names of cases"), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        let passed = Set(report.results.filter { $0.grade == .equal || $0.grade == .equalButWording }.map(\.id))
        let lost = names.filter { !passed.contains($0) }
        guard lost.isEmpty else {
            throw Fault(
                .refused, "\(lost.count) cases of \(expect) no longer pass: \(lost.prefix(20).joined(separator: ", "))",
                advice: "Run scripts/conformance --case \(lost[0]) to see the difference")
        }
    }
}
