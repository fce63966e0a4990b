import CortexCore
import Graph
import Kernel
import Model
import Regex
import Storm
import StormLibrary
import Store
import World

/// Runs cases, each on a thread of its own kind: two workers, since queries are synchronous.
public enum CaseRunner {
    private static let workerCount = 2

    /// Runs every case, in any order; results are in the order of `cases`. Throws what opening a store throws.
    public static func run(_ cases: [ConformanceCase]) throws(Fault) -> Report {
        let model = try StockModel.make(ModelSupport.environment())
        let progress = Locked(Progress(results: Array(repeating: nil, count: cases.count)))
        let done = ThreadSemaphore()
        for worker in 0..<workerCount {
            try SystemThread.start(name: "case-\(worker)", stackBytes: StormEngine.stackBytes) {
                work(cases, model, progress)
                done.signal()
            }
        }
        for _ in 0..<workerCount { done.wait() }
        let ended = progress.withLock { $0 }
        if let fault = ended.fault { throw fault }
        var report = Report()
        for case let result? in ended.results { report.add(result) }
        return report
    }

    private struct Progress {
        var next = 0
        var results: [CaseResult?]
        var fault: Fault?
    }

    private static func work(_ cases: [ConformanceCase], _ model: DataModel, _ progress: borrowing Locked<Progress>) {
        do throws(Fault) {
            let shared = try TemporaryCortex(model)
            defer { shared.remove() }
            while true {
                let number = progress.withLock { progress in
                    progress.next += 1
                    return progress.next - 1
                }
                guard number < cases.count else { return }
                let one = cases[number]
                let result: CaseResult
                if one.needsOwnCortex {
                    let own = try TemporaryCortex(model)
                    defer { own.remove() }
                    result = CaseRun(one, own.host).result()
                } else {
                    result = CaseRun(one, shared.host).result()
                }
                progress.withLock { $0.results[number] = result }
            }
        } catch {
            progress.withLock { $0.fault = error }
        }
    }
}

/// A Cortex in a directory that is removed afterwards.
private struct TemporaryCortex {
    let host: CortexHost
    private let directory: String
    private let store: StoreEnvironment

    init(_ model: DataModel) throws(Fault) {
        let random = Host.linux.random
        let parent = ProcessEnvironment.variables["TMPDIR"] ?? "/tmp"
        directory = "\(parent)/conformance-\(Iden(high: random.next(), low: random.next()))"
        store = try StoreEnvironment.open(directory: directory)
        host = try CortexHost.open(
            store: store, model: model, hasher: ModelSupport.hasher, catalogue: StandardLibrary.catalogue)
    }

    func remove() {
        store.close()
        // What is left of a temporary directory harms nothing.
        try? Host.linux.files.removeTree(directory, label: "remove a temporary store")
    }
}

/// One case in a view of its own.
private final class CaseRun {
    private let one: ConformanceCase
    private let host: CortexHost

    init(_ one: ConformanceCase, _ host: CortexHost) {
        self.one = one
        self.host = host
    }

    func result() -> CaseResult {
        do {
            let base = try host.makeView()
            var view = base
            for query in one.setup { try prepare(query, base) }
            if one.isForked {
                view = try host.fork(base, creator: host.rootUser).iden
                for query in one.forkSetup { try prepare(query, view) }
            }
            var options = try options(view)
            if let name = one.user {
                guard let user = host.user(named: name) else { throw Fault(.noSuchName, "the set-up made no user \(name)") }
                options.user = user.iden
            }
            let (grade, difference) = answer(options)
            guard grade != .failed else { return result(.failed, difference) }
            return try checkAfterwards(base, grade, difference)
        } catch let fault as Fault {
            return result(.failed, "could not be run: \(fault)")
        } catch {
            return result(.failed, "could not be run: \(error)")
        }
    }

    private func result(_ grade: Grade, _ difference: String) -> CaseResult {
        CaseResult(id: one.id, category: one.category, level: one.level, grade: grade, difference: difference)
    }

    // MARK: Running

    /// A query that never ends fails its case, not the run.
    private static let queryMs: Int64 = 20_000

    private func plain(_ view: Iden) -> StormOptions {
        var options = StormOptions(user: host.rootUser)
        options.view = view
        options.limits.deadline = host.now().advanced(byMs: Self.queryMs)
        return options
    }

    private func prepare(_ query: String, _ view: Iden) throws {
        let options = plain(view)
        var fault: Fault?
        host.run(query, options) { message in
            if case .error(let error) = message { fault = error }
        }
        if let fault { throw Fault(.refused, "the set-up failed: \(query)", cause: fault) }
    }

    private func messages(_ query: String, _ options: StormOptions) -> [ModelValue] {
        let recorder = AnswerRecorder(host.model(), showsRepr: options.repr)
        host.run(query, options) { try recorder.take($0) }
        return recorder.messages
    }

    private func answer(_ options: StormOptions) -> (Grade, String) {
        switch one.expected {
        case .messages(let expected):
            let answer = messages(one.query, options)
            let grade = AnswerComparison.messages(answer, expected, isOrdered: one.isOrdered)
            return (grade, grade == .equal ? "" : difference(.list(expected), .list(answer)))
        case .outcome(let expected):
            let answer: ModelValue
            do {
                answer = ["return": try AnswerRecorder.returned(try host.call(one.query, options))]
            } catch let fault as Fault {
                answer = ["err": AnswerRecorder.error(fault)]
            } catch {
                return (.failed, "the value has no form: \(error)")
            }
            let grade = AnswerComparison.outcome(answer, expected, isOrdered: one.isOrdered)
            return (grade, grade == .equal ? "" : difference(expected, answer))
        }
    }

    private func difference(_ expected: ModelValue, _ answer: ModelValue) -> String {
        "query:    \(one.query)\nexpected: \(JSONWriter.text(expected))\nanswer:   \(JSONWriter.text(answer))"
    }

    private func checkAfterwards(_ base: Iden, _ grade: Grade, _ difference: String) throws -> CaseResult {
        var worst = grade, difference = difference
        for (number, query) in one.post.enumerated() {
            let answer = messages(query, plain(base))
            let expected = number < one.postExpected.count ? one.postExpected[number] : []
            let grade = AnswerComparison.messages(answer, expected, isOrdered: false)
            if grade > worst {
                worst = grade
                difference =
                    "afterwards: \(query)\nexpected: \(JSONWriter.text(.list(expected)))\n"
                    + "answer:   \(JSONWriter.text(.list(answer)))"
            }
        }
        return result(worst, difference)
    }

    private func options(_ view: Iden) throws -> StormOptions {
        var options = plain(view)
        guard case .dict(let entries) = one.options else { return options }
        for entry in entries {
            switch entry.key {
            case "vars": if case .dict(let variables) = entry.value { options.variables = variables }
            case "readonly": options.isReadOnly = entry.value.isTruthy
            case "repr": options.repr = entry.value.isTruthy
            case "limit": options.limit = entry.value.int.map(Int.init)
            case "mode": if let mode = entry.value.string.flatMap(StormMode.init) { options.mode = mode }
            case "show": options.show = entry.value.list?.compactMap(\.string)
            case "editformat": options.editFormat = entry.value.string ?? options.editFormat
            case "graph": options.graph = entry.value
            case "ndefs":
                options.nodeNames = (entry.value.list ?? []).compactMap { name in
                    guard let parts = name.list, parts.count == 2, let form = parts[0].string else { return nil }
                    return (form, parts[1])
                }
            case "idens": options.nodeIdens = entry.value.list?.compactMap(\.string) ?? []
            default: options.others.append(entry)
            }
        }
        return options
    }
}
