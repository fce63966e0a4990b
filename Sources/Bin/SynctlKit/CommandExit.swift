import Kernel

/// How a command ended, for the shell. The same numbers mean the same for every command.
public enum CommandExit: Int32, Sendable, CaseIterable {
    case success = 0
    case failure = 1
    case failed = 2
    case unreachable = 3
    case usage = 64

    /// What it means, for the reference page.
    public var meaning: String {
        switch self {
        case .success: "Done; for `healthcheck`: all is nominal"
        case .failure:
            "Refused or failed, and trying again will not help by itself; for `healthcheck`: degraded; for `axon has`: a blob is missing; "
                + "for `config check`: errors were found"
        case .failed: "Only `healthcheck`: the service, or a part of it, has failed"
        case .unreachable: "The service cannot be reached, has no leader, or did not answer in time; it may help to try again"
        case .usage: "The command line is wrong; nothing was done"
        }
    }

    /// How a command ends that met this fault.
    public init(_ fault: Fault) {
        switch fault.code {
        case .unreachable, .noLeader, .deadline, .linkDown, .notReady, .stopped: self = .unreachable
        default: self = .failure
        }
    }
}
