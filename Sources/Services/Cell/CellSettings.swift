import Kernel
import Logging
import NIOCore
import World

/// What a process gives to the cell that it runs.
public struct CellSettings: Sendable {
    /// The storage directory (CELL-1).
    public let directory: String
    /// The variables of the process.
    public let environment: [String: String]
    /// The text of a systemd credential by name; nil where there is none.
    public let credential: @Sendable (String) -> String?
    public let host: Host
    /// Threads for sockets.
    public let group: any EventLoopGroup
    public let log: Logger
    public let processID: Int

    public init(
        directory: String, environment: [String: String], credential: @escaping @Sendable (String) -> String?, host: Host,
        group: any EventLoopGroup, log: Logger, processID: Int
    ) {
        self.directory = directory
        self.environment = environment
        self.credential = credential
        self.host = host
        self.group = group
        self.log = log
        self.processID = processID
    }

    /// The version of this software, as hello, status and `synctl info` show it.
    public static let version = "0.1.0"
}

/// What the cell tells the process that runs it.
public enum CellEvent: Sendable {
    /// Every listener serves.
    case ready(String)
    case stopping
}
