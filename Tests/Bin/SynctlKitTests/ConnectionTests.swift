import Kernel
import Link
import TLS
import TestSupport
import Testing
import World

@testable import Cell
@testable import SynctlKit

@Suite(.timeLimit(.minutes(1))) struct ConnectionTests {
    private let files = Host.linux.files

    @Test func service_isTheOneOfTheURL_thenOfTheVariable_thenOfTheDirectory() async throws {
        try await withTemporaryDirectory { directory in
            try files.makeDirectory(directory + "/sockets", permissions: 0o700, label: "test")
            try files.replace(directory + "/sockets/cell", with: [], permissions: 0o600, label: "test")
            var stage = Stage()
            stage.table = try FakeNetwork().table
            stage.terminal.currentDirectory = directory
            #expect(await stage.run(line: "synctl info").urls == ["cell://\(directory)"])
            stage.terminal.environment["SYN_SERVICE_DIR"] = "/srv/other"
            #expect(await stage.run(line: "synctl info").urls == ["cell:///srv/other"])
            #expect(await stage.run(line: "synctl info --url aha://visi@axon...").urls == ["aha://visi@axon..."])
        }
    }

    @Test func service_unclear_saysHowToNameOne() async {
        let outcome = await Stage().run(line: "synctl info")
        #expect(outcome.status == .failure)
        #expect(outcome.talk.contains("SYN_SERVICE_DIR is not set"))
        #expect(outcome.talk.contains("  next: Give --url"))
    }

    @Test func aha_withoutURL_isTheRegistry() async throws {
        var stage = Stage()
        stage.table = try FakeNetwork().table
        stage.terminal.environment["SYN_AHA_REGISTRY"] = "[ssl://visi@aha.example.net, ssl://visi@01.aha.example.net]"
        #expect(await stage.run(line: "synctl aha list").urls == ["ssl://visi@aha.example.net:27492"])
        #expect(await stage.run(line: "synctl info").status == .failure)
    }

    @Test func aha_anotherService_saysSo() async {
        let outcome = await Stage().run(line: "synctl aha list --url cell:///srv/00.axon")
        #expect(outcome.talk.hasPrefix("synctl: NoSuchMeth: the service that was asked is no AHA"))
    }

    @Test func nobodyThere_isUnreachableAtOnce() async throws {
        try await withTemporaryDirectory { directory in
            var stage = Stage()
            stage.usesNetwork = true
            stage.terminal.homeDirectory = directory
            let absent = await stage.run(line: "synctl info --url cell://\(directory)")
            #expect(absent.status == .unreachable)
            #expect(absent.talk.hasPrefix("synctl: Unreachable: no service runs in \(directory)"))
            try files.makeDirectory(directory + "/sockets", permissions: 0o700, label: "test")
            try files.replace(directory + "/sockets/cell", with: [], permissions: 0o600, label: "test")
            #expect(await stage.run(line: "synctl info --url cell://\(directory)").status == .unreachable)
            let refused = await stage.run(line: "synctl info --url tcp://127.0.0.1:1 --json")
            #expect(refused.status == .unreachable)
            #expect(refused.talk.contains("127.0.0.1:1 cannot be reached: the connection was refused"))
            #expect(await stage.run(line: "synctl info --url unix:///\(String(repeating: "x", count: 200))").status == .failure)
            #expect(await stage.run(line: "synctl info --url aha://axon...").talk.contains("nothing says where AHA is"))
            #expect(await stage.run(line: "synctl info --url ssl://h").talk.contains("has no certificate of the user root"))
            #expect(await stage.run(line: "synctl info --url nonsense").talk.hasPrefix("synctl: BadArg: the URL is malformed"))
        }
    }

    @Test func race_lateWork_isGivenUp() async {
        let late = Fault(.deadline, "late")
        let found = await fault {
            try await Race.within(.milliseconds(1), clock: Host.linux.clock, late: late) { () async throws(Fault) -> Int in
                try await Host.linux.clock.sleep(for: .seconds(3600))
                return 1
            }
        }
        #expect(found == late)
    }

    @Test func certificates_areChosenByUserAndNetwork() async throws {
        try await withTemporaryDirectory { directory in
            let certificates = ClientCertificates(directory, files: files)
            #expect(fault { try certificates.user("visi", towards: "a.b") }?.code == .noCertificate)
            try files.makeDirectory(directory + "/users", permissions: 0o700, label: "test")
            for name in ["visi@one.net", "visi@two.net", "root@one.net", "visi@sub.one.net"] {
                try files.replace("\(directory)/users/\(name).crt", with: [], permissions: 0o600, label: "test")
            }
            #expect(try certificates.user("visi", towards: "00.axon.two.net").network == "two.net")
            #expect(try certificates.user("visi", towards: "00.axon.sub.one.net").network == "sub.one.net")
            #expect(try certificates.user("visi", network: "one.net", towards: "10.0.0.1").network == "one.net")
            #expect(try certificates.user("visi@two.net", towards: "10.0.0.1").network == "two.net")
            #expect(try certificates.user("root", towards: "10.0.0.1").network == "one.net")
            let missing = fault { try certificates.user("joe", towards: "a.one.net") }
            #expect(missing?.message.contains("root@one.net, visi@one.net, visi@sub.one.net, visi@two.net") == true)
            #expect(fault { try certificates.user("visi", towards: "10.0.0.1") } != nil)
        }
    }

    @Test func registryFile_addsFirst_keepsOthersAndComments_refusesNonsense() async throws {
        try await withTemporaryDirectory { directory in
            let file = RegistryFile(directory + "/.syn/telepath.yaml", files: files)
            #expect(try file.servers().isEmpty)
            try file.add(["ssl://visi@aha.one.net"])
            try file.add(["ssl://visi@aha.two.net"])
            try file.add(["ssl://joe@aha.one.net"])
            #expect(try file.servers() == ["ssl://joe@aha.one.net", "ssl://visi@aha.two.net"])
            try files.replace(file.path, with: Array("aha:servers: [[ssl://a, ssl://b], ssl://c]".utf8), permissions: 0o600, label: "test")
            #expect(try file.servers() == ["ssl://a", "ssl://b", "ssl://c"])
            try files.replace(file.path, with: Array("a: [".utf8), permissions: 0o600, label: "test")
            #expect(fault { try file.servers() }?.code == .badConfig)
        }
    }

    @Test(arguments: [
        "http://h/x", "ssl://h:1/abc?certhash=\(Digest.zero)", "ssl://h:1/\(FakeNetwork.iden)",
        "ssl://h:1/\(FakeNetwork.iden)?certhash=12",
    ])
    func oneTimeURL_malformed_isRefusedWithoutShowingIt(text: String) {
        let found = fault { try OneTimeURL(text) }
        #expect(found?.code == .badArgument)
        #expect(found?.description.contains(FakeNetwork.iden.description) == false)
    }
}
