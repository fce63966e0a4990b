import Foundation
import Kernel
import Testing
import TLS

/// Certificates as other people's tools judge them. A tool that is not installed is skipped, and the reason printed.
@Suite struct LintTests {
    private func run(_ tool: String, _ arguments: [String]) throws -> (status: Int32, output: String)? {
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let path = paths.map({ "\($0)/\(tool)" }).first(where: FileManager.default.isExecutableFile(atPath:)) else {
            print("skipped: \(tool) is not installed")
            return nil
        }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// Writes the certificates of a network into a directory that lives as long as `body`.
    private func withCertificates(_ body: (_ directory: String, _ leaves: [String]) throws -> Void) throws {
        let directory = NSTemporaryDirectory() + "tls-lint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let network = try TestNetwork("demo")
        let key = try PrivateKey.generate()
        let host = try network.authority.issueHost(
            key.publicKey, name: "00.cortex.demo.net", otherNames: ["cortex.demo.net"], addresses: ["10.0.0.1", "fe80::1"],
            now: TestNetwork.now, days: 365)
        // From 2050 on the dates take the other of the two forms.
        let long = try network.authority.issueHost(key.publicKey, name: "far.demo.net", now: TestNetwork.now, days: 36_000)
        let user = try network.authority.issueUser(key.publicKey, name: "root@demo", now: TestNetwork.now, days: 365)
        let mailbox = try network.authority.issueUser(key.publicKey, name: "visi@demo.net", now: TestNetwork.now, days: 365)
        let far = try CertificateAuthority.create(network: "demo net, \u{e9}t\u{e9}", now: TestNetwork.now, days: 36_000)
        for (name, certificate) in [
            ("root", network.authority.certificate), ("host", host), ("long", long), ("user", user),
            ("mailbox", mailbox), ("far", far.certificate),
        ] {
            try certificate.pem().write(toFile: "\(directory)/\(name).pem", atomically: false, encoding: .utf8)
        }
        try body(directory, ["host", "long", "user", "mailbox"])
    }

    @Test func certificates_underTheLinter_haveNoErrors() throws {
        try withCertificates { directory, leaves in
            for name in ["root", "far"] + leaves {
                guard let result = try run("lint_pkix_cert", ["lint", "-s", "ERROR", "\(directory)/\(name).pem"]) else { return }
                #expect(result.status == 0, "\(name): \(result.output)")
            }
        }
    }

    @Test func certificates_underOpenSSL_verifyForTheirPurpose() throws {
        try withCertificates { directory, leaves in
            let time = "\(TestNetwork.now.milliseconds / 1000)"
            for name in leaves {
                for purpose in ["user", "mailbox"].contains(name) ? ["sslclient"] : ["sslclient", "sslserver"] {
                    let arguments = [
                        "verify", "-x509_strict", "-attime", time, "-purpose", purpose, "-CAfile", "\(directory)/root.pem",
                        "\(directory)/\(name).pem",
                    ]
                    guard let result = try run("openssl", arguments) else { return }
                    #expect(result.status == 0, "\(name): \(result.output)")
                }
            }
        }
    }
}
