import Kernel

/// The digests under node identities and guids. The room that wraps the system's cryptography provides them.
public protocol ContentHasher: Sendable {
    /// The 16 bytes of the MD5 of `bytes`.
    func md5(_ bytes: [UInt8]) -> [UInt8]
    /// The 20 bytes of the SHA-1 of `bytes`.
    func sha1(_ bytes: [UInt8]) -> [UInt8]
    /// The 64 bytes of the SHA-512 of `bytes`.
    func sha512(_ bytes: [UInt8]) -> [UInt8]
    /// The SHA-256 of `bytes`.
    func sha256(_ bytes: [UInt8]) -> Digest
}

/// Regular expressions of type options and of the `~=` comparator.
///
/// Types ask again for the same pattern at every value, so an engine keeps what it compiled.
public protocol RegexEngine: Sendable {
    /// Where `pattern` first matches anywhere in `text`; nil where it does not. Throws `BadArg` for a pattern that cannot be compiled.
    func firstMatch(of pattern: String, ignoringCase: Bool, in text: String) throws(Fault) -> RegexMatch?

    /// Tells texts that `pattern` matches anywhere from others: what a filter asks of each node. Throws `BadArg` for a pattern that cannot
    /// be compiled.
    func tester(of pattern: String, ignoringCase: Bool) throws(Fault) -> any TextTester
}

extension RegexEngine {
    /// Looks the pattern up for each text.
    public func tester(of pattern: String, ignoringCase: Bool) throws(Fault) -> any TextTester {
        _ = try firstMatch(of: pattern, ignoringCase: ignoringCase, in: "")
        return MatchTester(engine: self, pattern: pattern, ignoringCase: ignoringCase)
    }
}

/// Asks an engine that has no faster way.
private struct MatchTester<Engine: RegexEngine>: TextTester {
    let engine: Engine
    let pattern: String
    let ignoringCase: Bool

    func accepts(_ text: String) throws(Fault) -> Bool {
        try engine.firstMatch(of: pattern, ignoringCase: ignoringCase, in: text) != nil
    }
}

/// A question that is asked of many texts.
public protocol TextTester: Sendable {
    /// Whether the text is one of those meant. Throws `HitLimit` where that takes too much work to tell.
    func accepts(_ text: String) throws(Fault) -> Bool
}

/// A match and its named groups.
public struct RegexMatch: Sendable, Hashable {
    /// Name and text of each named group that took part, in the order of the pattern.
    public let groups: [Group]

    /// A capture group of a match.
    public struct Group: Sendable, Hashable {
        /// The full name, such as `inet:fqdn`.
        public let name: String
        /// What the group matched.
        public let text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    public init(groups: [Group] = []) { self.groups = groups }
}

/// What normalising a value may need from outside: digests, regular expressions, the time of day (`now`, `-3days`), fresh guids (`*`).
public struct ModelEnvironment: Sendable {
    /// Makes the digests under node identities and guids.
    public let hasher: any ContentHasher
    let regexEngine: (any RegexEngine)?
    /// The time of day.
    public let now: @Sendable () -> Timestamp
    /// An identifier that nothing has yet.
    public let freshIden: @Sendable () -> Iden

    public init(
        hasher: any ContentHasher, regexEngine: (any RegexEngine)?,
        now: @escaping @Sendable () -> Timestamp, freshIden: @escaping @Sendable () -> Iden
    ) {
        self.hasher = hasher
        self.regexEngine = regexEngine
        self.now = now
        self.freshIden = freshIden
    }

    /// The first match of `pattern`; a fault that says so when no engine was given.
    public func match(_ pattern: String, ignoringCase: Bool = false, in text: String) throws(Fault) -> RegexMatch? {
        try engine(for: pattern).firstMatch(of: pattern, ignoringCase: ignoringCase, in: text)
    }

    /// Tells texts that `pattern` matches; a fault that says so when no engine was given.
    func tester(_ pattern: String, ignoringCase: Bool) throws(Fault) -> any TextTester {
        try engine(for: pattern).tester(of: pattern, ignoringCase: ignoringCase)
    }

    private func engine(for pattern: String) throws(Fault) -> any RegexEngine {
        if let regexEngine { return regexEngine }
        throw Fault(
            .notReady, "the data model has no regular expression engine, so the pattern [\(pattern)] cannot be checked",
            advice: "Give the model an engine when it is made")
    }
}
