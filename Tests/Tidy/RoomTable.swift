import Foundation

/// The table of rooms in Package.swift: which rooms there are, and which arrows lead from each.
struct RoomTable: Sendable {
    enum Kind: String, Sendable { case room, system, program, tests }

    struct Room: Sendable {
        let kind: Kind
        let layer: String
        let name: String
        let arrows: [String]
        let line: Int
    }

    static let shared = RoomTable(SourceTree.read("Package.swift") ?? "")

    /// From the bottom to the top.
    static let layers = ["Actors", "Wire", "Replication", "Services", "Bin"]

    let rooms: [Room]

    init(_ text: String) {
        var products: [String: String] = [:]
        var rooms: [Room] = []
        for (number, line) in text.split(separator: "\n" as Character, omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            let words = Self.quoted(line)
            if line.hasPrefix("let "), line.contains(".product("), let product = words.first {
                products[String(line.dropFirst(4).prefix { $0.isLetter || $0.isNumber })] = product
            }
            let kind = line.prefix { $0 != "(" }
            guard let kind = Kind(rawValue: String(kind)), words.count >= 2 else { continue }
            let list: Substring = line.contains("[") ? line.drop { $0 != "[" }.dropFirst().prefix { $0 != "]" } : ""
            let parts = kind == .system ? [] : list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            let arrows = parts.map { (part: String) -> String in Self.quoted(part).first ?? products[part] ?? part }
            rooms.append(Room(kind: kind, layer: words[0], name: words[1], arrows: arrows, line: number))
        }
        self.rooms = rooms
    }

    private static func quoted(_ text: String) -> [String] {
        let parts = text.split(separator: "\"" as Character, omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }

    /// The room or C library with this name.
    func room(_ name: String) -> Room? { rooms.first { $0.kind != .tests && $0.name == name } }

    /// The tests of the room with this name.
    func tests(of name: String) -> Room? { rooms.first { $0.kind == .tests && $0.name == name } }

    /// How high a layer is: the first folder of `Services/Cortex` counts.
    static func height(_ layer: String) -> Int? { layers.firstIndex(of: String(layer.prefix { $0 != "/" })) }

    /// The picture in ARCHITECTURE.md: layers from the top down, each room with the rooms that it uses.
    var picture: String {
        var lines: [String] = []
        for layer in Self.layers.reversed() {
            lines.append(layer)
            for room in rooms where room.kind != .tests && Self.height(room.layer) == Self.layers.firstIndex(of: layer) {
                let below = room.arrows.filter { self.room($0) != nil }
                let name = room.name.padding(toLength: 14, withPad: " ", startingAt: 0)
                let what = room.kind == .system ? "(a library of the system)" : below.joined(separator: ", ")
                lines.append(what.isEmpty ? "  \(room.name)" : "  \(name)-> \(what)")
            }
        }
        return lines.map { $0.replacingOccurrences(of: "-> (", with: "   (") }.joined(separator: "\n")
    }
}
