import Glibc
import Kernel

/// The real file system.
struct LinuxFileSystem: FileSystem {
    func read(_ path: String, bytesMax: Int, label: FileLabel) throws(Fault) -> [UInt8] {
        let file = try LinuxFile(path, flags: O_RDONLY, permissions: 0, label: label)
        let size = try file.size(label: label)
        guard size <= bytesMax else {
            throw Fault(.limit, "\(path) has \(size) bytes, at most \(bytesMax) are read here", fields: ["path": .string(path)])
        }
        // Files of /proc and /sys claim no size: read until there is no more.
        var bytes = try file.read(at: 0, count: max(size, 4096), label: label)
        while bytes.count > size, bytes.count <= bytesMax {
            let more = try file.read(at: bytes.count, count: 65536, label: label)
            if more.isEmpty { break }
            bytes += more
        }
        guard bytes.count <= bytesMax else {
            throw Fault(.limit, "\(path) has more than \(bytesMax) bytes", fields: ["path": .string(path)])
        }
        return bytes
    }

    func replace(_ path: String, with bytes: [UInt8], permissions: UInt16, label: FileLabel) throws(Fault) {
        let partial = path + ".new"
        try remove(partial, label: label)
        let file = try LinuxFile(partial, flags: O_RDWR | O_CREAT | O_EXCL, permissions: permissions, label: label)
        try file.write(bytes, at: 0, label: label)
        try file.flush(label: label)
        try rename(partial, to: path, label: label)
        try flushDirectory(Self.parent(of: path), label: label)
    }

    func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    func size(_ path: String, label: FileLabel) throws(Fault) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemFault.last(label, path) }
        return Int(status.st_size)
    }

    func list(_ path: String, label: FileLabel) throws(Fault) -> [String] {
        guard let directory = opendir(path) else { throw SystemFault.last(label, path) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            // SAFETY: the entry is valid until the next `readdir`, and its name ends with a zero within its field.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    func makeDirectory(_ path: String, permissions: UInt16, label: FileLabel) throws(Fault) {
        if exists(path) { return }
        let parent = Self.parent(of: path)
        if parent != path { try makeDirectory(parent, permissions: permissions, label: label) }
        if mkdir(path, mode_t(permissions)) != 0, errno != EEXIST { throw SystemFault.last(label, path) }
    }

    func remove(_ path: String, label: FileLabel) throws(Fault) {
        if unlink(path) != 0, errno != ENOENT { throw SystemFault.last(label, path) }
    }

    func removeTree(_ path: String, label: FileLabel) throws(Fault) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT { return }
            throw SystemFault.last(label, path)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return try remove(path, label: label) }
        for name in try list(path, label: label) { try removeTree(path + "/" + name, label: label) }
        if rmdir(path) != 0, errno != ENOENT { throw SystemFault.last(label, path) }
    }

    func rename(_ source: String, to target: String, label: FileLabel) throws(Fault) {
        guard Glibc.rename(source, target) == 0 else { throw SystemFault.last(label, source) }
    }

    func flushDirectory(_ path: String, label: FileLabel) throws(Fault) {
        let directory = try LinuxFile(path, flags: O_RDONLY | O_DIRECTORY, permissions: 0, label: label)
        try directory.flush(label: label)
    }

    func open(_ path: String, permissions: UInt16, label: FileLabel) throws(Fault) -> any OpenFile {
        try LinuxFile(path, flags: O_RDWR | O_CREAT, permissions: permissions, label: label)
    }

    func openForReading(_ path: String, label: FileLabel) throws(Fault) -> any OpenFile {
        try LinuxFile(path, flags: O_RDONLY, permissions: 0, label: label)
    }

    func lock(_ path: String, label: FileLabel) throws(Fault) -> any FileLock {
        let file = try LinuxFile(path, flags: O_RDWR | O_CREAT, permissions: 0o600, label: label)
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw SystemFault.last(label, path) }
            let holder = String(decoding: try file.read(at: 0, count: 32, label: label), as: UTF8.self).filter(\.isNumber)
            throw Fault(
                .inUse, "\(Self.parent(of: path)) is in use by process \(holder.isEmpty ? "(unknown)" : holder)",
                fields: ["path": .string(path), "pid": .string(holder)],
                advice: "Stop that process first: a directory serves one process at a time")
        }
        try file.truncate(to: 0, label: label)
        try file.write(Array("\(getpid())\n".utf8), at: 0, label: label)
        return file
    }

    func space(_ path: String, label: FileLabel) throws(Fault) -> DiskSpace {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw SystemFault.last(label, path) }
        let block = UInt64(status.f_frsize)
        return DiskSpace(total: UInt64(status.f_blocks) * block, available: UInt64(status.f_bavail) * block)
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
