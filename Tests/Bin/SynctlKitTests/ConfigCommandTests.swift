import Kernel
import TestSupport
import Testing
import World

@testable import SynctlKit

@Suite(.timeLimit(.minutes(1))) struct ConfigCommandTests {
    private func check(_ text: String, _ options: String, environment: [String: String] = [:]) async throws -> Stage.Outcome {
        try await withTemporaryDirectory { directory in
            try Host.linux.files.replace(directory + "/cell.yaml", with: Array(text.utf8), permissions: 0o600, label: "test")
            var stage = Stage()
            stage.terminal.currentDirectory = directory
            stage.terminal.environment = environment
            return await stage.run(line: "synctl config check . \(options)")
        }
    }

    @Test func check_sound_isValid() async throws {
        let outcome = try await check("aha:name: 00.axon\nhttps:port: null\n", "")
        #expect(outcome.status == .success, "\(outcome.talk)")
        #expect(outcome.data == "./cell.yaml is valid for axon\n")
    }

    @Test func check_everyError_hasItsPlace() async throws {
        let outcome = try await check("max:byte: 1\nhttps:port: many\n", "--service axon")
        #expect(outcome.status == .failure)
        let lines = outcome.data.split(separator: "\n")
        #expect(lines[0].hasPrefix("./cell.yaml:1:1: axon has no option"))
        #expect(lines[1].hasPrefix("  next: "))
        #expect(lines[2].hasPrefix("./cell.yaml:2:13: the option https:port expects"))
        let json = try await check("max:byte: 1\n", "--service axon --json")
        #expect(json.data.hasPrefix("{\"valid\": false, \"errors\": [{\"code\": \"BadConfValu\", \"mesg\": \"./cell.yaml:1:1: "))
    }

    @Test func check_variables_count() async throws {
        let outcome = try await check("", "--service axon", environment: ["SYN_AXON_MAX_BYTES": "few", "SYN_AXON_NONSENSE": "1"])
        #expect(outcome.status == .failure)
        #expect(outcome.data.contains("SYN_AXON_MAX_BYTES"))
    }

    @Test func check_unknownService_listsThem() async throws {
        let untold = try await check("", "")
        #expect(untold.status == .failure)
        #expect(untold.talk.contains("Give --service, one of: aha, axon"))
        #expect(try await check("", "--service optic").talk.contains("there is no service optic"))
    }

    @Test func docs_isMarkdown_sample_orSchema() async {
        #expect(await Stage().run(line: "synctl config docs axon").data.hasPrefix("# Options of axon\n"))
        #expect(await Stage().run(line: "synctl config docs AHA --sample").data.hasPrefix("# Options of aha. Remove"))
        #expect(await Stage().run(line: "synctl config docs axon --json").data.hasPrefix("{\"$schema\": "))
        #expect(await Stage().run(line: "synctl config docs optic").status == .failure)
    }
}
