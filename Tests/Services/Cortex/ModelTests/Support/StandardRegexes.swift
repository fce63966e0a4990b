import Kernel
import Model
import Synchronization

/// Regular expressions by the standard library, for tests.
final class StandardRegexes: RegexEngine {
    private struct Compiled: @unchecked Sendable { let regex: Regex<AnyRegexOutput> }  // SAFETY: never changed after it is made.
    private let cache = Mutex<[String: Compiled]>([:])

    func firstMatch(of pattern: String, ignoringCase: Bool, in text: String) throws(Fault) -> RegexMatch? {
        var compiled = cache.withLock { $0[pattern] }
        if compiled == nil {
            do { compiled = Compiled(regex: try Regex(pattern)) } catch { throw Fault(.badArgument, "the pattern [\(pattern)] is not valid") }
            cache.withLock { $0[pattern] = compiled }
        }
        guard let compiled else { return nil }
        let regex = ignoringCase ? compiled.regex.ignoresCase() : compiled.regex
        guard let match = try? regex.firstMatch(in: text) else { return nil }
        return RegexMatch(groups: match.output.compactMap { group in
            guard let name = group.name, let found = group.substring else { return nil }
            return .init(name: name, text: String(found))
        })
    }
}
