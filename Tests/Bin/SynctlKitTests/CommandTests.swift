import ArgumentParser
import Kernel
import TestSupport
import Testing
import World

@testable import Cell
@testable import SynctlKit

@Suite(.timeLimit(.minutes(1))) struct CommandTests {
    private func stage(_ network: FakeNetwork, at directory: String = "/") -> Stage {
        var stage = Stage()
        stage.terminal = Terminal(environment: ["SYN_SERVICE_DIR": "/srv/00.axon"], currentDirectory: directory, homeDirectory: directory)
        stage.table = network.table
        return stage
    }

    @Test func examples_ofEveryCommand_run() async throws {
        let network = try FakeNetwork()
        try await withTemporaryDirectory { directory in
            let files = Host.linux.files
            try files.replace(directory + "/report.pdf", with: [1, 2, 3], permissions: 0o600, label: "test")
            try files.makeDirectory(directory + "/samples", permissions: 0o700, label: "test")
            try files.makeDirectory(directory + "/srv/synapse/00.axon", permissions: 0o700, label: "test")
            let stage = stage(network, at: directory)
            var count = 0
            for (path, type) in CommandReference.commands() {
                guard let type = type as? any OperatorCommand.Type else { continue }
                #expect(!type.examples.isEmpty, "\(path.joined(separator: " ")) has no example")
                for example in type.examples {
                    let line = example.line.replacing("/srv/", with: "\(directory)/srv/")
                    let outcome = await stage.run(line: line)
                    #expect(outcome.status == .success, "\(example.line): \(outcome.talk)")
                    #expect(example.line.hasPrefix(path.joined(separator: " ")))
                    count += 1
                }
            }
            #expect(count > 20)
        }
    }

    @Test func help_ofEveryCommand_goesToTheData() async throws {
        for (path, _) in CommandReference.commands() {
            let outcome = await Stage().run(Array(path.dropFirst()) + ["--help"])
            #expect(outcome.status == .success)
            #expect(outcome.data.contains("USAGE: \(path.joined(separator: " "))"))
            #expect(outcome.talk.isEmpty)
        }
    }

    @Test(arguments: [
        "synctl nonsense", "synctl info --nonsense", "synctl promote --vouch", "synctl promote --yes", "synctl axon has abc",
        "synctl aha provision service 00.axon --dmon-port 70000", "synctl info --timeout 0", "synctl info --timeout soon",
        "synctl aha enroll x --url cell:///a", "synctl axon put", "synctl config docs", "synctl axon get abc",
    ])
    func wrongCommandLine_isUsage_andNothingIsAsked(line: String) async throws {
        let outcome = await stage(try FakeNetwork()).run(line: line)
        #expect(outcome.status == .usage)
        #expect(outcome.data.isEmpty)
        #expect(!outcome.talk.isEmpty)
        #expect(outcome.urls.isEmpty)
    }

    @Test func provisionService_printsTheLineOfTheGuide_andSendsItsOptions() async throws {
        let network = try FakeNetwork()
        let line = "synctl aha provision service 01.axon --mirror axon --dmon-port 30001 --https-port 8443 --user axon"
        let outcome = await stage(network).run(line: line)
        let url = "ssl://aha.example.net:27272/\(FakeNetwork.iden)?certhash=\(Digest.zero)"
        #expect(outcome.data == "one-time use URL: \(url)\n")
        #expect(outcome.talk.isEmpty)
        let request = try #require(network.seen.withLock { $0.provision })
        #expect(request.service == "01.axon")
        #expect(request.mirror == "axon")
        #expect(request.dmonPort == 30001)
        #expect(request.httpsPort == 8443)
        #expect(request.user == "axon")
        #expect(await stage(network).run(line: line + " --only-url").data == url + "\n")
        #expect(await stage(network).run(line: line + " --json").data == "{\"url\": \"\(url)\"}\n")
        #expect(await stage(network).run(line: "synctl aha provision user visi --only-url").data == url + "\n")
    }

    @Test func list_isAligned_andSortedByName() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl aha list")
        #expect(
            outcome.data == """
                NAME                 KIND  LEADER  ONLINE  HOST      PORT   VERSION
                00.axon.example.net  axon  yes     yes     10.0.0.1  30001  1.2.3
                01.axon.example.net  axon  no      yes     10.0.0.1  30001  1.2.3
                02.axon.example.net  axon  no      no      10.0.0.1  30001  1.2.3

                """)
    }

    @Test func status_showsWhoFollowsWhom() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl aha status")
        #expect(
            outcome.data == """
                SERVICE                       ROLE      TERM  INDEX  LAG  READY      VERSION
                axon.example.net
                └─ 00.axon.example.net        leader    3     42          ready      1.2.3
                   └─ 01.axon.example.net     follower  3     42     1    ready      1.2.3
                      └─ 02.axon.example.net  offline   3     42     7    not ready  1.2.3

                """)
        let json = await stage(try FakeNetwork()).run(line: "synctl aha status --json").data
        #expect(json.hasPrefix("{\"services\": [{\"alias\": \"axon.example.net\", \"leader\": \"00.axon.example.net\", \"term\": 3, "))
        #expect(json.contains("\"lag\": 7, \"complete\": true, \"followers\": []"))
    }

    @Test func statusTree_upstreamsInACircle_showsEveryServerOnce() {
        let trees = ServiceTree.build([
            FakeNetwork.server("01.axon.example.net", upstream: "02.axon"), FakeNetwork.server("02.axon.example.net", upstream: "01.axon"),
            FakeNetwork.server("03.axon.example.net", upstream: "gone"),
        ])
        #expect(trees.count == 1)
        #expect(trees[0].roots.map(\.status.registration.address.name) == ["03.axon.example.net", "01.axon.example.net"])
        #expect(trees[0].roots[1].followers.map(\.status.registration.address.name) == ["02.axon.example.net"])
        var table = Table()
        trees[0].add(to: &table)
        #expect(table.lines(coloured: false)[0].split(separator: " ") == ["axon.example.net", "no", "leader"])
    }

    @Test func del_namesTheServer() async throws {
        let network = try FakeNetwork()
        #expect(await stage(network).run(line: "synctl aha del 02.axon").status == .success)
        #expect(network.seen.withLock { $0.forgotten } == "02.axon")
    }

    @Test func promote_graceful_asksNothing() async throws {
        let network = try FakeNetwork()
        var stage = stage(network)
        stage.terminal.isInputTerminal = true
        let outcome = await stage.run(line: "synctl promote")
        #expect(outcome.data == "01.axon.example.net leads in term 4\n")
        #expect(network.seen.withLock { $0.promote?.failure } == false)
    }

    @Test func demote_saysWhoLeads() async throws {
        let network = try FakeNetwork()
        #expect(await stage(network).run(line: "synctl demote").data == "02.axon.example.net leads in term 4\n")
        #expect(await stage(network).run(line: "synctl demote --json").data == "{\"leader\": \"02.axon.example.net\", \"term\": 4}\n")
        #expect(network.seen.withLock { $0.hasDemoted })
    }

    @Test(arguments: [("leader", true), ("follower", false)])
    func shutdown_demotesALeaderFirst(role: String, demotes: Bool) async throws {
        let network = try FakeNetwork()
        network.role.withLock { $0 = role }
        #expect(await stage(network).run(line: "synctl shutdown --demote").status == .success)
        #expect(network.seen.withLock { $0.hasDemoted } == demotes)
        #expect(network.seen.withLock { $0.isStopped })
    }

    @Test func promote_forced_confirmsOnATerminal_sayingWhatMayBeLost() async throws {
        let network = try FakeNetwork()
        var stage = stage(network)
        stage.terminal.isInputTerminal = true
        stage.answer = "no"
        let refused = await stage.run(line: "synctl promote --failure")
        #expect(refused.status == .failure)
        #expect(network.seen.withLock { $0.promote } == nil)
        #expect(refused.talk.contains("What 00.axon.example.net acknowledged after index 42, and no other server holds, may be lost."))
        #expect(refused.talk.contains("nothing was changed"))
        stage.answer = "yes"
        let done = await stage.run(line: "synctl promote --failure --vouch --behind --incomplete")
        #expect(done.status == .success)
        #expect(
            done.data == """
                01.axon.example.net leads in term 4
                may be lost: what lies between 42@3:00000000 and 50@3:00000000
                did not answer, and may hold more: 02.axon.example.net

                """)
        let sent = try #require(network.seen.withLock { $0.promote })
        #expect(sent.failure && sent.allowBehind && sent.allowIncomplete == true)
        #expect(sent.vouchedDead == "00.axon.example.net")
    }

    @Test(arguments: [("--yes", true), ("", false)])
    func promote_forced_doesNotAskWithYesOrWithoutATerminal(option: String, isTerminal: Bool) async throws {
        let network = try FakeNetwork()
        var stage = stage(network)
        stage.terminal.isInputTerminal = isTerminal
        #expect(await stage.run(line: "synctl promote --failure \(option)").status == .success)
        #expect(network.seen.withLock { $0.promote?.failure } == true)
    }

    @Test func metrics_areATable_andJSON() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl metrics")
        #expect(
            outcome.data == """
                METRIC                        LABELS          COUNT  VALUE
                synapse_link_bytes_total      direction=sent         4096
                synapse_nexus_commit_seconds                  3      0.25

                """)
        let json = await stage(try FakeNetwork()).run(line: "synctl metrics synapse_link --json").data
        #expect(
            json == #"{"metrics": [{"name": "synapse_link_bytes_total", "labels": {"direction": "sent"}, "value": 4096.0, "count": null}]}"#
                + "\n")
        #expect(await stage(try FakeNetwork()).run(line: "synctl metrics nothing").status == .failure)
    }

    @Test func rejoin_printsTheFile() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl rejoin")
        #expect(outcome.data == "exported: /srv/synapse/00.axon/exports/3.mpk\n")
    }

    @Test(arguments: [("nominal", CommandExit.success), ("degraded", .failure), ("failed", .failed), ("unheard of", .failed)])
    func healthcheck_exitsByTheHealth(health: String, status: CommandExit) async {
        var stage = Stage()
        stage.table.on(GetHealth.self) { _, _ in
            GetHealth.Reply(iden: FakeNetwork.iden, status: health, components: [.init(name: "nexus", status: health, mesg: "why")])
        }
        let outcome = await stage.run(line: "synctl healthcheck --url cell:///srv/x --json")
        #expect(outcome.status == status)
        #expect(
            outcome.data == """
                {"iden": "\(FakeNetwork.iden)", "status": "\(health)", \
                "components": [{"name": "nexus", "status": "\(health)", "mesg": "why"}]}

                """)
    }

    @Test func healthcheck_unreachable_exitsWithThree() async {
        var stage = Stage()
        stage.fault = Fault(.unreachable, "nothing answers")
        #expect(await stage.run(line: "synctl healthcheck --url cell:///srv/x").status == .unreachable)
    }

    @Test func info_json_hasTheNamesOfTheGuide() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl info --json")
        #expect(
            outcome.data == """
                {"iden": "\(FakeNetwork.iden)", "run": "\(FakeNetwork.iden)", "type": "axon", "version": "1.2.3", \
                "name": "00.axon.example.net", "alias": "axon.example.net", "network": "example.net", "pid": 77, "port": 30001, "format": 1}

                """)
    }

    @Test func nexusStatus_showsFollowers() async throws {
        let outcome = await stage(try FakeNetwork()).run(line: "synctl nexus status")
        #expect(outcome.data.contains("position:       42@3:00000000\n"))
        #expect(outcome.data.hasSuffix("\nFOLLOWER             DURABLE  LAG\n02.axon.example.net  40       2\n"))
    }

    @Test func stop_isTalk() async throws {
        let network = try FakeNetwork()
        let outcome = await stage(network).run(line: "synctl stop")
        #expect(outcome.data.isEmpty)
        #expect(network.seen.withLock { $0.isStopped })
    }

    @Test func enroll_writesCertificatesAndRegistry_andPrintsTheLinesOfTheGuide() async throws {
        let network = try FakeNetwork()
        try await withTemporaryDirectory { home in
            let stage = stage(network, at: home)
            let line = "synctl aha enroll 'ssl://10.0.0.9:27272/\(FakeNetwork.iden)?certhash=\(Digest.zero)'"
            let outcome = await stage.run(line: line)
            #expect(
                outcome.data == """
                    Saved CA certificate: \(home)/.syn/certs/cas/example.net.crt
                    Saved user certificate: \(home)/.syn/certs/users/visi@example.net.crt
                    Updating known AHA servers

                    """)
            #expect(outcome.urls == ["10.0.0.9:27272"])
            let registry = RegistryFile("\(home)/.syn/telepath.yaml", files: Host.linux.files)
            #expect(try registry.servers() == ["ssl://visi@aha.example.net:27492?ca=example.net"])
            let certificates = ClientCertificates("\(home)/.syn/certs", files: Host.linux.files)
            let user = try certificates.user("visi", towards: "axon.example.net")
            #expect(user.description == "visi@example.net")
            _ = try certificates.context(of: user)
            #expect(try Host.linux.files.list("\(home)/.syn/certs", label: "test") == ["cas", "users"])
            // Once more, as when the answer was lost: the registry does not grow.
            #expect(await stage.run(line: line).status == .success)
            #expect(try registry.servers().count == 1)
        }
    }

    @Test func enroll_urlOfAService_isRefusedBeforeItIsUsed() async throws {
        var stage = Stage()
        stage.table.on(FetchProvision.self) { _, _ in
            FetchProvision.Reply(
                kind: "service", name: "00.axon.example.net", network: "example.net", authorityPEM: "", registry: [], configuration: "",
                user: nil)
        }
        let outcome = await stage.run(line: "synctl aha enroll ssl://h:1/\(FakeNetwork.iden)?certhash=\(Digest.zero)")
        #expect(outcome.status == .failure)
        #expect(outcome.talk.contains("this URL is for the service 00.axon.example.net"))
        #expect(outcome.talk.contains("  next: Start the service with it"))
    }
}

extension Stage {
    /// As ``run(_:)-(String)``, without the name of the program.
    func run(line: String) async -> Outcome { await run(Array(Self.words(line).dropFirst())) }
}
