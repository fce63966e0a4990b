import Kernel
import Model
import Storm

/// `$lib.inet.ipv6`
enum IPv6Library {
    static let library = StormLibrary(
        "inet.ipv6", help: "Addresses of the internet protocol, version 6.",
        functions: [
            StormFunction(
                "expand", ["valu"], help: "An address with all of its digits.",
                examples: [
                    StormExample("return($lib.inet.ipv6.expand('2001:db8::1'))", returns: "2001:0db8:0000:0000:0000:0000:0000:0001")
                ]
            ) { call in
                let text = try call.text(0)
                guard let groups = groups(text) else {
                    throw Fault(.badArgument, "Error expanding ipv6: '\(text)' is no address", fields: ["valu": .string(text)])
                }
                return .string(groups.map { Hex.encode([UInt8($0 >> 8), UInt8($0 & 255)]) }.joined(separator: ":"))
            }
        ])

    private static func groups(_ text: String) -> [UInt16]? {
        let halves = TextSplit.parts(text.trimmingSpaces, at: "::")
        guard halves.count <= 2, let head = part(halves[0]) else { return nil }
        guard halves.count == 2 else { return head.count == 8 ? head : nil }
        guard let tail = part(halves[1]), head.count + tail.count < 8 else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// The groups of text without `::`; the last may be an address of version 4.
    private static func part(_ text: String) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        for (position, word) in words.enumerated() {
            if word.contains("."), position == words.count - 1 {
                let octets = word.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
                guard octets.count == 4, !octets.contains(nil) else { return nil }
                let bytes = octets.compactMap { $0 }.map(UInt16.init)
                groups += [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
            } else {
                guard (1...4).contains(word.utf8.count), let group = UInt16(word, radix: 16), word.first != "+" else { return nil }
                groups.append(group)
            }
        }
        return groups.count <= 8 ? groups : nil
    }
}

extension String {
    /// Without white space at both ends.
    var trimmingSpaces: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}
