import Kernel

/// Finds the table of the actor at a path of a service.
public struct Router: Sendable {
    private let find: @Sendable (String) -> MessageTable?

    /// `find` returns nil where there is no such actor. It is called for every call, on the event loop: it must not block.
    public init(_ find: @escaping @Sendable (_ target: String) -> MessageTable?) { self.find = find }

    /// One actor, at the empty path.
    public init(_ table: MessageTable) { self.init { $0.isEmpty ? table : nil } }

    /// The table of the actor at `target`.
    /// - Throws: `NoSuchObj` naming the path.
    public func table(of target: String) throws(Fault) -> MessageTable {
        if let table = find(target) { return table }
        let shown = String(target.prefix(Self.targetShownMax))
        throw Fault(.noSuchTarget, "the service has no actor at \"\(shown)\"", fields: ["target": .string(shown)])
    }

    /// A hostile path is shown up to here.
    private static let targetShownMax = 256
}
