import Kernel
import Model
import Storm

/// `$lib.version`
enum VersionLibrary {
    static let library = StormLibrary(
        "version", help: "Versions of the service and of packages.",
        functions: [
            StormFunction("synapse", help: "The version of the language and its libraries that this service offers.") { _ in
                .tuple(LanguageVersion.parts.map { .int($0) })
            },
            StormFunction("commit", help: "The commit of the source that the service was built from.") { _ in .string("") },
            StormFunction(
                "matches", ["vertup", "reqstr"], help: "Whether a version fits requirements such as >=1.2.0,<2.0.0.",
                examples: [StormExample("return($lib.version.matches((2, 1, 0), '>=2.0.0'))", returns: true)]
            ) { call in
                let parts = try call.items(0).map { try $0.toInt() }
                let requirement = try call.text(1)
                guard let requirements = VersionRequirement.all(requirement) else {
                    throw Fault(.badArgument, "Invalid version requirement: \(requirement)", fields: ["reqstr": .string(requirement)])
                }
                return .bool(requirements.allSatisfy { $0.isMet(by: parts) })
            },
        ])
}

/// The version of the reference whose language this is.
enum LanguageVersion {
    static let parts: [Int64] = [2, 256, 0]
}

/// One comparison with a version, as PEP 440 writes it.
struct VersionRequirement {
    private let comparator: String
    private let version: [Int]
    /// `==1.2.*`
    private let isPrefix: Bool

    /// The requirements that commas separate; nil for text that is none.
    static func all(_ text: String) -> [VersionRequirement]? {
        var requirements: [VersionRequirement] = []
        for part in text.split(separator: ",") {
            guard let requirement = VersionRequirement(part.filter { $0 != " " }) else { return nil }
            requirements.append(requirement)
        }
        return requirements
    }

    private init?(_ text: String) {
        guard let comparator = [">=", "<=", "==", "!=", "~=", ">", "<"].first(where: { text.hasPrefix($0) }) else { return nil }
        var rest = text.dropFirst(comparator.count)
        isPrefix = rest.hasSuffix(".*")
        if isPrefix {
            guard comparator == "==" || comparator == "!=" else { return nil }
            rest = rest.dropLast(2)
        }
        if rest.first == "v" { rest = rest.dropFirst() }
        var version: [Int] = []
        for part in rest.split(separator: ".", omittingEmptySubsequences: false) {
            guard let number = Int(part), number >= 0 else { return nil }
            version.append(number)
        }
        guard !version.isEmpty, comparator != "~=" || version.count > 1 else { return nil }
        self.comparator = comparator
        self.version = version
    }

    func isMet(by parts: [Int]) -> Bool {
        switch comparator {
        case "==": isPrefix ? Array((parts + padding(parts)).prefix(version.count)) == version : compare(parts, version) == 0
        case "!=": isPrefix ? Array((parts + padding(parts)).prefix(version.count)) != version : compare(parts, version) != 0
        case ">=": compare(parts, version) >= 0
        case "<=": compare(parts, version) <= 0
        case ">": compare(parts, version) > 0
        case "<": compare(parts, version) < 0
        default: compare(parts, version) >= 0 && Array((parts + padding(parts)).prefix(version.count - 1)) == Array(version.dropLast())
        }
    }

    private func padding(_ parts: [Int]) -> [Int] { [Int](repeating: 0, count: max(0, version.count - parts.count)) }

    /// Missing parts count as 0.
    private func compare(_ one: [Int], _ other: [Int]) -> Int {
        for position in 0..<max(one.count, other.count) {
            let left = position < one.count ? one[position] : 0
            let right = position < other.count ? other[position] : 0
            if left != right { return left < right ? -1 : 1 }
        }
        return 0
    }
}
