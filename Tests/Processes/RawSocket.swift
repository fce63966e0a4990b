import Foundation
import Kernel

/// Bytes to a port or a socket file, without any protocol of ours.
enum RawSocket {
    /// Where to.
    enum Place: Sendable {
        case port(Int)
        case file(String)
    }

    /// Connects, sends, says that nothing more comes, and reads until the peer closes.
    /// - Returns: how many bytes came; nil where the peer did not close within `seconds`.
    static func send(_ bytes: [UInt8], to place: Place, seconds: Int = 15) async throws -> Int? {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try exchange(bytes, place, seconds) }) }
        }
    }

    private static func exchange(_ bytes: [UInt8], _ place: Place, _ seconds: Int) throws -> Int? {
        let descriptor = try open(place)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count <= 0 { break }
            sent += count
        }
        shutdown(descriptor, Int32(SHUT_WR))
        var total = 0
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count > 0 { total += count; continue }
            if count == 0 || errno == ECONNRESET || errno == EPIPE { return total }
            return nil
        }
    }

    private static func open(_ place: Place) throws -> Int32 {
        let descriptor: Int32
        let status: Int32
        switch place {
        case .port(let port):
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port)).bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        case .file(let path):
            descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1)) }
            status = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Broken("cannot connect to \(place): errno \(errno)")
        }
        return descriptor
    }
}
