import CSystemd
public import Kernel

/// The service manager that started this process, if one did. Without one (no `NOTIFY_SOCKET`) every notice is dropped, and the
/// result says so.
///
/// libsystemd reads the process's environment itself; the process must not change its environment while notices are sent.
public struct ServiceManager: Sendable {
    /// What became of a notice.
    public enum Delivery: Sendable, Hashable {
        case sent
        /// No service manager waits for notices.
        case notManaged
    }

    /// systemd takes no longer datagrams than its buffer; a status line is for one line of `systemctl status` anyway.
    public static let statusBytesMax = 1024
    /// More sockets than any unit of ours hands over; a larger count means that the variables are not from a service manager.
    public static let socketCountMax = 64

    public init() {}

    /// The service is ready: its listeners serve.
    ///
    /// - Throws: `IoFault` when a service manager is there but did not take the notice. So do all notices.
    @discardableResult
    public func notifyReady(status: String) throws(Fault) -> Delivery {
        try notify("READY=1\nSTATUS=\(Self.line(status))")
    }

    /// One line on what the service does now, for `systemctl status`.
    @discardableResult
    public func notifyStatus(_ status: String) throws(Fault) -> Delivery {
        try notify("STATUS=\(Self.line(status))")
    }

    /// The service has begun to stop.
    @discardableResult
    public func notifyStopping(status: String) throws(Fault) -> Delivery {
        try notify("STOPPING=1\nSTATUS=\(Self.line(status))")
    }

    /// The service reads its configuration again; ``notifyReady(status:)`` ends that.
    ///
    /// - Parameter monotonicMicroseconds: now, by the system's monotonic clock; the manager tells this reload from earlier ones by it.
    @discardableResult
    public func notifyReloading(monotonicMicroseconds: UInt64) throws(Fault) -> Delivery {
        try notify("RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)")
    }

    /// The service is alive; to be sent at least every half ``watchdogIntervalMicroseconds()``.
    @discardableResult
    public func notifyWatchdog() throws(Fault) -> Delivery { try notify("WATCHDOG=1") }

    /// Starting or stopping takes longer: the manager waits this much from now, as for a migration.
    @discardableResult
    public func extendTimeout(byMicroseconds microseconds: UInt64) throws(Fault) -> Delivery {
        try notify("EXTEND_TIMEOUT_USEC=\(microseconds)")
    }

    /// After how many microseconds without a sign of life the manager restarts the service; nil when it does not watch.
    ///
    /// - Throws: `BadArg` when the variables that say so are malformed.
    public func watchdogIntervalMicroseconds() throws(Fault) -> UInt64? {
        var microseconds: UInt64 = 0
        let result = sd_watchdog_enabled(0, &microseconds)
        guard result >= 0 else {
            throw Fault(
                .badArgument, "WATCHDOG_USEC or WATCHDOG_PID of the environment is malformed", fields: ["errno": .int(Int64(-result))],
                advice: "Start the service through its unit, or unset both variables")
        }
        return result > 0 ? microseconds : nil
    }

    private func notify(_ state: String) throws(Fault) -> Delivery {
        let result = sd_notify(0, state)
        guard result >= 0 else {
            throw Fault(
                .io, "the service manager did not take a notice: error \(-result)", fields: ["errno": .int(Int64(-result))],
                advice: "Check NOTIFY_SOCKET and, in a unit, NotifyAccess")
        }
        return result > 0 ? .sent : .notManaged
    }

    /// A text as one line of bounded length: a line feed in it would start another assignment of the protocol.
    static func line(_ text: String) -> String {
        let clean = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }
        var line = String(String.UnicodeScalarView(clean))
        while line.utf8.count > statusBytesMax { line.removeLast(max(1, (line.utf8.count - statusBytesMax) / 4)) }
        return line
    }
}
