import Foundation
import Kernel
import World

/// What went wrong with the test's surroundings: a program that did not start, a line that did not come.
struct Broken: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// A program that runs beside the test. Its standard error is kept line by line; waiting ends at the line, never after a guessed time.
final class ServerProcess: Sendable {
    /// How it ended.
    enum Ending: Sendable, Hashable {
        case exited(Int32)
        case killed(Int32)
    }

    let name: String
    let pid: pid_t
    private let state = Locked(State())

    private struct State {
        var lines: [String] = []
        var ending: Ending?
        var watchers: [Int: @Sendable (State, _ isLate: Bool) -> Bool] = [:]
        var watcherCount = 0

        mutating func changed() {
            for (number, watcher) in watchers where watcher(self, false) { watchers[number] = nil }
        }
    }

    /// Starts the program.
    init(_ name: String, arguments: [String], environment: [String: String]) throws {
        self.name = name
        var ends: [Int32] = [0, 0]
        // A pair of sockets, since it can be made so that no other program that starts meanwhile inherits it.
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw Broken("no pair of sockets: errno \(errno)")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        // The threads of a test runner block signals; a service must start with none blocked.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var child = pid_t(0)
        let status = posix_spawn(&child, arguments[0], &actions, &attributes, &argv, &envp)
        close(ends[1])
        guard status == 0 else {
            close(ends[0])
            throw Broken("\(arguments[0]) cannot be started: errno \(status)")
        }
        let (pid, input) = (child, ends[0])
        self.pid = pid
        Thread.detachNewThread { [self] in
            read(input)
            var word: Int32 = 0
            while waitpid(pid, &word, 0) < 0, errno == EINTR {}
            let ending: Ending = word & 0x7f == 0 ? .exited((word >> 8) & 0xff) : .killed(word & 0x7f)
            state.withLock { state in
                state.ending = ending
                state.changed()
            }
        }
    }

    private func read(_ input: Int32) {
        var rest: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(input, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest += chunk[..<count]
            var lines = rest.split(separator: 10, omittingEmptySubsequences: false)
            rest = Array(lines.removeLast())
            state.withLock { state in
                state.lines += lines.map { String(decoding: $0, as: UTF8.self) }
                state.changed()
            }
        }
        close(input)
    }

    // MARK: What it says

    /// The lines so far.
    var lines: [String] { state.withLock(\.lines) }

    /// How it ended; nil while it runs.
    var ending: Ending? { state.withLock(\.ending) }

    /// The first line at or after `start` that has `text` in it.
    @discardableResult
    func line(with text: String, after start: Int = 0, seconds: Double = 20) async throws -> String {
        try await wait(seconds, "a line with \"\(text)\"") { state in
            if let line = state.lines.dropFirst(start).first(where: { $0.contains(text) }) { return .success(line) }
            return state.ending.map { .failure(Broken("it ended before (\($0))")) }
        }
    }

    /// How it ended, when it has.
    @discardableResult
    func ended(seconds: Double = 20) async throws -> Ending {
        try await wait(seconds, "its end") { state in state.ending.map { .success($0) } }
    }

    private func wait<Outcome: Sendable>(
        _ seconds: Double, _ what: String, _ look: @escaping @Sendable (State) -> Result<Outcome, Broken>?
    ) async throws -> Outcome {
        let name = name
        return try await withCheckedThrowingContinuation { continuation in
            let watcher: @Sendable (State, Bool) -> Bool = { state, isLate in
                switch look(state) {
                case .success(let outcome): continuation.resume(returning: outcome)
                case .failure(let broken): continuation.resume(throwing: Self.report(name, what, broken.description, state))
                case nil:
                    guard isLate else { return false }
                    continuation.resume(throwing: Self.report(name, what, "it did not come within \(seconds) s", state))
                }
                return true
            }
            let number = state.withLock { state -> Int? in
                if watcher(state, false) { return nil }
                state.watcherCount += 1
                state.watchers[state.watcherCount] = watcher
                return state.watcherCount
            }
            guard let number else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [self] in
                state.withLock { state in
                    guard let watcher = state.watchers.removeValue(forKey: number) else { return }
                    _ = watcher(state, true)
                }
            }
        }
    }

    private static func report(_ name: String, _ what: String, _ reason: String, _ state: State) -> Broken {
        Broken("waited for \(what) of \(name): \(reason). It said last:\n" + state.lines.suffix(12).joined(separator: "\n"))
    }

    // MARK: Its end

    /// Sends a signal, unless it has ended.
    func signal(_ number: Int32) {
        if ending == nil { Foundation.kill(pid, number) }
    }

    /// Kills it outright, and returns when it is gone.
    func kill() async throws {
        signal(SIGKILL)
        try await ended()
    }

    /// Stops it in order.
    @discardableResult
    func stop() async throws -> Ending {
        signal(SIGTERM)
        return try await ended()
    }
}
