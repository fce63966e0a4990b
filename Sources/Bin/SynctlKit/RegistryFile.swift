import Config
import Kernel
import Link
import World

/// The file that tells where AHA is: `~/.syn/telepath.yaml` with `version: 1` and `aha:servers: [URL, ..]`.
public struct RegistryFile: Sendable {
    private static let version: Int64 = 1
    private static let serversKey = "aha:servers"
    /// A few URLs; a larger file is another one.
    private static let bytesMax = 1 << 20

    /// The path of the file.
    public let path: String
    private let files: any FileSystem

    public init(_ path: String, files: any FileSystem) {
        self.path = path
        self.files = files
    }

    /// The URLs, in order; empty where there is no file.
    /// - Throws: `BadConfValu` with the place where the file is not as it should be.
    public func servers() throws(Fault) -> [String] {
        guard let document = try document() else { return [] }
        return Self.texts(try document.value(Self.serversKey) ?? .null)
    }

    /// Puts URLs first, keeping those of servers at other addresses.
    public func add(_ servers: [String]) throws(Fault) {
        var document: ConfigurationDocument
        if let known = try self.document() { document = known } else { document = try ConfigurationDocument("", path: path) }
        let kept = Self.texts(try document.value(Self.serversKey) ?? .null).filter { old in
            guard let address = Self.address(old) else { return true }
            return !servers.contains { Self.address($0) == address }
        }
        try document.set("version", to: .int(Self.version))
        try document.set(Self.serversKey, to: .array((servers + kept).map(Value.string)))
        try files.makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]), permissions: 0o700, label: "make ~/.syn")
        try files.replace(path, with: Array(document.text.utf8), permissions: 0o600, label: "write where AHA is")
    }

    private func document() throws(Fault) -> ConfigurationDocument? {
        guard files.exists(path) else { return nil }
        let text = String(decoding: try files.read(path, bytesMax: Self.bytesMax, label: "read where AHA is"), as: UTF8.self)
        return try ConfigurationDocument(text, path: path)
    }

    /// One URL, a list of them, or a list of lists: a group of servers each.
    private static func texts(_ value: Value) -> [String] {
        if let text = value.string { return [text] }
        return (value.array ?? []).flatMap { item in item.string.map { [$0] } ?? (item.array ?? []).compactMap(\.string) }
    }

    /// Where the server is, whoever asks it.
    private static func address(_ text: String) -> LinkAddress? {
        do throws(Fault) { return try ServiceURL(text).address } catch { return nil }
    }
}
