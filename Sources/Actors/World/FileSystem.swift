import Kernel

/// What a file operation is for. It names the step in errors, and lets a faulty file system in a test fail exactly this one.
public struct FileLabel: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let description: String
    public init(stringLiteral label: String) { description = label }
}

/// Files as a service sees them. Every path is absolute or relative to the working directory; every call may block and so belongs on a
/// thread that may, never on an event loop.
///
/// All faults name the path, the step and the reason of the operating system: `NoSuchPath`, `LowSpace`, `IoFault`.
public protocol FileSystem: Sendable {
    /// The whole content.
    /// - Throws: `HitLimit` where the file is larger than `bytesMax`.
    func read(_ path: String, bytesMax: Int, label: FileLabel) throws(Fault) -> [UInt8]
    /// Replaces the content so that a crash leaves either the old or the new, whole and durable: a new file, flushed, renamed over the
    /// old one.
    func replace(_ path: String, with bytes: [UInt8], permissions: UInt16, label: FileLabel) throws(Fault)
    func exists(_ path: String) -> Bool
    /// The size in bytes.
    func size(_ path: String, label: FileLabel) throws(Fault) -> Int
    /// The names in a directory, sorted, without `.` and `..`.
    func list(_ path: String, label: FileLabel) throws(Fault) -> [String]
    /// Makes a directory and those above it; fine where it exists.
    func makeDirectory(_ path: String, permissions: UInt16, label: FileLabel) throws(Fault)
    /// Removes a file; fine where there is none.
    func remove(_ path: String, label: FileLabel) throws(Fault)
    /// Removes a directory with all that is in it; fine where there is none. Does not follow symbolic links.
    func removeTree(_ path: String, label: FileLabel) throws(Fault)
    /// Renames within one file system, replacing the target; durable once the directory was flushed.
    func rename(_ source: String, to target: String, label: FileLabel) throws(Fault)
    /// Makes the names in a directory durable.
    func flushDirectory(_ path: String, label: FileLabel) throws(Fault)
    /// Opens a file for reading and writing at positions, made if absent.
    func open(_ path: String, permissions: UInt16, label: FileLabel) throws(Fault) -> any OpenFile
    /// Opens an existing file for reading.
    func openForReading(_ path: String, label: FileLabel) throws(Fault) -> any OpenFile
    /// Takes the exclusive lock of a directory through the file `path`, which records the holder's process id.
    /// - Throws: `DirectoryInUse` naming the holder's process id.
    func lock(_ path: String, label: FileLabel) throws(Fault) -> any FileLock
    /// The space of the file system that holds `path`.
    func space(_ path: String, label: FileLabel) throws(Fault) -> DiskSpace
}

/// One open file. Closed when it is released.
public protocol OpenFile: Sendable {
    func write(_ bytes: [UInt8], at offset: Int, label: FileLabel) throws(Fault)
    /// Up to `count` bytes; fewer only at the end of the file.
    func read(at offset: Int, count: Int, label: FileLabel) throws(Fault) -> [UInt8]
    func size(label: FileLabel) throws(Fault) -> Int
    func truncate(to size: Int, label: FileLabel) throws(Fault)
    /// Returns when what was written, and the size, survive a loss of power.
    func flush(label: FileLabel) throws(Fault)
}

/// Held until released.
public protocol FileLock: Sendable {}

/// The space of a file system, in bytes.
public struct DiskSpace: Sendable, Hashable {
    /// All of it.
    public let total: UInt64
    /// What an unprivileged process may still use.
    public let available: UInt64

    public init(total: UInt64, available: UInt64) {
        self.total = total
        self.available = available
    }

    /// Of the whole, 0 to 100.
    public var availablePercent: Double { total == 0 ? 100 : Double(available) / Double(total) * 100 }
}
