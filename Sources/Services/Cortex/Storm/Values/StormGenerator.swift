/// A value that is a stream: what generator functions give. It is run once, lazily, by `for`, `yield` and whatever else goes through it.
public final class StormGenerator: StormObject {
    /// Pushes every value into the body, in order.
    public typealias Run = (_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Void

    /// `generator`, which has no methods.
    public static let type = StormObjectType("generator", help: "A stream of values that is gone through once.")

    private var run: Run?

    public init(_ run: @escaping Run) { self.run = run }

    /// Runs the stream the first time; gives nothing after that. Throws what the stream or the body throws.
    public func iterate(_ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws -> Bool {
        guard let run else { return true }
        self.run = nil
        try run(runtime, body)
        return true
    }
}
