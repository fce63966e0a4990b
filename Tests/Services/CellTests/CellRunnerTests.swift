import Config
import Kernel
import Link
import Logging
import Messaging
import NIOPosix
import Nexus
import TestSupport
import Testing
import World

@testable import Cell

/// A service that does nothing, and fails to start where its directory says so.
private struct Toy: Service {
    static let kind = "toy"
    static let options = ServiceOptions(service: "toy", own: [])
    let changes = ChangeTable()
    private let fails: Bool

    init(_ ground: ServiceGround) throws(Fault) { fails = ground.host.files.exists(ground.directory + "/fail") }

    func start(_ runtime: ServiceRuntime) async throws(Fault) -> any RunningService {
        if fails { throw Fault(.badData, "the toy is broken") }
        return Running()
    }

    private struct Running: RunningService {
        let messages = MessageTable()
    }
}

/// The parts of a cell under their supervisors.
@Suite(.timeLimit(.minutes(1))) struct CellRunnerTests {
    private func makeRunner(_ directory: String, _ ready: OneShot<String> = OneShot()) -> CellRunner<Toy> {
        let settings = CellSettings(
            directory: directory, environment: [:], credential: { _ in nil }, host: .linux,
            group: MultiThreadedEventLoopGroup.singleton, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, processID: 1)
        return CellRunner<Toy>(settings) { event in
            if case .ready(let sentence) = event { ready.set(sentence) }
        }
    }

    @Test func cell_runs_answersItsOperator_andStops() async throws {
        try await withTemporaryDirectory { directory in
            let (stop, ready) = (StopSignal(), OneShot<String>())
            let runner = makeRunner(directory, ready)
            async let life: Void = runner.run(until: stop)
            #expect(await ready.wait().hasPrefix("toy toy listening on "))
            let socket = directory + "/sockets/cell"
            let link = try await LinkClient.connect(
                to: .unix(path: socket), settings: LinkSettings(group: MultiThreadedEventLoopGroup.singleton))
            let cell = Ref<CellContract>(link)
            #expect(try await cell.ask(GetCellInfo()).kind == "toy")
            let series = try await cell.ask(GetMetrics()).series
            func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
                series.first { $0.name == name && $0.labels == labels }?.value
            }
            #expect(value("synapse_links", ["direction": "accepted"]) == 1)
            #expect(value("synapse_calls_total", ["message": "cell.info", "result": "ok"]) == 1)
            #expect(try #require(value("synapse_link_bytes_total", ["direction": "received"])) > 0)
            #expect(try #require(value("synapse_link_frames_total", ["direction": "sent"])) > 1)
            #expect(try #require(value("synapse_store_bytes")) > 0)
            #expect(series.contains { $0.name == "synapse_nexus_index" })
            #expect(try #require(series.first { $0.name == "synapse_nexus_commit_seconds" }?.count) > 0)
            // The operator's word ends it.
            _ = try await cell.ask(StopService())
            try await life
            #expect(!Host.linux.files.exists(socket))
        }
    }

    @Test func part_thatFailsToStart_isNamed_andLeavesNothingOpen() async throws {
        try await withTemporaryDirectory { directory in
            try Host.linux.files.replace(directory + "/fail", with: [], permissions: 0o600, label: "test")
            let refused = await fault { try await makeRunner(directory).run(until: StopSignal()) }
            #expect(refused?.code == .badData && refused?.message == "the toy is broken")
            #expect(refused?.fields["actor"] == "toy/service")
            #expect(!Host.linux.files.exists(directory + "/sockets/cell"))
            // Storage and lock are free again.
            try Host.linux.files.remove(directory + "/fail", label: "test")
            let (stop, ready) = (StopSignal(), OneShot<String>())
            let runner = makeRunner(directory, ready)
            async let life: Void = runner.run(until: stop)
            _ = await ready.wait()
            stop.set()
            try await life
        }
    }

    @Test func secondRunner_ofOneDirectory_isRefused() async throws {
        try await withTemporaryDirectory { directory in
            let (stop, ready) = (StopSignal(), OneShot<String>())
            let first = makeRunner(directory, ready)
            async let life: Void = first.run(until: stop)
            _ = await ready.wait()
            #expect(await fault { try await makeRunner(directory).run(until: stop) } != nil)
            stop.set()
            try await life
        }
    }
}

/// One part of a cell, as its supervisor drives it.
@Suite(.timeLimit(.minutes(1))) struct CellPartTests {
    @Test func part_toldToStop_closesOnce() async throws {
        let closed = Locked(0)
        let part = CellPart { closed.withLock { $0 += 1 } }
        async let life: Void = part.run()
        await part.stop()
        await part.stop()
        try await life
        #expect(closed.withLock { $0 } == 1)
    }

    @Test func part_whoseWorkFails_closesAndThrows() async {
        let closed = Locked(0)
        let part = CellPart(
            close: { closed.withLock { $0 += 1 } }, work: { () async throws(Fault) in throw Fault(.linkDown, "gone") })
        #expect(await fault { try await part.run() }?.code == .linkDown)
        #expect(closed.withLock { $0 } == 1)
    }

    @Test func part_failedFromOutside_closesAndThrows() async {
        let (closed, failure) = (Locked(0), OneShot<Fault?>())
        let part = CellPart(failing: failure) { closed.withLock { $0 += 1 } }
        failure.set(Fault(.io, "the disk is gone"))
        #expect(await fault { try await part.run() }?.code == .io)
        await part.stop()
        #expect(closed.withLock { $0 } == 1)
    }

    @Test func part_whoseWorkEndsByClosing_ends() async throws {
        let gate = OneShot<Bool>()
        let part = CellPart(close: { gate.set(true) }, work: { () async throws(Fault) in _ = await gate.wait() })
        async let life: Void = part.run()
        await part.stop()
        try await life
    }
}
