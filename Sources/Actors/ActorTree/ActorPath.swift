/// Where an actor stands in the tree of its service, such as `axon/nexus/mirror-feed/01.axon`: shown by logs, metrics and
/// `synctl ps --actors`.
public struct ActorPath: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// A longer name is cut: paths go into every log line.
    public static let nameBytesMax = 64

    /// The names from the root down; never empty.
    public let names: [String]

    /// The path of the root of a tree.
    public init(root name: String) { names = [Self.clean(name)] }

    /// The path written as names between slashes; nil where a name is empty or has characters that ``child(_:)`` would replace.
    public init?(_ text: String) {
        let parts = text.split(separator: "/" as Character, omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ Self.clean($0) == $0 }) else { return nil }
        names = parts
    }

    private init(names: [String]) { self.names = names }

    /// The path of the child `name`. Names come from peers too (a mirror's name), so what is not a letter, a digit or one of `.-_:@` of
    /// ASCII becomes `_`, and a name is cut at ``nameBytesMax``.
    public func child(_ name: String) -> ActorPath { ActorPath(names: names + [Self.clean(name)]) }

    /// The last name.
    public var name: String { names[names.count - 1] }

    /// The path one up; nil for a root.
    public var parent: ActorPath? { names.count == 1 ? nil : ActorPath(names: Array(names.dropLast())) }

    /// Whether `other` stands somewhere below this path.
    public func contains(_ other: ActorPath) -> Bool { other.names.count > names.count && other.names.starts(with: names) }

    public var description: String { names.joined(separator: "/") }

    public static func < (left: ActorPath, right: ActorPath) -> Bool { left.names.lexicographicallyPrecedes(right.names) }

    private static func clean(_ name: String) -> String {
        let kept = name.utf8.prefix(nameBytesMax).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "@"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return kept.isEmpty ? "_" : String(decoding: kept, as: UTF8.self)
    }
}
