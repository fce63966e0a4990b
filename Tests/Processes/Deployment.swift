import Foundation
import Kernel
import TestSupport
import Testing
import World

/// A network of services in a directory of its own, each a process of its own. Whatever happens, nothing of it is left.
final class Deployment: Sendable {
    static let network = "demo.test"

    let directory: String
    private let running = Locked([String: ServerProcess]())
    private let all = Locked([ServerProcess]())

    private init(_ directory: String) { self.directory = directory }

    /// Runs `body` with an empty deployment; stops and removes everything afterwards. After a failure the ends of the logs are shown.
    static func with<Outcome>(
        isolation: isolated (any Actor)? = #isolation, in directory: String? = nil, _ body: (Deployment) async throws -> Outcome
    ) async throws -> Outcome {
        let own = try directory ?? makeTemporaryDirectory()
        let deployment = Deployment(own)
        do {
            let outcome = try await body(deployment)
            try await deployment.tearDown(removing: directory == nil)
            return outcome
        } catch {
            for process in deployment.all.withLock({ $0 }) {
                print("---- \(process.name) (\(process.pid)): \(process.ending.map { "\($0)" } ?? "runs")")
                for line in process.lines.suffix(15) { print("     \(line.prefix(400))") }
            }
            try? await deployment.tearDown(removing: directory == nil)
            throw error
        }
    }

    private func tearDown(removing: Bool) async throws {
        for process in all.withLock({ $0 }) { try await process.kill() }
        if removing { try FileManager.default.removeItem(atPath: directory) }
    }

    // MARK: Programs

    /// Where the programs are: `SYNAPSE_BIN`, or beside the test bundle.
    static let binaries: String = {
        if let path = ProcessInfo.processInfo.environment["SYNAPSE_BIN"] { return path }
        return URL(fileURLWithPath: CommandLine.arguments.first ?? "/").deletingLastPathComponent().path
    }()

    /// The root of the sources.
    static let root = String(#filePath.dropLast("/Tests/Processes/Deployment.swift".utf8.count))

    private func environment(_ more: [String: String]) -> [String: String] {
        var variables = ["HOME": directory, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SYN_LOG_LEVEL": "DEBUG", "LANG": "C.UTF-8"]
        // Where the toolchain's libraries are, and how a sanitizer that the programs were built with is to behave.
        for name in ["LD_LIBRARY_PATH", "ASAN_OPTIONS", "LSAN_OPTIONS", "TSAN_OPTIONS"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        return variables.merging(more) { _, new in new }
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Starts a service without waiting for anything.
    func launch(_ kind: String, _ name: String, environment more: [String: String] = [:]) throws -> ServerProcess {
        let process = try ServerProcess(
            name, arguments: ["\(Self.binaries)/synapsed", kind, path(name)], environment: environment(more))
        all.withLock { $0.append(process) }
        return process
    }

    /// Starts a service, and returns when it says that it is ready.
    @discardableResult
    func start(_ kind: String, _ name: String, environment more: [String: String] = [:]) async throws -> ServerProcess {
        let process = try launch(kind, name, environment: more)
        try await process.line(with: "ready: ")
        running.withLock { $0[name] = process }
        return process
    }

    /// The process that last became ready under this name.
    func process(_ name: String) throws -> ServerProcess {
        guard let process = running.withLock({ $0[name] }) else { throw Broken("\(name) was never started") }
        return process
    }

    /// Runs an operator's command.
    @discardableResult
    func synctl(_ arguments: String..., expecting status: Int32? = 0) async throws -> Subprocess.Outcome {
        let outcome = try await run(arguments)
        if let status, outcome.status != status {
            throw Broken("synctl \(arguments.joined(separator: " ")): status \(outcome.status)\n\(outcome.output)\(outcome.errors)")
        }
        return outcome
    }

    /// Runs an operator's command with nothing but the deployment's own environment.
    func run(_ arguments: [String]) async throws -> Subprocess.Outcome {
        let variables = environment([:]).map { "\($0.key)=\($0.value)" }
        return try await Subprocess(["-i"] + variables + ["\(Self.binaries)/synctl"] + arguments, directory: directory).run()
    }

    // MARK: Services

    func url(_ name: String) -> String { "cell://\(path(name))" }

    /// The registry, on ports that the system chooses at its first start, and the same ones later.
    func startAHA() async throws {
        let file = path("aha/cell.yaml")
        if !FileManager.default.fileExists(atPath: file) {
            try FileManager.default.createDirectory(atPath: path("aha"), withIntermediateDirectories: true)
            let text = """
                aha:network: \(Self.network)
                dns:name: 127.0.0.1
                dmon:listen: ssl://127.0.0.1:0?hostname=aha.\(Self.network)&ca=\(Self.network)
                provision:listen: ssl://127.0.0.1:0

                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let first = try await start("aha", "aha")
            let ports = try first.lines.filter { $0.contains("ready: ") }.flatMap { try Self.ports($0) }
            guard ports.count == 2 else { throw Broken("AHA says \(ports)") }
            try text.replacingOccurrences(of: "ssl://127.0.0.1:0?", with: "ssl://127.0.0.1:\(ports[0])?")
                .replacingOccurrences(of: "provision:listen: ssl://127.0.0.1:0", with: "provision:listen: ssl://127.0.0.1:\(ports[1])")
                .write(toFile: file, atomically: true, encoding: .utf8)
            return
        }
        try await start("aha", "aha")
    }

    /// The ports in the sentence of a service that is ready.
    static func ports(_ line: String) throws -> [Int] {
        let words = line.split { !($0.isNumber || $0 == "." || $0 == ":") }
        return words.filter { $0.hasPrefix("127.0.0.1:") }.compactMap { $0.split(separator: ":").last.flatMap { Int($0) } }
    }

    /// A new Axon server of the network: provisioned, started, ready.
    @discardableResult
    func addAxon(_ number: String, mirror: String? = nil, environment: [String: String] = [:]) async throws -> ServerProcess {
        let name = "\(number).axon"
        let url = try await provision(name, mirror: mirror)
        var variables = environment
        variables["SYN_AXON_AHA_PROVISION"] = url
        return try await start("axon", name, environment: variables)
    }

    /// A one-time URL.
    func provision(_ name: String, mirror: String? = nil) async throws -> String {
        let outcome: Subprocess.Outcome
        if let mirror {
            outcome = try await synctl("aha", "provision", "service", name, "--mirror", mirror, "--only-url", "--url", url("aha"))
        } else {
            outcome = try await synctl("aha", "provision", "service", name, "--only-url", "--url", url("aha"))
        }
        return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
