import Config
import Kernel
import Testing

/// A marked secret is fed in every wrong way; it must come out nowhere.
@Suite struct SecretTests {
    static let mark = "s3cr3tMark"

    static let files = [
        "auth:passwd: [\(mark)]", "auth:passwd: {\(mark): \(mark)}", "auth:passwd: {a: \(mark), a: \(mark)}", "auth:passwd: '\(mark)",
        "aha:provision: http://\(mark)", "aha:provision: \(mark)", "mirror: http://root:\(mark)@host", "mirror: ftp://root:\(mark)@a@b",
        "aha:registry: [http://root:\(mark)@host]", "inaugural: [{passwd: \(mark)}]", "auth:passwd: !\(mark) x", "auth:passwd: *\(mark)",
        "http:proxy: ftp://u:\(mark)@h", "https:headers: {Authorization: [\(mark)]}",
    ]

    @Test(arguments: files)
    func fault_ofAFileWithASecret_doesNotShowIt(text: String) {
        let found = faults(text, service: AxonOptions.service)
        #expect(!found.isEmpty)
        for fault in found { #expect(!"\(fault) \(fault.fields) \(ConfigurationTestError.of(text))".contains(Self.mark), "\(fault)") }
    }

    @Test(arguments: ["[\(mark)]", "{\(mark): 1, \(mark): 2}", "'\(mark)", "&\(mark) x", "%\(mark)", "!\(mark) x"])
    func fault_ofAVariableWithASecret_doesNotShowIt(text: String) {
        let found = faults(environment: ["SYN_SAMPLE_AUTH_PASSWD": text])
        #expect(!found.isEmpty)
        for fault in found { #expect(!"\(fault) \(fault.fields)".contains(Self.mark), "\(fault)") }
    }

    @Test func fault_ofACredential_doesNotShowIt() {
        let found = faults(credentials: ["auth.passwd": String(repeating: Self.mark, count: 200)])
        #expect(found.count == 1)
        #expect(!"\(found)".contains(Self.mark))
    }

    @Test func summary_withSecrets_showsTheirSourceOnly() throws {
        let configuration = try load(
            "auth:passwd: \(Self.mark)\nmirror: aha://root:\(Self.mark)@cortex...\ninaugural: {users: [{passwd: \(Self.mark)}]}",
            environment: ["SYN_SAMPLE_AHA_PROVISION": "ssl://h:1/\(Self.mark)"])
        let text = configuration.summary.map { "\($0.option.name) \($0.value) \($0.source)" }.joined(separator: "\n")
        #expect(!text.contains(Self.mark))
        #expect(text.contains("auth:passwd a string (not shown: the option is secret) cell.yaml:1:14"))
        #expect(text.contains("mirror \"aha://root:***@cortex...\""))
    }
}
