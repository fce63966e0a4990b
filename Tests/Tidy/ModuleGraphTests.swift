import Foundation
import Testing

/// The module graph is the architecture: imports follow the arrows of Package.swift, arrows lead down.
@Suite struct ModuleGraphTests {
    private let table = RoomTable.shared
    private let tree = SourceTree.shared

    /// Modules of the toolchain that any room may import. Foundation, Dispatch and Glibc have rules of their own.
    private static let toolchain: Set<String> = ["Synchronization", "Foundation", "Dispatch", "Glibc", "Testing"]

    /// Rooms that may use Foundation, each with its reason. It costs start-up time and size, and hides the clock, files and the
    /// environment.
    private static let foundationRooms: [String: String] = [:]

    /// Rooms that may call the C library: the door to the machine, and the only wrappers of C libraries.
    static let wrapperRooms: Set<String> = ["World", "TLS", "Store", "Config", "Regex", "Compressors", "Systemd"]

    private func imports(_ file: SourceFile) -> [(line: Int, module: String)] {
        file.code.enumerated().compactMap { number, line in
            guard line.contains("import ") else { return nil }
            let words = line.split(separator: " ").filter { !$0.hasPrefix("@") && $0 != "public" && $0 != "internal" && $0 != "package" }
            guard words.first == "import", let module = words.last else { return nil }
            return (number, String(module.prefix { $0 != "." }))
        }
    }

    @Test func table_isRead_andEveryRoomHasItsFolder() {
        #expect(table.rooms.count > 10)
        for room in table.rooms where room.kind == .room {
            #expect(tree.sources.contains { $0.path.hasPrefix("Sources/\(room.layer)/\(room.name)/") }, "\(room.name) has no file")
        }
        for file in tree.sources where table.room(file.room) == nil {
            Issue.record("\(file.path): its folder is no room of Package.swift")
        }
    }

    @Test func imports_ofSources_haveAnArrow() {
        for file in tree.sources {
            guard let room = table.room(file.room) else { continue }
            for (line, module) in imports(file) where !Self.toolchain.contains(module) && !room.arrows.contains(module) {
                Issue.record("\(file.at(line, "\(room.name) imports \(module) without an arrow in Package.swift"))")
            }
        }
    }

    @Test func imports_ofTests_haveAnArrow() {
        for file in tree.tests where file.room.hasSuffix("Tests") {
            let subject = String(file.room.dropLast(5))
            guard let tests = table.tests(of: subject) else { continue }
            let allowed = Self.toolchain.union(tests.arrows).union([subject, "TestSupport"])
            for (line, module) in imports(file) where !allowed.contains(module) {
                Issue.record("\(file.at(line, "the tests of \(subject) import \(module) without an arrow in Package.swift"))")
            }
        }
    }

    @Test func arrows_leadDownwards() throws {
        for room in table.rooms where room.kind == .room {
            let own = try #require(RoomTable.height(room.layer), "\(room.layer) is no layer")
            for arrow in room.arrows {
                guard let target = table.room(arrow), let height = RoomTable.height(target.layer) else { continue }
                let place = "Package.swift:\(room.line + 1)"
                #expect(height <= own, "\(place): \(room.name) (\(room.layer)) must not use \(arrow) (\(target.layer))")
            }
        }
    }

    @Test func cLibraries_haveOneWrapper() {
        for library in table.rooms where library.kind == .system {
            let users = table.rooms.filter { $0.arrows.contains(library.name) }.map(\.name)
            #expect(users.count == 1, "\(library.name) has one wrapper room, not \(users)")
        }
    }

    @Test func foundation_isOnlyWhereItIsArguedFor() {
        for file in tree.sources where Self.foundationRooms[file.room] == nil {
            for (line, module) in imports(file) where module.hasPrefix("Foundation") || module == "Dispatch" {
                Issue.record("\(file.at(line, "\(module) in the room \(file.room), which is not in the list of this test"))")
            }
        }
    }

    @Test func cLibrary_isOnlyCalledByWorldAndWrappers() {
        for file in tree.sources where !Self.wrapperRooms.contains(file.room) {
            for (line, module) in imports(file) where module == "Glibc" {
                Issue.record("\(file.at(line, "Glibc outside the room World and the wrappers of C libraries"))")
            }
        }
    }

    /// Rooms that may, each with its reason.
    private static let namesShared: [String: String] = [
        "Link": "the link is what the room is about, and the word of all documents for it; no other room has to name a type as Link.X"
    ]

    @Test func rooms_shareNoNameWithATypeInside() {
        for file in tree.sources where Self.namesShared[file.room] == nil {
            for (number, line) in file.code.enumerated() {
                let words = line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
                for (keyword, name) in zip(words, words.dropFirst())
                where ["struct", "class", "enum", "actor", "protocol", "typealias"].contains(keyword) && name == file.room {
                    Issue.record("\(file.at(number, "the module \(file.room) has a type of the same name"))")
                }
            }
        }
    }

    /// The picture in ARCHITECTURE.md is the table. `TIDY_WRITE=1` writes it.
    @Test func picture_ofRooms_isUpToDate() throws {
        let name = "ARCHITECTURE.md"
        let text = try #require(SourceTree.read(name))
        let (start, end) = ("<!-- rooms: written by the tidy test -->\n```text\n", "\n```\n<!-- end of rooms -->")
        let from = try #require(text.range(of: start)?.upperBound)
        let to = try #require(text.range(of: end)?.lowerBound)
        if ProcessInfo.processInfo.environment["TIDY_WRITE"] != nil {
            try text.replacingCharacters(in: from..<to, with: table.picture)
                .write(to: SourceTree.root.appendingPathComponent(name), atomically: true, encoding: .utf8)
            return
        }
        #expect(String(text[from..<to]) == table.picture, "run: TIDY_WRITE=1 swift test --filter picture_ofRooms")
    }
}
