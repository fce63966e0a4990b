import Config
import Kernel
import Testing

/// Options of every type, a secret and a deprecated one.
enum SampleOptions {
    static let flag = Option("some:flag", .bool, default: false, doc: "A flag.")
    static let ratio = Option("some:ratio", .float(0...1), default: .float(0.5), effect: .reload, doc: "A ratio.")
    static let texts = Option("some:texts", .texts(charactersMax: 10), doc: "Texts.")
    static let level = Option("log:level", .level, default: "INFO", doc: "A level.")
    static let old = Option("old:name", .name, deprecation: .init(since: "1.2.0", replacement: "aha:name"), doc: "An old name.")
    static let service = ServiceOptions(service: "sample", own: [flag, ratio, texts, level, old])
}

func load(
    _ file: String? = nil, service: ServiceOptions = SampleOptions.service, environment: [String: String] = [:],
    credentials: [String: String] = [:]
) throws(ConfigurationFaults) -> Configuration {
    try Configuration.load(service: service, file: file, path: "cell.yaml", environment: environment, credentials: { credentials[$0] })
}

func faults(
    _ file: String? = nil, service: ServiceOptions = SampleOptions.service, environment: [String: String] = [:],
    credentials: [String: String] = [:]
) -> [Fault] {
    do {
        _ = try load(file, service: service, environment: environment, credentials: credentials)
        return []
    } catch {
        return error.faults
    }
}

@Suite struct ConfigurationLoadTests {
    @Test func load_nothing_givesDefaults() throws {
        let configuration = try load()
        #expect(configuration.port(CellOptions.httpsPort) == 4443)
        #expect(configuration.int(CellOptions.nexusAcks) == 0)
        #expect(configuration.int(CellOptions.nexusLease) == 10)
        #expect(configuration.int(CellOptions.limitDiskFree) == 5)
        #expect(configuration.text(CellOptions.ahaName) == nil)
        #expect(configuration.setting(CellOptions.nexusAcks)?.source == .defaultValue)
        #expect(configuration.warnings.isEmpty)
    }

    @Test func load_file_givesValuesAndPlaces() throws {
        let configuration = try load(
            """
            # the name
            aha:name: 00.cortex
            aha:registry: ssl://root@aha.example.net
            https:port: null
            https:headers:
              X-A: b
            some:flag: true
            some:ratio: 1
            some:texts: [a, b]
            """)
        #expect(configuration.text(CellOptions.ahaName) == "00.cortex")
        #expect(configuration.setting(CellOptions.ahaName)?.source == .file(path: "cell.yaml", at: YAMLMark(line: 2, column: 11)))
        #expect(configuration.texts(CellOptions.ahaRegistry) == ["ssl://root@aha.example.net"])
        #expect(configuration.port(CellOptions.httpsPort) == nil)
        #expect(configuration.object(CellOptions.httpsHeaders)?.first?.value == "b")
        #expect(configuration.bool(SampleOptions.flag))
        #expect(configuration.float(SampleOptions.ratio) == 1)
        #expect(configuration.texts(SampleOptions.texts) == ["a", "b"])
    }

    @Test func load_environment_beatsCredentialBeatsFile() throws {
        let file = "auth:passwd: from-file\nnexus:acks: 1"
        let all = try load(
            file, environment: ["SYN_SAMPLE_AUTH_PASSWD": "from-env", "SYN_SAMPLE_NEXUS_ACKS": "2"],
            credentials: ["auth.passwd": "12345\n"])
        #expect(all.text(CellOptions.authPasswd) == "from-env")
        #expect(all.int(CellOptions.nexusAcks) == 2)
        #expect(all.setting(CellOptions.nexusAcks)?.source.description == "environment SYN_SAMPLE_NEXUS_ACKS")
        let two = try load(file, credentials: ["auth.passwd": "12345\n", "nexus.acks": "9"])
        #expect(two.text(CellOptions.authPasswd) == "12345")
        #expect(two.setting(CellOptions.authPasswd)?.source == .credential(name: "auth.passwd"))
        #expect(two.int(CellOptions.nexusAcks) == 1)
    }

    @Test func load_environment_isParsedAsYAML() throws {
        let configuration = try load(environment: [
            "SYN_SAMPLE_HTTPS_HEADERS": "{X-A: b}", "SYN_SAMPLE_HTTPS_PORT": "null", "SYN_SAMPLE_SOME_TEXTS": "[a, '1']",
            "SYN_OTHER_NEXUS_ACKS": "nonsense", "PATH": "/bin",
        ])
        #expect(configuration.object(CellOptions.httpsHeaders)?.first?.key == "X-A")
        #expect(configuration.port(CellOptions.httpsPort) == nil)
        #expect(configuration.texts(SampleOptions.texts) == ["a", "1"])
        #expect(configuration.warnings.isEmpty)
    }

    @Test func load_severalErrors_reportsEachWithItsPlace() {
        let found = faults(
            "aha:nmae: x\nnexus:acks: lots\nsome:flag: yes\nhttps:port: 70000\n",
            environment: ["SYN_SAMPLE_NEXUS_LEASE": "1", "SYN_SAMPLE_MIRROR": ""])
        #expect(
            found.map(\.message) == [
                "cell.yaml:1:1: sample has no option 'aha:nmae'; did you mean 'aha:name'?",
                "cell.yaml:2:13: the option nexus:acks expects an integer from 0 to 16, found the string \"lots\"",
                "cell.yaml:3:12: the option some:flag expects true or false, found the string \"yes\"",
                "cell.yaml:4:13: the option https:port expects a port from 0 to 65535, or null, found the integer 70000",
                "the environment variable SYN_SAMPLE_MIRROR is empty; expected a URL that starts with aha://, ssl://, tcp:// or unix://",
                "environment SYN_SAMPLE_NEXUS_LEASE: the option nexus:lease expects an integer from 2 to 300, found the integer 1",
            ])
        #expect(found.allSatisfy { $0.code == .badConfig && $0.advice != nil })
        #expect(found[0].fields["nearest"] == "aha:name")
        #expect(found[1].fields["line"] == 2)
        #expect(ConfigurationTestError.of("nexus:acks: a\nnexus:lease: b").contains("2 errors"))
    }

    @Test(arguments: [
        ("aha:nam", "aha:name"), ("aha_name", "aha:name"), ("AHA:NAME", "aha:name"), ("ahaname", "aha:name"), ("nexus:ack", "nexus:acks"),
        ("htpps:port", "https:port"), ("limit:disk:fre", "limit:disk:free"), ("mirorr", "mirror"),
    ])
    func load_misspeltKey_namesTheNearest(written: String, meant: String) {
        #expect(faults("\(written): 1").first?.fields["nearest"] == .string(meant))
    }

    @Test func load_strangeKey_namesNoneNear() {
        for key in ["zzzzzzzzzzzz", "12", "null", "''", "\"\\e[31m\"", String(repeating: "k", count: 500)] {
            let fault = faults("\(key): 1").first
            #expect(fault?.fields["nearest"] == nil)
            #expect(fault.map { $0.message.count < 200 && !$0.message.unicodeScalars.contains("\u{1b}") } == true)
        }
    }

    @Test func load_unknownVariable_isAWarningWithTheNearest() throws {
        let configuration = try load(environment: ["SYN_SAMPLE_AHA_NMAE": "x", "SYN_SAMPLE_UNRELATED_THING": "x"])
        #expect(configuration.warnings.count == 2)
        #expect(configuration.warnings.first?.contains("did you mean SYN_SAMPLE_AHA_NAME?") == true)
    }

    @Test func load_deprecatedOption_warnsWithItsReplacement() throws {
        let configuration = try load("old:name: x")
        #expect(configuration.warnings == ["the option old:name (cell.yaml:1:11) is deprecated since 1.2.0; use aha:name"])
    }

    @Test(arguments: ["- a", "just text", "aha:name:x", "12"])
    func load_fileThatIsNoMapping_saysSo(text: String) {
        #expect(faults(text).first?.message.contains("expected a mapping of options") == true)
    }

    @Test func load_manyErrors_isBounded() {
        let text = (0..<500).map { "unknown\($0): 1" }.joined(separator: "\n")
        #expect(throws: ConfigurationFaults.self) { try load(text) }
        #expect(faults(text).count == ConfigurationFaults.countMax)
    }

    @Test func changes_afterReload_namesOptionsThatDiffer() throws {
        let before = try load("nexus:acks: 1\naha:name: a")
        let after = try load("aha:name: a\nnexus:acks: 2\nsome:ratio: 0.5")
        #expect(after.changes(since: before).map(\.name) == ["nexus:acks"])
    }
}

enum ConfigurationTestError {
    static func of(_ file: String) -> String {
        do {
            _ = try load(file)
            return ""
        } catch {
            return error.fault.message
        }
    }
}
