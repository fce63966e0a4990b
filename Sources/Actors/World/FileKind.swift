import Glibc
import Kernel

/// What lies at a path.
public enum FileKind: Sendable, Hashable {
    case file
    case directory
    case symbolicLink
    /// A device, a pipe, a socket.
    case other

    /// What lies at `path`.
    ///
    /// - Parameter followsLinks: whether a symbolic link stands for what it points to.
    /// - Throws: `NoSuchPath`, `IoFault`.
    public static func at(_ path: String, followsLinks: Bool) throws(Fault) -> FileKind {
        var status = stat()
        let result = followsLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0 else { throw SystemFault.last("look at a file", path) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .directory
        case S_IFLNK: return .symbolicLink
        default: return .other
        }
    }
}
