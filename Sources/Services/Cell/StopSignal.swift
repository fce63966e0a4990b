import World

/// Set once, by whoever wants the service to end.
public final class StopSignal: Sendable {
    private let state = Locked<(isSet: Bool, bodies: [@Sendable () -> Void])>((false, []))

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
}
