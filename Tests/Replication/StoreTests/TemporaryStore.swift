import Glibc
import Kernel
import Store

/// A directory of its own for one test, removed when the test ends.
final class TemporaryDirectory {
    let path: String

    init() {
        var template = Array("/tmp/store-tests-XXXXXX\0".utf8CString.dropLast())
        guard let made = mkdtemp(&template) else { preconditionFailure("no temporary directory: \(errno)") }
        path = String(cString: made)
    }

    deinit {
        for name in Self.names(path) where name != "." && name != ".." {
            let child = path + "/" + name
            if unlink(child) != 0 {
                for inner in Self.names(child) { unlink(child + "/" + inner) }
                rmdir(child)
            }
        }
        rmdir(path)
    }

    /// The names in a directory, `.` and `..` among them.
    static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            })
        }
        return names
    }

    /// Overwrites bytes of a file at an offset.
    func overwrite(_ name: String, at offset: Int, _ bytes: [UInt8]) {
        let descriptor = open(path + "/" + name, O_WRONLY)
        pwrite(descriptor, bytes, bytes.count, offset)
        close(descriptor)
    }

    /// All bytes of a file.
    func contents(_ name: String) -> [UInt8] {
        let descriptor = open(path + "/" + name, O_RDONLY)
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while case let count = read(descriptor, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
        return bytes
    }
}

/// A small store: the tests need no terabyte.
let small = StoreOptions(mapBytesMax: 64 << 20)

func openStore(_ directory: TemporaryDirectory, _ options: StoreOptions = small) throws -> StoreEnvironment {
    try StoreEnvironment.open(directory: directory.path, options: options)
}

/// The text of lent bytes.
func text(_ bytes: RawSpan) -> String { String(decoding: bytes.copied, as: UTF8.self) }

func text(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }

/// The keys of a range, in the order of the walk, as text.
func keys(
    _ store: StoreEnvironment, _ table: Table, _ range: StoreRange = .all, _ direction: StoreDirection = .forward
) throws -> [String] {
    var keys: [String] = []
    try store.read { transaction throws(Fault) in
        try transaction.forEach(table, range, direction) { key, _ in
            keys.append(text(key))
            return true
        }
    }
    return keys
}
