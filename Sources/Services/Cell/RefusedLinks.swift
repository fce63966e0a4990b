import Kernel
import Link
import Logging
import Telemetry
import World

/// Logs who was turned away at a listener, and why: each reason once a minute for each host, and only a few reasons, since a stranger may
/// try for ever.
struct RefusedLinks: Sendable {
    private static var quiet: Instant.Span { .seconds(60) }
    /// Lines for one host within that time: enough to see what is wrong, too few to fill a disk.
    private static let linesMax = 10

    private let log: Logger
    private let clock: any Clock
    private let repetition = Repetition(quiet: quiet)

    init(log: Logger, clock: any Clock) {
        self.log = log
        self.clock = clock
    }

    func report(_ peer: LinkPeer, _ fault: Fault) {
        // Whoever connects and goes away again, as a port check does, did nothing wrong; nor did those that a stop cuts off.
        if fault.code == .linkDown || fault.code == .stopped { return }
        let colon = peer.transport == .unixSocket ? nil : peer.address.lastIndex(of: ":")
        let host = peer.address[..<(colon ?? peer.address.endIndex)]
        let now = clock.now()
        let hasRoom = (0..<Self.linesMax).contains { repetition.allows("\(host) \($0)", at: now) }
        guard hasRoom, repetition.allows("\(host) \(fault.message)", at: now) else { return }
        log.warning(
            "a connection was refused; the same is not said again for a minute",
            metadata: ["peer": "\(peer.address)", "transport": "\(peer.transport)", "fault": "\(fault)"])
    }
}
