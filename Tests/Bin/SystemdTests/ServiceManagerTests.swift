import Glibc
import Kernel
import Systemd
import Testing

/// Serialized: libsystemd reads the environment of the process.
@Suite(.serialized) struct ServiceManagerTests {
    let manager = ServiceManager()

    @Test func notify_withoutManager_saysSo() throws {
        unsetenv("NOTIFY_SOCKET")
        #expect(try manager.notifyReady(status: "x") == .notManaged)
        #expect(try manager.notifyWatchdog() == .notManaged)
    }

    @Test func notify_withManager_sendsEachNotice() throws {
        let receiver = try NotifySocket()
        setenv("NOTIFY_SOCKET", receiver.path, 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        #expect(try manager.notifyReady(status: "leading at 7") == .sent)
        #expect(receiver.receive() == "READY=1\nSTATUS=leading at 7")
        try manager.notifyStatus("one\nREADY=1\u{1b}[31m")
        #expect(receiver.receive() == "STATUS=one READY=1 [31m")
        try manager.notifyStopping(status: "draining")
        #expect(receiver.receive() == "STOPPING=1\nSTATUS=draining")
        try manager.notifyReloading(monotonicMicroseconds: 12)
        #expect(receiver.receive() == "RELOADING=1\nMONOTONIC_USEC=12")
        try manager.notifyWatchdog()
        #expect(receiver.receive() == "WATCHDOG=1")
        try manager.extendTimeout(byMicroseconds: 5)
        #expect(receiver.receive() == "EXTEND_TIMEOUT_USEC=5")
        try manager.notifyStatus(String(repeating: "é", count: 10_000))
        let long = receiver.receive()
        #expect(long.utf8.count <= ServiceManager.statusBytesMax + 7 && long.utf8.count > 900)
    }

    @Test func notify_managerGone_isAFault() {
        setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
        defer { unsetenv("NOTIFY_SOCKET") }
        #expect(throws: Fault.self) { try manager.notifyWatchdog() }
    }

    @Test func watchdog_variables_giveTheInterval() throws {
        defer {
            unsetenv("WATCHDOG_USEC")
            unsetenv("WATCHDOG_PID")
        }
        #expect(try manager.watchdogIntervalMicroseconds() == nil)
        setenv("WATCHDOG_USEC", "3000000", 1)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        #expect(try manager.watchdogIntervalMicroseconds() == 3_000_000)
        setenv("WATCHDOG_PID", "\(getpid() + 1)", 1)
        #expect(try manager.watchdogIntervalMicroseconds() == nil)
        setenv("WATCHDOG_USEC", "soon", 1)
        setenv("WATCHDOG_PID", "\(getpid())", 1)
        #expect(throws: Fault.self) { try manager.watchdogIntervalMicroseconds() }
    }

    @Test func inheritedSockets_variables_giveNamesAndDescriptors() throws {
        defer { for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) } }
        #expect(try manager.inheritedSockets().isEmpty)
        let opened = fcntl(3, F_GETFD) < 0 ? dup2(0, 3) : -1
        defer { if opened == 3 { close(3) } }
        setenv("LISTEN_PID", "\(getpid())", 1)
        setenv("LISTEN_FDS", "1", 1)
        setenv("LISTEN_FDNAMES", "wire", 1)
        // Asking again gives the same answer.
        for _ in 0..<2 {
            #expect(try manager.inheritedSockets().map(\.name) == ["wire"])
            #expect(try manager.inheritedSockets().map(\.fileDescriptor) == [3])
        }
        setenv("LISTEN_FDS", "many", 1)
        #expect(throws: Fault.self) { try manager.inheritedSockets() }
        setenv("LISTEN_PID", "1", 1)
        #expect(try manager.inheritedSockets().isEmpty)
    }

    @Test func isJournal_comparesDeviceAndInode() throws {
        var status = stat()
        #expect(fstat(2, &status) == 0)
        #expect(manager.isJournal(fileDescriptor: 2, journalStream: "\(status.st_dev):\(status.st_ino)"))
        #expect(!manager.isJournal(fileDescriptor: 2, journalStream: "1:1"))
        #expect(!manager.isJournal(fileDescriptor: 2, journalStream: nil))
        #expect(!manager.isJournal(fileDescriptor: -1, journalStream: "1:1"))
    }

    @Test func credential_files_areReadWithinTheBound() throws {
        let directory = try TemporaryDirectory()
        try directory.write("auth.passwd", Array("s3cret\n".utf8))
        try directory.write("large", [UInt8](repeating: 1, count: ServiceManager.credentialBytesMax + 1))
        try directory.write("full", [UInt8](repeating: 1, count: ServiceManager.credentialBytesMax))
        #expect(try manager.credential(named: "auth.passwd", directory: directory.path) == Array("s3cret\n".utf8))
        #expect(try manager.credential(named: "full", directory: directory.path)?.count == ServiceManager.credentialBytesMax)
        #expect(try manager.credential(named: "absent", directory: directory.path) == nil)
        #expect(try manager.credential(named: "auth.passwd", directory: nil) == nil)
        #expect(try manager.credential(named: "auth.passwd", directory: "/nonexistent") == nil)
        for name in ["", ".", "..", "../x", "a/b", "a\0b", String(repeating: "n", count: 256)] {
            #expect(throws: Fault.self) { try manager.credential(named: name, directory: directory.path) }
        }
        #expect(throws: Fault.self) { try manager.credential(named: "large", directory: directory.path) }
        // A directory in the place of the file opens, and cannot be read.
        #expect(mkdir(directory.path + "/inner", 0o700) == 0)
        #expect(throws: Fault.self) { try manager.credential(named: "inner", directory: directory.path) }
        rmdir(directory.path + "/inner")
    }
}

/// A directory of its own, removed with its files at the end.
final class TemporaryDirectory {
    let path: String
    private var files: [String] = []

    init() throws {
        var template = Array("/tmp/systemd-tests-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let descriptor = open("\(path)/\(name)", O_WRONLY | O_CREAT | O_EXCL, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        files.append(name)
        try #require(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    func remove(later name: String) { files.append(name) }

    deinit {
        for name in files { unlink("\(path)/\(name)") }
        rmdir(path)
    }
}

/// The service manager's end: a datagram socket in a directory of its own.
final class NotifySocket {
    private let directory = Result { try TemporaryDirectory() }
    private let descriptor: Int32
    let path: String

    init() throws {
        let directory = try directory.get()
        path = directory.path + "/notify"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0)
        directory.remove(later: "notify")
    }

    /// The next datagram, which is there already: a UNIX datagram is delivered before its send returns.
    func receive() -> String {
        var buffer = [UInt8](repeating: 0, count: 8192)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    deinit { close(descriptor) }
}
