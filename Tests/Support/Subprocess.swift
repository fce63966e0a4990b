import Dispatch
import Foundation
import Kernel
import World

/// A program that a test runs. It gets `timeoutSeconds`, then it is killed, and so it is when the test is cancelled.
public struct Subprocess: Sendable {
    /// How a program ended.
    public struct Outcome: Sendable {
        /// The exit code; for a signal, its number negated.
        public let status: Int32
        public let output: String
        public let errors: String
        public let isTimedOut: Bool
        public let seconds: Double

        public var succeeded: Bool { status == 0 && !isTimedOut }
    }

    public let arguments: [String]
    public let environment: [String: String]
    public let directory: String?
    public let input: [UInt8]
    public let timeoutSeconds: Double

    /// - Parameter arguments: the program, by path or by name on PATH, and its arguments.
    public init(
        _ arguments: [String], environment: [String: String] = [:], directory: String? = nil, input: [UInt8] = [],
        timeoutSeconds: Double = 60
    ) {
        precondition(!arguments.isEmpty, "a subprocess needs a program")
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.input = input
        self.timeoutSeconds = timeoutSeconds
    }

    /// Runs it to its end and returns what it wrote.
    public func run() async throws -> Outcome {
        let run = try Run(self)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                DispatchQueue(label: "subprocess").async { continuation.resume(with: Result { try run.complete() }) }
            }
        } onCancel: {
            run.kill()
        }
    }

    /// The path of a program on PATH; nil where there is none.
    public static func find(_ program: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return path.split(separator: ":").map { "\($0)/\(program)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// One run of a subprocess. Everything blocking happens on one queue of its own.
private final class Run: Sendable {
    private let plan: Subprocess
    private let directory: URL
    private let state = Locked((pid: pid_t(0), isOver: false, isTimedOut: false))

    init(_ plan: Subprocess) throws {
        self.plan = plan
        directory = FileManager.default.temporaryDirectory.appendingPathComponent("synapse-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Input and output go through files: no pipe that could fill up, or be held open by a grandchild.
    func complete() throws -> Subprocess.Outcome {
        let input = directory.appendingPathComponent("in")
        let output = directory.appendingPathComponent("out")
        let errors = directory.appendingPathComponent("err")
        try Data(plan.input).write(to: input)
        for file in [output, errors] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = plan.arguments
        process.environment = ProcessInfo.processInfo.environment.merging(plan.environment) { _, new in new }
        if let directory = plan.directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        let start = DispatchTime.now()
        try process.run()
        let isCancelled = state.withLock { state in
            state.pid = process.processIdentifier
            return state.isOver
        }
        if isCancelled { kill() }
        if ended.wait(timeout: .now() + plan.timeoutSeconds) == .timedOut {
            state.withLock { $0.isTimedOut = true }
            kill()
            ended.wait()
        }
        let isTimedOut = state.withLock { state in
            state.pid = 0
            return state.isTimedOut
        }
        return Subprocess.Outcome(
            status: process.terminationReason == .uncaughtSignal ? -process.terminationStatus : process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self), isTimedOut: isTimedOut,
            seconds: Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9)
    }

    func kill() {
        let pid = state.withLock { state in
            state.isOver = true
            return state.pid
        }
        if pid > 0 { _ = Foundation.kill(pid, SIGKILL) }
    }
}
