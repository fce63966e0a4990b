import Foundation
import Testing

/// What could crash the process, race, or reach the machine past the room World.
@Suite struct SafetyTests {
    private let tree = SourceTree.shared

    /// Rooms that may call the machine and handle memory by hand.
    private var wrappers: Set<String> { ModuleGraphTests.wrapperRooms }

    private static let machine = [
        "Date()", "Date.now", "SystemRandomNumberGenerator", "Task.sleep", "usleep(", "nanosleep(", "sleep(1", "fopen(", "socket(",
        "getenv(", "setenv(", "ProcessInfo", "FileManager", "UUID()", "ContinuousClock", "SuspendingClock", "DispatchTime",
        "clock_gettime(", "Thread.sleep", ".random(in:", ".randomElement()", ".shuffled()", "gettimeofday(", "CommandLine.arguments",
    ]

    @Test func machine_isReachedThroughWorldOnly() {
        let others = tree.sources.filter { !wrappers.contains($0.room) }
        forbid(Self.machine, in: others) { "\($0) asks the machine directly: go through World" }
    }

    @Test func tests_doNotSleep() {
        forbid(["Task.sleep", "usleep(", "nanosleep(", "Thread.sleep"], in: tree.tests) { "\($0) in a test: wait for what should happen" }
    }

    @Test func sources_doNotTrapOnPurpose() {
        forbid(["try!", "fatalError", "as!", "assert(", "assertionFailure"], in: tree.sources) {
            "\($0): what can happen is a Fault; our own mistake is a precondition with a message"
        }
    }

    private func forbid(_ tokens: [String], in files: [SourceFile], _ message: (String) -> String) {
        for file in files {
            for (number, line) in file.code.enumerated() where !line.isEmpty {
                for token in tokens where line.contains(token) && standsAlone(token, in: line) {
                    Issue.record("\(file.at(number, message(token)))")
                }
            }
        }
    }

    /// Not the end of a longer name: `openSocket(` is not `socket(`.
    private func standsAlone(_ token: String, in line: String) -> Bool {
        var rest = line[...]
        while let range = rest.range(of: token) {
            let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
            if token.hasPrefix(".") || !(before.isLetter || before.isNumber || before == "_" || before == ".") { return true }
            rest = rest[range.upperBound...]
        }
        return false
    }

    /// An exclamation mark after a name, a bracket or a literal, and no `!=`.
    @Test func sources_doNotForceUnwrap() {
        for file in tree.sources {
            for (number, line) in file.code.enumerated() where line.contains("!") {
                let bytes = Array(line.utf8)
                for place in bytes.indices.dropFirst() where bytes[place] == UInt8(ascii: "!") {
                    let before = Character(Unicode.Scalar(bytes[place - 1]))
                    let after = place + 1 < bytes.count ? bytes[place + 1] : 0
                    if before.isLetter || before.isNumber || "_)]\"".contains(before), after != UInt8(ascii: "=") {
                        Issue.record("\(file.at(number, "a force unwrap: say in a Fault or a precondition what is wrong"))")
                    }
                }
            }
        }
    }

    @Test func unsafety_isInWrappersOnly_andArguedFor() {
        let tokens = [
            "@unchecked Sendable", "nonisolated(unsafe)", "UnsafeMutable", "UnsafeRaw", "UnsafePointer", "UnsafeBuffer", "Unmanaged",
            "unsafeBitCast", "OpaquePointer", ".withUnsafe", "withUnsafe",
        ]
        // Reasons stand above the declaration that they are for.
        let near = 15
        var counts: [String: Int] = [:]
        for file in tree.sources {
            for (number, line) in file.code.enumerated() {
                guard let token = tokens.first(where: { line.contains($0) }) else { continue }
                counts[file.room, default: 0] += 1
                if !wrappers.contains(file.room) {
                    Issue.record("\(file.at(number, "\(token) outside World and the wrappers of C libraries"))")
                } else if token.hasPrefix("@") || token.hasPrefix("nonisolated"), !file.hasNear(number, "SAFETY:", above: near) {
                    Issue.record("\(file.at(number, "\(token) without a SAFETY comment"))")
                } else if !file.lines.contains(where: { $0.contains("SAFETY:") }) {
                    Issue.record("\(file.at(number, "\(token) in a file without any SAFETY comment"))")
                }
            }
        }
        print("lines with unsafe constructs: " + counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", "))
    }
}
