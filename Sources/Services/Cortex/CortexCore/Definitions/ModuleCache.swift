import Kernel
import Model
import Storm
import World

/// Commands and modules of packages in the form in which queries use them, kept until a package changes.
struct ModuleCache: Sendable {
    struct Contents: Sendable {
        var commands: [String: CommandDeclaration] = [:]
        var modules: [String: StormModule] = [:]
        var versions: [String: String] = [:]
    }

    private let contents = Locked<Contents?>(nil)

    func forget() { contents.withLock { $0 = nil } }

    /// What was kept, or what `make` makes.
    func get(_ make: () -> Contents) -> Contents {
        if let kept = contents.withLock({ $0 }) { return kept }
        let made = make()
        contents.withLock { $0 = made }
        return made
    }
}
