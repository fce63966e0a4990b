import ConformanceKit
import Foundation
import Kernel
import Testing
import World

/// What the reference answered, case by case.
@Suite struct CorpusTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path

    /// `scripts/conformance --record Tests/Conformance/passing.txt` adds what passes since.
    @Test func cases_thatPassedOnce_pass() throws {
        let cases = try CaseFiles.read(Self.folder, Host.linux.files)
        #expect(cases.count > 1900)
        let report = try CaseRunner.run(cases)
        var passed: Set<String> = []
        for result in report.results where result.grade == .equal || result.grade == .equalButWording { passed.insert(result.id) }
        let text = try String(contentsOfFile: Self.folder + "/passing.txt", encoding: .utf8)
        let expected = text.split(separator: "\n").map(String.init)
        #expect(expected.count > 1900)
        for result in report.results where expected.contains(result.id) && !passed.contains(result.id) {
            Issue.record("\(result.id) no longer passes:\n\(result.difference)")
        }
        let known = Set(cases.map(\.id))
        for id in expected where !known.contains(id) { Issue.record("passing.txt names \(id), which is no case") }
    }

    @Test func files_missingOrWrong_areNamed() async throws {
        #expect(throws: Fault.self) { try CaseFiles.read("/nonexistent", Host.linux.files) }
        #expect(throws: Fault.self) { try ConformanceCase(json: "{\"id\": \"x\"}") }
        #expect(throws: Fault.self) { try ConformanceCase(json: "{\"id\": ") }
    }
}
