import Kernel
import World

private let label: FileLabel = "temporary directory of a test"

/// Runs `body` with a new empty directory, which is removed afterwards, whatever happened.
public func withTemporaryDirectory<Outcome>(
    isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> Outcome
) async throws -> Outcome {
    let path = try makeTemporaryDirectory()
    do {
        let outcome = try await body(path)
        try Host.linux.files.removeTree(path, label: label)
        return outcome
    } catch {
        try? Host.linux.files.removeTree(path, label: label)
        throw error
    }
}

/// A new empty directory, which the caller removes.
public func makeTemporaryDirectory() throws(Fault) -> String {
    let path = "/tmp/synapse-test-\(Host.linux.iden())"
    try Host.linux.files.makeDirectory(path, permissions: 0o700, label: label)
    return path
}
