import Kernel
import Model

/// One rule: allows or denies a permission and everything below it. Written `node.add`, or `!node.add` to deny.
public struct AuthRule: Hashable, Sendable {
    /// Whether it allows or denies.
    public let isAllowed: Bool
    /// The parts of the permission.
    public let path: [String]

    /// More rules than a user, role or gate can have for a person to still understand them.
    public static let countMax = 10_000
    /// More parts than any permission has.
    static let partsMax = 64

    public init(_ isAllowed: Bool, _ path: [String]) {
        self.isAllowed = isAllowed
        self.path = path
    }

    /// From its text.
    public init(text: String) {
        let isDenied = text.hasPrefix("!")
        isAllowed = !isDenied
        path = (isDenied ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    /// From the pair that queries write, `(true, (node, add))`. Nil for every other shape.
    public init?(_ value: ModelValue) {
        guard case .list(let parts) = value, parts.count == 2, case .list(let path) = parts[1], path.count <= Self.partsMax else {
            return nil
        }
        let texts = path.compactMap(\.string)
        guard texts.count == path.count else { return nil }
        self.init(parts[0].isTruthy, texts)
    }

    /// As people write it.
    public var text: String { (isAllowed ? "" : "!") + path.joined(separator: ".") }

    /// The pair that queries read.
    public var value: ModelValue { .list([.bool(isAllowed), .list(path.map { .string($0) })]) }

    /// Whether it says something about `permission`.
    func matches(_ permission: [String]) -> Bool {
        path.count <= permission.count && zip(path, permission).allSatisfy { $0 == $1 }
    }
}

extension [AuthRule] {
    init(_ value: ModelValue?) { self = (value?.list ?? []).compactMap { AuthRule($0) } }
    var value: ModelValue { .list(map(\.value)) }
}
