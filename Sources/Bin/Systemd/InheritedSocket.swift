import CSystemd
import Glibc
public import Kernel

/// A socket that the service manager opened before it started this process.
public struct InheritedSocket: Sendable, Hashable {
    /// `FileDescriptorName=` of the socket unit; by default the unit's name.
    public let name: String
    /// Closed on exec. Whoever takes it owns it.
    public let fileDescriptor: Int32
}

extension ServiceManager {
    /// The sockets that were handed over, in the order of the unit; empty without socket activation.
    ///
    /// - Throws: `BadArg` when the variables that name them are malformed, `HitLimit` above ``socketCountMax``.
    public func inheritedSockets() throws(Fault) -> [InheritedSocket] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(0, &names)
        // SAFETY: libsystemd gives an array of `count` C strings, all from malloc, ended by a null pointer; each is copied, then
        // freed once.
        defer {
            if let names {
                var position = 0
                while let name = names[position] {
                    free(name)
                    position += 1
                }
                free(names)
            }
        }
        guard count >= 0 else {
            throw Fault(
                .badArgument, "LISTEN_FDS, LISTEN_PID or LISTEN_FDNAMES of the environment is malformed, or names a closed descriptor",
                fields: ["errno": .int(Int64(-count))], advice: "Start the service through its units, or unset the three variables")
        }
        guard count <= Self.socketCountMax else {
            throw Fault(
                .limit, "\(count) sockets were handed over; at most \(Self.socketCountMax) are taken", advice: "Check the socket units")
        }
        return (0..<Int(count)).map { position in
            InheritedSocket(
                name: names?[position].map { String(cString: $0) } ?? "unknown", fileDescriptor: SD_LISTEN_FDS_START + Int32(position))
        }
    }

    /// Whether a file descriptor, as a rule standard error, goes to the journal, which then takes priorities off the lines.
    ///
    /// - Parameter journalStream: the variable `JOURNAL_STREAM`: device and inode, so that a redirection later is noticed.
    public func isJournal(fileDescriptor: Int32, journalStream: String?) -> Bool {
        guard let journalStream else { return false }
        var status = stat()
        guard fstat(fileDescriptor, &status) == 0 else { return false }
        return journalStream == "\(status.st_dev):\(status.st_ino)"
    }
}
