import Glibc
import Kernel

/// The three streams that every process starts with. Reads and writes block.
public enum StandardStream: Int32, Sendable, Hashable {
    case input = 0
    case output = 1
    case error = 2

    /// Whether a person sits at the other end.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes all of `bytes`.
    /// - Throws: `LinkShutDown` where the reader is gone, as `head` goes after its lines; `LowSpace`; `IoFault`.
    public func write(_ bytes: [UInt8]) throws(Fault) {
        var written = 0
        while written < bytes.count {
            // SAFETY: the system reads at most the bytes that follow the offset, which never passes the count, and keeps no pointer.
            let count = bytes.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress.map { $0 + written }, $0.count - written) }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR: continue
            case EPIPE: throw Fault(.linkDown, "whoever read \(name) is gone", fields: ["stream": .int(Int64(rawValue))])
            case EAGAIN:
                var wish = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wish, 1, -1)
            default: throw SystemFault.last("write output", name)
            }
        }
    }

    /// One line without its end; nil at the end of the input.
    public static func readLine() -> String? { Swift.readLine() }

    private var name: String {
        switch self {
        case .input: "the standard input"
        case .output: "the standard output"
        case .error: "the standard error"
        }
    }
}
