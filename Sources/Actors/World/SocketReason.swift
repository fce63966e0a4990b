import Glibc

/// Why the system refused something with a socket, in words that end a sentence.
public enum SocketReason {
    /// - Parameter number: what `errno` was.
    public static func words(_ number: Int32) -> String {
        switch number {
        case ECONNREFUSED: "the connection was refused"
        case ENOENT: "there is no socket"
        case EACCES, EPERM: "this user may not open it"
        case EHOSTUNREACH, ENETUNREACH: "there is no route to it"
        case ETIMEDOUT: "it did not answer in time"
        case ECONNRESET, EPIPE: "the other side cut it off"
        case EADDRINUSE: "another process listens there"
        case EADDRNOTAVAIL: "it is no address of this machine"
        case EMFILE, ENFILE: "too many files are open"
        default: String(cString: strerror(number))
        }
    }
}
