import Glibc
public import Kernel

extension ServiceManager {
    /// systemd limits all credentials of a service to 1 MiB; one of ours is a password, a token or a key.
    public static let credentialBytesMax = 64 << 10

    /// The credential with this name from `$CREDENTIALS_DIRECTORY`; nil when there is no such directory or file.
    ///
    /// - Parameter directory: the variable `CREDENTIALS_DIRECTORY`.
    /// - Throws: `BadArg` for a name that is no file name, `IoFault` when the file cannot be read, `HitLimit` when it is longer than
    ///   ``credentialBytesMax``. No fault shows what is in it.
    public func credential(named name: String, directory: String?) throws(Fault) -> [UInt8]? {
        guard let directory, !directory.isEmpty else { return nil }
        guard !name.isEmpty, name != ".", name != "..", name.utf8.count <= 255,
            !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 })
        else { throw Fault(.badArgument, "a credential's name is a plain file name", fields: ["name": .string(String(name.prefix(64)))]) }
        let descriptor = open("\(directory)/\(name)", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw Self.readFault(name, errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            // SAFETY: the pointer is used only inside the call, with the length of the buffer that it points to.
            let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw Self.readFault(name, errno)
            }
            guard bytes.count + count <= Self.credentialBytesMax else {
                throw Fault(
                    .limit, "the credential \(name) is longer than \(Self.credentialBytesMax) bytes", fields: ["name": .string(name)],
                    advice: "Check which file the unit loads it from")
            }
            bytes += chunk[..<count]
        }
    }

    private static func readFault(_ name: String, _ error: Int32) -> Fault {
        Fault(
            .io, "the credential \(name) cannot be read: \(String(cString: strerror(error)))",
            fields: ["name": .string(name), "errno": .int(Int64(error))],
            advice: "Check LoadCredential= in the unit and the owner of the file")
    }
}
