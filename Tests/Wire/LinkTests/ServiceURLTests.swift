import Kernel
import Link
import Testing

@Suite struct ServiceURLTests {
    @Test(arguments: [
        "ssl://visi@axon.example:4444/share?ca=net&certhash=00&certname=visi@net&hostname=00.axon.net",
        "tcp://127.0.0.1:27492/*/view",
        "tcp://[::1]:80",
        "unix:///var/axon/sockets/cell:share",
        "unix:///var/axon/sockets/cell",
        "cell:///var/axon",
        "aha://visi@axon.../share",
        "aha://axon.net?mirror=true",
    ])
    func canonicalText_readsAndPrintsTheSame(text: String) throws {
        #expect(try ServiceURL(text).description == text)
    }

    @Test func parts_areFound() throws {
        let url = try ServiceURL("SSL://vi%40si:s%3Aecret@axon.example/a%20b?hostname=x%26y&flag#ignored")
        #expect(url.scheme == .ssl)
        #expect(url.user == "vi@si")
        #expect(url.secret == "s:ecret")
        #expect(url.address == .tcp(host: "axon.example", port: ServiceURL.portDefault))
        #expect(url.share == "a b")
        #expect(url.parameters == ["hostname": "x&y", "flag": ""])
        #expect(url.certificateHost == "x&y")
        #expect(!url.description.contains("ecret"))
        #expect(try ServiceURL("cell:///d/").address == .unix(path: "/d/sockets/cell"))
        #expect(try ServiceURL("aha://axon...").address == nil)
        let digest = String(repeating: "ab", count: 32)
        #expect(try ServiceURL("ssl://h?certhash=\(digest)").certificateDigest() == Digest(digest))
        #expect(throws: Fault.self) { try ServiceURL("ssl://h?certhash=zz").certificateDigest() }
    }

    @Test(arguments: [
        "", "axon", "http://x", "://x", "ssl://", "ssl://:80", "ssl://h:99999", "ssl://h:-1", "ssl://h:+1", "ssl://h:x", "ssl://[::1",
        "ssl://[::1]x", "unix://relative", "unix://", "cell://x", "aha://n:80", "ssl://h/%zz", "ssl://h/%f", "ssl://h/%ff",
        "ssl://h?a=1&a=2", "ssl://" + String(repeating: "h", count: 9000),
    ])
    func malformedText_saysWhatIsWrong(text: String) {
        #expect { try ServiceURL(text) } throws: { error in
            (error as? Fault)?.code == .badArgument && (error as? Fault)?.message.hasPrefix("the URL is malformed: ") == true
        }
    }

    @Test func randomText_neverCrashes_andWhatIsReadPrintsStable() throws {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "ssl", "unix", "cell", "aha", "tcp", "://", ":", "/", "@", "?", "&", "=", "%", "%41", "[", "]", "...", "a", "é", "9", "#",
        ]
        for _ in 0..<20_000 {
            let count = Int(generator.next() % 12)
            let text = (0..<count).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
            guard let url = try? ServiceURL(text), url.secret == nil else { continue }
            #expect(try ServiceURL(url.description) == url, "\(text) -> \(url)")
        }
    }
}

/// The same numbers for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
