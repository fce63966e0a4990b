import Kernel
import Model
import Synchronization

/// Patterns that were compiled before, by text and flags. Queries use the same few patterns again and again, and compiling one costs more
/// than matching it.
public final class PatternCache: RegexEngine {
    /// Patterns in each of the two generations: a few megabytes of code at most.
    static let generationMax = 256

    private struct Key: Hashable {
        let pattern: String
        let flags: RegexFlags
    }

    /// What was used since the generations last changed places, and what was used before. When the young are full the old are dropped.
    private struct Generations {
        var young: [Key: CompiledPattern] = [:]
        var old: [Key: CompiledPattern] = [:]
    }

    private let generations = Mutex(Generations())

    public init() {}

    /// The compiled form of `pattern`. Throws `BadArg` for a pattern that cannot be compiled.
    public func compiled(_ pattern: String, flags: RegexFlags = []) throws(Fault) -> CompiledPattern {
        let key = Key(pattern: pattern, flags: flags)
        if let found = generations.withLock({ Self.find(key, &$0) }) { return found }
        // Outside the lock: a large pattern takes long, and two threads that compile the same one do no harm.
        let compiled = try CompiledPattern(pattern, flags: flags)
        generations.withLock { Self.insert(compiled, key, &$0) }
        return compiled
    }

    private static func find(_ key: Key, _ generations: inout Generations) -> CompiledPattern? {
        if let found = generations.young[key] { return found }
        guard let found = generations.old[key] else { return nil }
        insert(found, key, &generations)
        return found
    }

    private static func insert(_ pattern: CompiledPattern, _ key: Key, _ generations: inout Generations) {
        if generations.young.count >= generationMax {
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[key] = pattern
    }

    /// Patterns held now, for tests of the bound.
    var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    /// Where `pattern` first matches anywhere in `text`; nil where it does not. Throws `BadArg` for a pattern that cannot be compiled,
    /// and `HitLimit` where it takes too much work on this text.
    public func firstMatch(of pattern: String, ignoringCase: Bool, in text: String) throws(Fault) -> RegexMatch? {
        let compiled = try compiled(pattern, flags: ignoringCase ? .ignoreCase : [])
        let capture: RegexCapture?
        do {
            capture = try compiled.firstMatch(in: text)
        } catch {
            throw error as? Fault ?? Fault(.badArgument, "the pattern [\(pattern)] cannot be matched: \(error)")
        }
        guard let capture else { return nil }
        return RegexMatch(groups: compiled.groupNames.compactMap { name, number in
            capture.texts[number].map { RegexMatch.Group(name: name, text: $0) }
        })
    }

    /// The compiled pattern, to be asked without looking it up again.
    public func tester(of pattern: String, ignoringCase: Bool) throws(Fault) -> any TextTester {
        try compiled(pattern, flags: ignoringCase ? .ignoreCase : [])
    }
}
