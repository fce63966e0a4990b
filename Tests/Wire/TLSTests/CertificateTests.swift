import Kernel
import Testing
import TLS

@Suite struct CertificateTests {
    let network: TestNetwork
    init() throws { network = try TestNetwork() }

    @Test func authority_created_isAnAuthorityForYears() throws {
        let root = network.authority.certificate
        #expect(root.isAuthority)
        #expect(root.commonName == "demo.net" && root.issuerName == "demo.net")
        #expect(root.notAfter.milliseconds - TestNetwork.now.milliseconds >= 10 * 365 * TestNetwork.dayMs)
        #expect(root.notBefore.milliseconds == TestNetwork.now.milliseconds - 300_000)
    }

    @Test func authority_writtenAndRead_issuesFurther() throws {
        let copy = try CertificateAuthority(
            certificatePEM: network.authority.certificate.pem(), keyPEM: network.authority.keyPEM())
        let key = try PrivateKey.generate()
        let host = try copy.issueHost(
            key.publicKey, name: "aha.demo.net", otherNames: ["aha"], addresses: ["10.0.0.1"], now: TestNetwork.now, days: 30)
        #expect(host.alternativeNames == [.dns("aha.demo.net"), .dns("aha"), .address("10.0.0.1")])
        #expect(host.issuerName == "demo.net" && !host.isAuthority)
        #expect(host.matches(key))
        #expect(host.serial.count == 32)
        #expect(host.notAfter.milliseconds == TestNetwork.now.milliseconds + 30 * TestNetwork.dayMs)
        #expect(try Certificate(pem: host.pem()) == host)
        #expect(try Certificate(der: host.der()) == host)
        #expect(try SHA256.digest(of: host.der()) == host.fingerprint)
    }

    @Test func authority_keyOfAnother_isRefused() throws {
        let other = try TestNetwork()
        #expect(throws: Fault.self) {
            try CertificateAuthority(certificate: network.authority.certificate, key: PrivateKey(pem: other.authority.keyPEM()))
        }
        let host = try network.host("a.demo.net")
        #expect(throws: Fault.self) { try CertificateAuthority(certificate: host.chain[0], key: host.key) }
    }

    @Test func leaf_longerThanItsAuthority_endsWithIt() throws {
        let short = try CertificateAuthority.create(network: "short", now: TestNetwork.now, days: 5)
        let leaf = try short.issueUser(PrivateKey.generate().publicKey, name: "a@short", now: TestNetwork.now, days: 50)
        #expect(leaf.notAfter == short.certificate.notAfter)
        let late = TestNetwork.now.advanced(byMs: 6 * TestNetwork.dayMs)
        #expect(throws: Fault.self) { try short.issueUser(PrivateKey.generate().publicKey, name: "a@short", now: late, days: 50) }
    }

    @Test func leaf_outsideOfItsAuthoritysTime_isRefusedSayingWhichEnd() throws {
        let short = try CertificateAuthority.create(network: "short", now: TestNetwork.now, days: 10)
        let key = try PrivateKey.generate().publicKey
        for (days, words) in [(-30, "begins only at"), (30, "ended at")] as [(Int64, String)] {
            do throws(Fault) {
                _ = try short.issueUser(key, name: "a@short", now: TestNetwork.now.advanced(byMs: days * 86_400_000), days: 5)
                Issue.record("it must be refused")
            } catch {
                #expect(error.code == .badCertificate && error.message.contains(words), "\(error)")
            }
        }
    }

    @Test func name_of65Characters_isRefusedInWords() throws {
        let name = String(repeating: "a", count: 56) + ".demo.net"
        #expect(name.count == 65)
        let key = try PrivateKey.generate()
        let fault = #expect(throws: Fault.self) {
            try network.authority.issueHost(key.publicKey, name: name, now: TestNetwork.now, days: 1)
        }
        #expect(fault?.code == .badArgument)
        #expect(fault?.message.contains("has 65 characters; a certificate can name at most 64") == true)
        _ = try network.authority.issueHost(key.publicKey, name: String(name.dropFirst()), now: TestNetwork.now, days: 1)
        #expect(throws: Fault.self) { try CertificateRequest.create(key: key, commonName: name) }
        #expect(throws: Fault.self) { try CertificateAuthority.create(network: "", now: TestNetwork.now) }
    }

    @Test(arguments: ["a_b.demo.net", "-a.net", "a..b", "a b", "a\u{0}b", "é.net", "a.net\n", "x,DNS:evil.net"])
    func name_notOfAHost_isRefused(name: String) throws {
        let key = try PrivateKey.generate()
        let fault = #expect(throws: Fault.self) {
            try network.authority.issueHost(key.publicKey, name: name, now: TestNetwork.now, days: 1)
        }
        #expect(fault?.code == .badArgument)
    }

    @Test(arguments: ["visi", "@demo.net", "a@b@c", "a b@demo.net", "visi@"]) func name_notOfAUser_isRefused(name: String) throws {
        let key = try PrivateKey.generate()
        #expect(throws: Fault.self) { try network.authority.issueUser(key.publicKey, name: name, now: TestNetwork.now, days: 1) }
    }

    @Test func request_writtenAndRead_keepsNamesAndProvesItsKey() throws {
        let key = try PrivateKey.generate()
        let names: [AlternativeName] = [.dns("00.cortex.demo.net"), .address("fe80:0:0:0:0:0:0:1"), .email("a@demo.net")]
        let request = try CertificateRequest.create(key: key, commonName: "00.cortex.demo.net", alternativeNames: names)
        let copy = try CertificateRequest(pem: request.pem())
        #expect(copy.commonName == "00.cortex.demo.net")
        #expect(copy.alternativeNames == names)
        #expect(try copy.verifiedPublicKey().isSame(as: key.publicKey))
    }

    @Test func request_changed_isRefused() throws {
        let text = try CertificateRequest.create(key: PrivateKey.generate(), commonName: "aaaaaaaaaaaaaaaaaaaa").pem()
        var refused = 0
        let body = Array(text.utf8)
        for position in stride(from: 40, to: body.count - 40, by: 7) where body[position] != UInt8(ascii: "\n") {
            var changed = body
            changed[position] = changed[position] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            do {
                _ = try CertificateRequest(pem: String(decoding: changed, as: UTF8.self)).verifiedPublicKey()
            } catch {
                #expect(error.code == .badCertificate)
                refused += 1
            }
        }
        #expect(refused > 20)
    }

    @Test func key_writtenAndRead_isTheSame() throws {
        let key = try PrivateKey.generate()
        let text = try key.pem()
        #expect(text.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try PrivateKey(pem: text).publicKey.isSame(as: key.publicKey))
        #expect(try !PrivateKey.generate().publicKey.isSame(as: key.publicKey))
    }

    @Test(arguments: [
        "", "garbage", "-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ])
    func pem_garbage_isBadCertificate(text: String) {
        #expect(#expect(throws: Fault.self) { try Certificate(pem: text) }?.code == .badCertificate)
        #expect(#expect(throws: Fault.self) { try Certificate.chain(pem: text) }?.code == .badCertificate)
        #expect(#expect(throws: Fault.self) { try PrivateKey(pem: text) }?.code == .badCertificate)
        #expect(#expect(throws: Fault.self) { try CertificateRequest(pem: text) }?.code == .badCertificate)
        #expect(#expect(throws: Fault.self) { try Certificate(der: Array(text.utf8)) }?.code == .badCertificate)
    }

    @Test func pem_tooLong_isRefusedBeforeItIsParsed() {
        #expect(#expect(throws: Fault.self) { try Certificate(pem: String(repeating: "a", count: 2 << 20)) }?.code == .badData)
    }

    @Test func chain_twoCertificates_comeInOrder() throws {
        let host = try network.host("a.demo.net").chain[0]
        let chain = try Certificate.chain(pem: host.pem() + network.authority.certificate.pem())
        #expect(chain == [host, network.authority.certificate])
        #expect(throws: Fault.self) {
            try Certificate.chain(pem: host.pem() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        }
    }

    @Test func der_anyByteChanged_isReadOrRefusedButNeverTraps() throws {
        let host = try network.host("a.demo.net", addresses: ["10.0.0.1"])
        let bytes = try #require(host.chain.first).der()
        var refused = 0
        for position in bytes.indices {
            for bit in [0x01, 0x80] as [UInt8] {
                var changed = bytes
                changed[position] ^= bit
                do {
                    let certificate = try Certificate(der: changed)
                    #expect(certificate.fingerprint != host.chain[0].fingerprint)
                    _ = certificate.description
                    _ = certificate.isAuthority
                    _ = try? certificate.publicKey()
                } catch {
                    #expect(error.code == .badCertificate)
                    refused += 1
                }
            }
        }
        #expect(refused > 50)
        for count in 0..<bytes.count { #expect(throws: Fault.self) { try Certificate(der: Array(bytes[..<count])) } }
    }

    @Test func user_ofANetworkWithoutADot_isNamedByItsCommonNameAlone() throws {
        let key = try PrivateKey.generate()
        let user = try network.authority.issueUser(key.publicKey, name: "root@demo", now: TestNetwork.now, days: 1)
        #expect(user.commonName == "root@demo")
        #expect(user.alternativeNames.isEmpty)
    }

    @Test func der_withMoreBehind_isRefused() throws {
        #expect(throws: Fault.self) { try Certificate(der: network.authority.certificate.der() + [0]) }
    }

    @Test func identity_keyOfAnother_isRefused() throws {
        let host = try network.host("a.demo.net")
        #expect(throws: Fault.self) { try TLSIdentity(chain: host.chain, key: PrivateKey.generate()) }
        #expect(throws: Fault.self) { try TLSIdentity(chain: [], key: host.key) }
    }
}
