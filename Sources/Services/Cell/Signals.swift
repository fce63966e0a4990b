import Kernel
import Nexus
import Synchronization

/// Set once, by whoever wants the service to end.
public final class StopSignal: Sendable {
    private let state = Mutex<(isSet: Bool, bodies: [@Sendable () -> Void])>((false, []))

    public init() {}

    /// Asks the service to end.
    public func set() {
        let bodies = state.withLock { state in
            state.isSet = true
            defer { state.bodies = [] }
            return state.bodies
        }
        for body in bodies { body() }
    }

    /// Whether it was given.
    public var isSet: Bool { state.withLock { $0.isSet } }

    /// Has `body` called when the service is asked to end; at once where it was already.
    public func onSet(_ body: @escaping @Sendable () -> Void) {
        let isSet = state.withLock { state in
            if !state.isSet { state.bodies.append(body) }
            return state.isSet
        }
        if isSet { body() }
    }

    /// Waits for this signal or for the end of the Nexus; nil when this one came first.
    func firstOf(_ end: EndSignal) async -> NexusEnd? {
        onSet { end.set(nil) }
        return await end.wait()
    }
}

/// How the service came to its end: nil when it was asked to.
final class EndSignal: Sendable {
    private struct State {
        var end: NexusEnd??
        var waiter: CheckedContinuation<NexusEnd?, Never>?
    }

    private let state = Mutex(State())

    func set(_ end: NexusEnd?) {
        let waiter = state.withLock { state -> CheckedContinuation<NexusEnd?, Never>? in
            guard state.end == nil else { return nil }
            state.end = .some(end)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: end)
    }

    func wait() async -> NexusEnd? {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state -> NexusEnd?? in
                if let end = state.end { return .some(end) }
                state.waiter = continuation
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }
}
