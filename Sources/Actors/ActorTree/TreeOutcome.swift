import Kernel

/// How the tree of a service ended.
public enum TreeOutcome: Sendable, Hashable {
    /// It was asked to.
    case stopped
    /// A failure moved up to the root.
    case failed(TreeFailure)
}

/// Why a tree failed.
public struct TreeFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The root of the tree.
    public let root: ActorPath
    /// The deepest actor that failed.
    public let path: ActorPath
    /// What it failed with.
    public let fault: Fault

    init(root: ActorPath, fault: Fault) {
        self.root = root
        self.path = fault.fields["actor"]?.string.flatMap { ActorPath($0) } ?? root
        self.fault = fault
    }

    /// One line for the log and for the last words of the process.
    public var description: String { "\(root) ends because \(path) failed: \(fault)" }
}
