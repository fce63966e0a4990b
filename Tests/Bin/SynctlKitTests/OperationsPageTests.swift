import Testing
import World

@testable import SynctlKit

@Suite struct OperationsPageTests {
    private static let page = #filePath.split(separator: "/").dropLast(4).map { "/" + $0 }.joined() + "/docs/operations.md"

    /// Every line of a code block that calls synctl is one that synctl takes.
    @Test func commands_ofThePage_areTaken() throws {
        let bytes = try Host.linux.files.read(Self.page, bytesMax: 1 << 20, label: "read the page")
        var count = 0
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("synctl ") {
            let command = try Synctl.parseAsRoot(Array(Stage.words(String(line)).dropFirst()))
            #expect(command is any OperatorCommand, "\(line)")
            count += 1
        }
        #expect(count > 10)
    }
}
