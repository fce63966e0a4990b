import Glibc
import Kernel

/// One descriptor, closed when released.
final class LinuxFile: OpenFile, FileLock {
    let descriptor: Int32
    private let path: String

    init(_ path: String, flags: Int32, permissions: UInt16, label: FileLabel) throws(Fault) {
        self.path = path
        descriptor = Glibc.open(path, flags | O_CLOEXEC, mode_t(permissions))
        guard descriptor >= 0 else { throw SystemFault.last(label, path) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8], at offset: Int, label: FileLabel) throws(Fault) {
        var written = 0
        while written < bytes.count {
            // SAFETY: the pointer stays within the closure, and `written` below the count.
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written, off_t(offset + written))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemFault.last(label, path)
            }
            written += count
        }
    }

    func read(at offset: Int, count: Int, label: FileLabel) throws(Fault) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, off_t(offset + filled))
                if got < 0 {
                    if errno == EINTR { continue }
                    failure = errno
                    return
                }
                if got == 0 { return }
                filled += got
            }
        }
        guard failure == 0 else { throw SystemFault.fault(failure, label, path) }
        return bytes
    }

    func size(label: FileLabel) throws(Fault) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFault.last(label, path) }
        return Int(status.st_size)
    }

    func truncate(to size: Int, label: FileLabel) throws(Fault) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw SystemFault.last(label, path) }
    }

    func flush(label: FileLabel) throws(Fault) {
        guard fsync(descriptor) == 0 else { throw SystemFault.last(label, path) }
    }
}
