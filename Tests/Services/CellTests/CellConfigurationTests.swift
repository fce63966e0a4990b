import Config
import Kernel
import Link
import Logging
import NIOPosix
import TestSupport
import Testing
import World

@testable import Cell

/// What a server runs with, and when it asks AHA for it.
@Suite(.timeLimit(.minutes(1))) struct CellConfigurationTests {
    private static let token = "0123456789abcdef0123456789abcdef"
    /// Nobody listens on port 1.
    private static let url = "ssl://127.0.0.1:1/\(token)?certhash=\(Digest.zero)"

    private func load(_ directory: String, environment: [String: String] = [:]) async throws -> Configuration {
        let settings = CellSettings(
            directory: directory, environment: environment, credential: { _ in nil }, host: .linux,
            group: MultiThreadedEventLoopGroup.singleton, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, processID: 1)
        return try await CellConfiguration(options: AxonOptions.service, settings: settings)
            .load(link: LinkSettings(group: MultiThreadedEventLoopGroup.singleton))
    }

    private func write(_ path: String, _ bytes: [UInt8]) throws {
        try Host.linux.files.replace(path, with: bytes, permissions: 0o600, label: "test")
    }

    @Test func nothingConfigured_isTheDefaults() async throws {
        try await withTemporaryDirectory { directory in
            let configuration = try await load(directory)
            #expect(configuration.int(CellOptions.nexusLease) == 10)
            #expect(configuration.text(CellOptions.ahaName) == nil)
            #expect(!Host.linux.files.exists(directory + "/cell.yaml"), "what was not there is not made")
        }
    }

    @Test func variable_isStrongerThanTheFile() async throws {
        try await withTemporaryDirectory { directory in
            try write(directory + "/cell.yaml", Array("nexus:lease: 20\nnexus:acks: 2\n".utf8))
            let configuration = try await load(directory, environment: ["SYN_AXON_NEXUS_LEASE": "30"])
            #expect(configuration.int(CellOptions.nexusLease) == 30)
            #expect(configuration.int(CellOptions.nexusAcks) == 2)
        }
    }

    @Test func file_notUTF8_isRefusedNamingIt() async throws {
        try await withTemporaryDirectory { directory in
            try write(directory + "/cell.yaml", [0x61, 0x3a, 0x20, 0xff, 0xfe])
            let refused = await fault { try await load(directory) }
            #expect(refused?.code == .badConfig)
            #expect(refused?.message.contains("cell.yaml is not valid UTF-8") == true)
        }
    }

    @Test(arguments: ["nexus:leas: 10\n", "nexus:lease: soon\n", "nexus:lease: 1\n", "- a list\n", "a: [\n"])
    func file_withNonsense_isRefused(text: String) async throws {
        try await withTemporaryDirectory { directory in
            try write(directory + "/cell.yaml", Array(text.utf8))
            #expect(await fault { try await load(directory) }?.code == .badConfig)
        }
    }

    @Test func oneTimeURL_usedBefore_isNotUsedAgain() async throws {
        try await withTemporaryDirectory { directory in
            try Host.linux.files.makeDirectory(directory + "/certs", permissions: 0o700, label: "test")
            try write(directory + "/certs/provisioned", Array(Self.token.utf8))
            let configuration = try await load(directory, environment: ["SYN_AXON_AHA_PROVISION": Self.url])
            #expect(configuration.int(CellOptions.nexusLease) == 10)
        }
    }

    @Test func oneTimeURL_new_isTriedAndLeavesNoMarkWhereAHAIsAway() async throws {
        try await withTemporaryDirectory { directory in
            let refused = await fault { try await load(directory, environment: ["SYN_AXON_AHA_PROVISION": Self.url]) }
            #expect(refused?.code == .unreachable)
            #expect(!Host.linux.files.exists(directory + "/certs/provisioned"))
            #expect(!Host.linux.files.exists(directory + "/cell.yaml"))
        }
    }

    @Test func oneTimeURL_withoutAFingerprint_isRefusedInWords() async throws {
        try await withTemporaryDirectory { directory in
            let refused = await fault {
                try await load(directory, environment: ["SYN_AXON_AHA_PROVISION": "ssl://127.0.0.1:1/\(Self.token)"])
            }
            #expect(refused?.message.contains("no one-time URL") == true)
        }
    }
}
