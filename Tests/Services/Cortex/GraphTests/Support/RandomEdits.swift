import Graph
import Kernel
import Model

/// Random numbers that are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

/// Edits of few nodes, properties and tags, so that they meet each other.
enum RandomEdits {
    static let nodes = 12

    static func name(_ number: Int) -> NodeName {
        number % 3 == 2
            ? NodeName(form: "it:prod:soft", value: .string("0000000000000000000000000000000" + String(number, radix: 16)))
            : NodeName(form: "inet:ipv4", value: .int(Int64(number)))
    }

    static func next(_ generator: inout SplitMix) -> NodeEdits {
        let number = Int.random(in: 0..<nodes, using: &generator)
        let count = Int.random(in: 1...4, using: &generator)
        return NodeEdits(node: name(number), edits: (0..<count).map { _ in edit(name(number).form, &generator) })
    }

    private static func edit(_ form: String, _ generator: inout SplitMix) -> NodeEdit {
        let small = Int64.random(in: 0..<4, using: &generator)
        let tag = ["a", "b", "a.c"].randomElement(using: &generator) ?? "a"
        let target = name(Int.random(in: 0..<nodes, using: &generator))
        let words: [ModelValue] = ["x", "y", "z"]
        let items = words.filter { _ in Bool.random(using: &generator) }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0...2: return .addNode
        case 3: return .deleteNode
        case 4, 5: return form == "inet:ipv4" ? .setProperty("asn", .int(small)) : .setProperty("names", .list(items))
        case 6: return .deleteProperty(form == "inet:ipv4" ? "asn" : "names")
        case 7: return .setTag(tag, small == 0 ? .none : TagTimes(first: small, last: small + 3))
        case 8: return .deleteTag(tag)
        case 9: return .setTagProperty(tag: tag, name: "risk", .int(small))
        case 10: return .deleteTagProperty(tag: tag, name: "risk")
        case 11: return .setData("d\(small)", .int(small))
        case 12: return .deleteData("d\(small)")
        case 13, 14: return .addEdge(verb: small > 1 ? "refs" : "seen", to: target)
        default: return .deleteEdge(verb: small > 1 ? "refs" : "seen", to: target)
        }
    }
}
