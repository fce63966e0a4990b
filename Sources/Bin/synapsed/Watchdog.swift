import Kernel
import Logging
import Systemd
import World

/// Tells the service manager that the process is alive, at half the interval that it asks for.
final class Watchdog: Sendable {
    private let manager: ServiceManager
    private let log: Logger
    private let task = Locked<Task<Void, Never>?>(nil)

    init(manager: ServiceManager, log: Logger) {
        self.manager = manager
        self.log = log
    }

    func start() {
        let interval: UInt64
        do throws(Fault) {
            guard let asked = try manager.watchdogIntervalMicroseconds() else { return }
            interval = asked
        } catch {
            log.warning("the watchdog interval cannot be read", metadata: ["fault": "\(error)"])
            return
        }
        let clock = Host.linux.clock
        task.withLock { task in
            task = Task { [weak self] in
                while !Task.isCancelled {
                    self?.tell { [manager = self?.manager] () throws(Fault) in try manager?.notifyWatchdog() ?? .notManaged }
                    do throws(Fault) {
                        try await clock.sleep(for: Instant.Span(nanoseconds: interval * 500))
                    } catch {
                        return
                    }
                }
            }
        }
    }

    func stop() { task.withLock { $0?.cancel() } }

    /// Sends a notice; that it could not be sent is worth a line, and no more.
    func tell(_ notice: @Sendable () throws(Fault) -> ServiceManager.Delivery) {
        do throws(Fault) {
            _ = try notice()
        } catch {
            log.warning("the service manager could not be told", metadata: ["fault": "\(error)"])
        }
    }
}
