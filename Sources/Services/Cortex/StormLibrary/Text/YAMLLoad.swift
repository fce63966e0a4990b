import Config
import Kernel
import Model
import Storm

/// Reads YAML 1.1 as the reference's loader does: `yes` is true, `0o17` is text and `017` is 15, aliases stand for what they name.
struct YAMLLoad {
    private static let depthMax = 256
    /// Values of one text, those that aliases repeat included: nine lines of aliases can otherwise make a billion.
    private static let valuesMax = 1_000_000

    private enum Open {
        case list(anchor: String?, StormList)
        case dict(anchor: String?, StormDict, key: StormValue?, merges: [StormDict])
    }

    private var open: [Open] = []
    private var anchors: [String: StormValue] = [:]
    private var root = StormValue.null
    private var count = 0

    /// The value of one document. Throws `BadArg` with libyaml's words.
    static func load(_ text: String) throws(Fault) -> StormValue {
        var loader = YAMLLoad()
        try YAMLEvents.read(text, refuse: { Self.fault(Self.sentence($0)) }) { (event) throws(Fault) in try loader.take(event) }
        return loader.root
    }

    private static func fault(_ why: String) -> Fault { Fault(.badArgument, "Invalid YAML text: \(why)") }

    private static func place(_ mark: YAMLMark) -> String { "  in \"<unicode string>\", line \(mark.line), column \(mark.column)" }

    private static func sentence(_ problem: YAMLProblem) -> String {
        var lines: [String] = []
        if let context = problem.context {
            lines.append(context)
            if problem.contextMark != problem.problemMark { lines.append(place(problem.contextMark)) }
        }
        return (lines + [problem.problem, place(problem.problemMark)]).joined(separator: "\n")
    }

    private mutating func take(_ event: YAMLEvent) throws(Fault) {
        switch event.kind {
        case .documentStart:
            guard count == 0 else {
                throw Self.fault("expected a single document in the stream\nbut found another document\n" + Self.place(event.start))
            }
        case .scalar(let text, let isPlain):
            try add(try scalar(text, isPlain: isPlain, event), anchor: event.anchor)
        case .listStart: try push(.list(anchor: event.anchor, StormList()), event)
        case .mappingStart: try push(.dict(anchor: event.anchor, StormDict(), key: nil, merges: []), event)
        case .collectionEnd:
            switch open.popLast() {
            case .list(let anchor, let list)?: try add(.list(list), anchor: anchor)
            case .dict(let anchor, let dict, _, let merges)?:
                // What is merged in gives way to what the mapping says itself.
                for merge in merges { for (key, value) in merge.pairs where dict[key] == nil { dict[key] = value } }
                try add(.dict(dict), anchor: anchor)
            case nil: break
            }
        case .alias(let name):
            guard let value = anchors[name] else {
                throw Self.fault("found undefined alias '\(name)'\n" + Self.place(event.start))
            }
            try add(copy(value), anchor: nil)
        }
    }

    private mutating func push(_ collection: Open, _ event: YAMLEvent) throws(Fault) {
        guard open.count < Self.depthMax else { throw Self.fault("collections nest deeper than \(Self.depthMax) levels") }
        try Self.checkTag(event.tag)
        open.append(collection)
    }

    private mutating func add(_ value: StormValue, anchor: String?) throws(Fault) {
        count += 1
        guard count <= Self.valuesMax else { throw Self.fault("there are more than \(Self.valuesMax) values") }
        if let anchor { anchors[anchor] = value }
        switch open.popLast() {
        case nil: root = value
        case .list(let name, let list)?:
            list.items.append(value)
            open.append(.list(anchor: name, list))
        case .dict(let name, let dict, let key?, var merges)?:
            if case .object(let object) = key, object is MergeKey {
                merges += try sources(value)
            } else if let key = StormKey(key) {
                dict[key] = value
            } else {
                throw Self.fault("while constructing a mapping\nfound unhashable key")
            }
            open.append(.dict(anchor: name, dict, key: nil, merges: merges))
        case .dict(let name, let dict, nil, let merges)?:
            open.append(.dict(anchor: name, dict, key: value, merges: merges))
        }
    }

    /// Stands for the key `<<` while its value is read.
    private final class MergeKey: StormObject {
        static let type = StormObjectType("yaml:merge", help: "The key that merges another mapping in.")
    }

    private func sources(_ value: StormValue) throws(Fault) -> [StormDict] {
        switch value {
        case .dict(let dict): return [dict]
        case .list(let list):
            var dicts: [StormDict] = []
            for item in list.items {
                guard case .dict(let dict) = item else { break }
                dicts.append(dict)
            }
            if dicts.count == list.items.count { return dicts }
        default: break
        }
        throw Self.fault("while constructing a mapping\nexpected a mapping or list of mappings for merging, but found scalar")
    }

    private mutating func copy(_ value: StormValue) throws(Fault) -> StormValue {
        count += 1
        guard count <= Self.valuesMax else { throw Self.fault("there are more than \(Self.valuesMax) values") }
        switch value {
        case .list(let list):
            var items: [StormValue] = []
            for item in list.items { items.append(try copy(item)) }
            return .list(items)
        case .dict(let dict):
            let result = StormDict()
            for (key, item) in dict.pairs { result[key] = try copy(item) }
            return .dict(result)
        default: return value
        }
    }

    // MARK: Scalars

    private static let known: Set<String> = ["str", "seq", "map", "int", "float", "bool", "null", "binary", "omap", "set", "timestamp"]

    private static func checkTag(_ tag: String?) throws(Fault) {
        guard let tag, tag != "!" else { return }
        let head = "tag:yaml.org,2002:"
        if tag.hasPrefix(head), known.contains(String(tag.dropFirst(head.count))) { return }
        throw fault("could not determine a constructor for the tag '\(tag)'")
    }

    private func scalar(_ text: String, isPlain: Bool, _ event: YAMLEvent) throws(Fault) -> StormValue {
        try Self.checkTag(event.tag)
        if let tag = event.tag {
            switch tag {
            case "tag:yaml.org,2002:binary":
                guard let bytes = Base64Codec.decode(text, isURLSafe: false) else { throw Self.fault("failed to decode base64 data") }
                return .bytes(bytes)
            case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
                return YAMLResolution.value(of: text)
            default: return .string(text)
            }
        }
        if isPlain, text == "<<", case .dict(_, _, nil, _)? = open.last { return .object(MergeKey()) }
        return isPlain ? YAMLResolution.value(of: text) : .string(text)
    }
}

/// What a plain word means in YAML 1.1.
enum YAMLResolution {
    private static let trueWords: Set<String> = ["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"]
    private static let falseWords: Set<String> = ["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"]

    static func value(of text: String) -> StormValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
        case ".nan", ".NaN", ".NAN": return .float(.nan)
        default: break
        }
        if trueWords.contains(text) { return .bool(true) }
        if falseWords.contains(text) { return .bool(false) }
        guard let first = text.utf8.first, (48...57).contains(first) || "+-.".utf8.contains(first) else { return .string(text) }
        return integer(text) ?? float(text) ?? .string(text)
    }

    private static func integer(_ text: String) -> StormValue? {
        var digits = text[...]
        let isNegative = digits.first == "-"
        if isNegative || digits.first == "+" { digits = digits.dropFirst() }
        let plain = String(digits.filter { $0 != "_" })
        guard let first = plain.first, first.isASCII, first.isNumber, digits.first != "_" else { return nil }
        var number: BigInteger?
        if plain.hasPrefix("0b") {
            number = BigInteger(plain.dropFirst(2), radix: 2)
        } else if plain.hasPrefix("0x") {
            number = BigInteger(plain.dropFirst(2), radix: 16)
        } else if plain.contains(":") {
            number = sixties(plain).flatMap { $0.count > 1 && first != "0" ? $0 : nil }?.reduce(BigInteger(Int64(0))) {
                $0 * BigInteger(Int64(60)) + BigInteger(Int64($1))
            }
        } else if plain.count > 1, first == "0" {
            number = BigInteger(plain, radix: 8)
        } else {
            number = BigInteger(plain)
        }
        return number.map { .integer(isNegative ? -$0 : $0) }
    }

    private static func sixties(_ text: String) -> [Int]? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { $0.utf8.count <= 9 ? Int($0) : nil }
        guard !parts.contains(nil), parts.dropFirst().allSatisfy({ $0.map { (0..<60).contains($0) } ?? false }) else { return nil }
        return parts.compactMap { $0 }
    }

    private static func float(_ text: String) -> StormValue? {
        let plain = text.filter { $0 != "_" }
        guard plain.contains("."), plain.utf8.allSatisfy({ (48...57).contains($0) || "+-.eE".utf8.contains($0) }) else { return nil }
        // An exponent needs its sign, and digits before the point are not needed.
        if let mark = plain.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            let sign = plain[plain.index(after: mark)...].first
            guard sign == "+" || sign == "-" else { return nil }
        }
        return NumberText.float(plain).map(StormValue.float)
    }
}
