extension StormRuntime {
    /// Runs `body`, which takes from a source and ends it early by throwing what the closure that it is given returns.
    public func stoppable(_ body: (_ enough: @escaping () -> any Error) throws -> Void) throws {
        let number = nextSignal()
        do {
            try body { StormSignal.enough(number) }
        } catch StormSignal.enough(number) {
            return
        }
    }
}
