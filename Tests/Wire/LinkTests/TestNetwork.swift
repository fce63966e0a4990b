import Kernel
import Link
import TLS
import World

/// An authority with a host and a user, for links over TLS.
struct TestNetwork {
    let authority: CertificateAuthority
    let host: TLSIdentity
    let user: TLSIdentity

    init(_ name: String = "shop.net") throws {
        let now = Host.linux.clock.wallTime()
        authority = try CertificateAuthority.create(network: name, now: now)
        let hostKey = try PrivateKey.generate()
        host = try TLSIdentity(chain: [authority.issueHost(hostKey.publicKey, name: "00.shop", now: now, days: 1)], key: hostKey)
        let userKey = try PrivateKey.generate()
        user = try TLSIdentity(chain: [authority.issueUser(userKey.publicKey, name: "visi@\(name)", now: now, days: 1)], key: userKey)
    }

    func server() throws -> LinkTLS {
        .server(TLSContextHolder(try TLSContext.server(identity: host, trust: [authority.certificate])))
    }

    func client(_ expectation: TLSExpectation = .host("00.shop"), trusting other: TestNetwork? = nil) throws -> LinkTLS {
        let trust = [(other ?? self).authority.certificate]
        return .client(TLSContextHolder(try TLSContext.client(identity: user, trust: trust)), expecting: expectation)
    }
}
