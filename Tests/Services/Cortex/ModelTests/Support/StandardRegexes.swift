import Kernel
import Model

/// Regular expressions by the standard library, for tests. It compiles a pattern at each use, which is slow but has no state.
struct StandardRegexes: RegexEngine {
    func firstMatch(of pattern: String, ignoringCase: Bool, in text: String) throws(Fault) -> RegexMatch? {
        let regex: Regex<AnyRegexOutput>
        do {
            regex = try Regex(pattern)
        } catch {
            throw Fault(.badArgument, "the pattern [\(pattern)] is not valid")
        }
        guard let match = try? (ignoringCase ? regex.ignoresCase() : regex).firstMatch(in: text) else { return nil }
        return RegexMatch(groups: match.output.compactMap { group in
            guard let name = group.name, let found = group.substring else { return nil }
            return .init(name: name, text: String(found))
        })
    }
}
