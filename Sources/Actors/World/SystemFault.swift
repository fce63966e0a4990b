import Glibc
import Kernel

/// A failed call of the operating system, in words.
enum SystemFault {
    /// The failure that `errno` names now.
    static func last(_ label: FileLabel, _ path: String) -> Fault { fault(errno, label, path) }

    static func fault(_ number: Int32, _ label: FileLabel, _ path: String) -> Fault {
        let reason = String(cString: strerror(number))
        let fields: [String: Value] = ["path": .string(path), "errno": .int(Int64(number)), "step": .string(label.description)]
        switch number {
        case ENOENT, ENOTDIR:
            return Fault(.noSuchFile, "\(label): \(path): \(reason)", fields: fields)
        case ENOSPC, EDQUOT:
            return Fault(.noSpace, "\(label): \(path): \(reason)", fields: fields, advice: "Free or add disk space")
        case EACCES, EPERM:
            return Fault(.io, "\(label): \(path): \(reason)", fields: fields, advice: "Check who owns the file and its permissions")
        case EROFS:
            return Fault(
                .io, "\(label): \(path): \(reason)", fields: fields,
                advice: "The file system is mounted read-only; see the kernel log")
        default:
            return Fault(.io, "\(label): \(path): \(reason)", fields: fields)
        }
    }
}
