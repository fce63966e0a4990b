import Kernel
import Link
import Messaging
import TestSupport
import World

@testable import SynctlKit

/// A place to run command lines: what they write is caught, and the services that they reach are tables of this process.
struct Stage {
    private final class Sink: Sendable {
        let bytes = Locked<[UInt8]>([])
        func take(_ more: [UInt8]) { bytes.withLock { $0 += more } }
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    /// Reaches the table for any URL, and remembers which URL was asked for.
    private final class FakeConnecting: Connecting {
        let table: MessageTable
        let fault: Fault?
        let urls = Locked<[String]>([])

        init(_ table: MessageTable, _ fault: Fault?) {
            self.table = table
            self.fault = fault
        }

        func connect(to target: ServiceURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint {
            urls.withLock { $0.append(target.description) }
            if let fault { throw fault }
            return LocalEndpoint(Router(table))
        }

        func connect(enrolling url: OneTimeURL, _ plan: ConnectionPlan) async throws(Fault) -> any Endpoint {
            urls.withLock { $0.append("\(url.host):\(url.port)") }
            if let fault { throw fault }
            return LocalEndpoint(Router(table))
        }
    }

    struct Outcome {
        let status: CommandExit
        let data: String
        let talk: String
        let urls: [String]
    }

    var terminal = Terminal(currentDirectory: "/", homeDirectory: "/nonexistent")
    var table = MessageTable()
    var fault: Fault?
    var answer: String?
    var usesNetwork = false

    func run(_ arguments: [String]) async -> Outcome {
        let data = Sink()
        let talk = Sink()
        let output = Output(terminal: terminal, data: { data.take($0) }, talk: { talk.take($0) })
        let fake = FakeConnecting(table, fault)
        let answer = answer
        let connecting: any Connecting = usesNetwork ? LinkConnecting() : fake
        let context = CommandContext(host: .linux, terminal: terminal, output: output, connecting: connecting) { answer }
        let status = await Synctl.run(arguments, context)
        return Outcome(status: status, data: data.text, talk: talk.text, urls: fake.urls.withLock { $0 })
    }

    /// Runs a line as a shell would split it: words, and quotes around words.
    func run(_ line: String) async -> Outcome { await run(Self.words(line)) }

    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for character in line {
            switch character {
            case "'":
                isQuoted.toggle()
                word = word ?? ""
            case " " where !isQuoted:
                if let done = word { words.append(done) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        if let word { words.append(word) }
        return words
    }
}
