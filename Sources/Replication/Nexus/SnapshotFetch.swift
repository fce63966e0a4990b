import ActorTree
import Kernel
import Leadership
import Messaging
import Store
import Synchronization
import World

/// Fetches the upstream's store into a directory beside ours, and makes it ready to take the place of ours.
///
/// Three directories can lie beside each other: `store`, which serves; `store.incoming`, a copy that is not whole; `store.ready`, a copy
/// that is, with this server's own tables in it. ``SnapshotSwap`` finishes what a crash interrupts.
struct SnapshotFetch: Sendable {
    let store: StoreEnvironment
    let host: Host
    let blocking: Blocking
    /// What the server remembers about leadership once the copy has replaced its store.
    let record: ReplicaRecord

    private var incoming: String { store.directory + SnapshotSwap.incomingSuffix }

    func run(from upstream: Upstream) async throws(Fault) {
        let installation = try await begin()
        let (_, bytes) = try await Ref<NexusContract>(upstream.endpoint).download(FetchSnapshot())
        while let chunk = try await bytes.next() {
            let content = Array(chunk.readableBytesView)
            try await blocking.run { () throws(Fault) in try installation.withLock { (file) throws(Fault) in try file.write(content) } }
        }
        try await blocking.run { () throws(Fault) in
            try installation.withLock { (file) throws(Fault) in try file.finish() }
            try self.keepOwnTables()
            try self.host.files.rename(
                self.incoming, to: self.store.directory + SnapshotSwap.readySuffix, label: "mark a snapshot as whole")
            try self.host.files.flushDirectory(SnapshotSwap.parent(of: self.store.directory), label: "flush the directory of the store")
        }
    }

    private func begin() async throws(Fault) -> InstallationLock {
        try await blocking.run { () throws(Fault) in
            try self.host.files.removeTree(self.incoming, label: "remove an unfinished snapshot")
            return try InstallationLock(into: self.incoming)
        }
    }

    /// Puts what belongs to this server alone in the place of what belonged to the sender.
    private func keepOwnTables() throws(Fault) {
        let copy = try StoreEnvironment.open(directory: incoming, options: StoreOptions(createsDirectory: false))
        defer { copy.close() }
        for name in try copy.tableNames() where name.hasPrefix(LogTables.localPrefix) {
            let table = try copy.table(name, .plain)
            try copy.write { (transaction) throws(Fault) in try transaction.clear(table) }
        }
        for name in try store.tableNames() where name.hasPrefix(LogTables.localPrefix) {
            let source = try store.table(name, .plain)
            let target = try copy.table(name, .plain)
            try store.read { (reading) throws(Fault) in
                try copy.write { (writing) throws(Fault) in
                    try reading.forEach(source) { (key, value) throws(Fault) in
                        try writing.put(target, key, value)
                        return true
                    }
                }
            }
        }
        let log = try LogTables(in: copy)
        try copy.write { (transaction) throws(Fault) in try log.memorise("replica", record.packed, transaction) }
    }
}

/// An installation that is handed from thread to thread, one at a time.
private final class InstallationLock: Sendable {
    private let installation: Mutex<StoreInstallation>

    init(into directory: String) throws(Fault) { installation = Mutex(try StoreInstallation(into: directory)) }

    func withLock(_ body: (StoreInstallation) throws(Fault) -> Void) throws(Fault) {
        try installation.withLock { (file) throws(Fault) in try body(file) }
    }
}

/// Puts a fetched snapshot in the place of the store, while the store is closed. Safe to run after a crash at any of its steps.
public enum SnapshotSwap {
    static let incomingSuffix = ".incoming"
    static let readySuffix = ".ready"
    private static let replacedSuffix = ".replaced"

    /// - Returns: whether there was a snapshot to put in place.
    @discardableResult
    public static func run(store directory: String, files: any FileSystem) throws(Fault) -> Bool {
        let ready = directory + readySuffix
        let replaced = directory + replacedSuffix
        defer { try? files.removeTree(directory + incomingSuffix, label: "remove an unfinished snapshot") }
        guard files.exists(ready) else {
            // The swap was finished but for this; what was replaced is not needed once a store is in its place.
            if files.exists(directory) { try files.removeTree(replaced, label: "remove the replaced store") }
            return false
        }
        if files.exists(directory) {
            try files.removeTree(replaced, label: "remove the replaced store")
            try files.rename(directory, to: replaced, label: "set the store aside")
        }
        try files.rename(ready, to: directory, label: "put the snapshot in place")
        try files.flushDirectory(parent(of: directory), label: "flush the directory of the store")
        try files.removeTree(replaced, label: "remove the replaced store")
        return true
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
