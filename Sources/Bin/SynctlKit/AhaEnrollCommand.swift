import ArgumentParser
import Cell
import Kernel
import Link
import Messaging
import TLS
import World

/// `synctl aha enroll`.
struct AhaEnrollCommand: OperatorCommand {
    static let examples = [
        Example(
            "synctl aha enroll 'ssl://aha.example.net:27272/0123456789abcdef0123456789abcdef?certhash="
                + "e32d0e1da01b5eb0cefd4c107ddc8c8221a9a39bce25dea04f469c6474d84a23'",
            "Enrols with the URL that an administrator handed over.")
    ]
    static let configuration = CommandConfiguration.command(
        "enroll", "Makes you a user of a network, with a one-time URL.",
        details: "Writes the certificate of the network's authority, your key and your certificate under ~/.syn/certs (or --certs), and "
            + "where AHA is to ~/.syn/telepath.yaml. Then aha:// URLs work. The key never leaves this machine. When it was interrupted, "
            + "run it again with the same URL.",
        examples: examples)

    @Argument(help: ArgumentHelp("What 'synctl aha provision user' printed. Put it in quotes.", valueName: "url")) var enrolment: String
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func validate() throws {
        if connection.url != nil { throw ValidationError("enroll asks the address in the one-time URL; it takes no --url") }
    }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let url = try OneTimeURL(enrolment)
        let plan = try connection.plan(context)
        let ref = Ref<ProvisionContract>(try await context.connecting.connect(enrolling: url, plan))
        let offer = try await ref.ask(FetchProvision(url.iden), options: connection.call(context, isIdempotent: true))
        let user = try Self.user(offer)
        let request = try EnrolmentRequest.make(
            name: offer.name, iden: url.iden, directory: plan.certificates.directory.path, files: context.host.files)
        let signed = try await ref.ask(
            SignProvision(url.iden, hostRequestPEM: nil, userRequestPEM: request.requestPEM),
            options: connection.call(context, isIdempotent: true))
        try save(offer, signed, request, plan.certificates.directory, context)
        let registry = RegistryFile("\(try ConnectionOptions.home(context))/telepath.yaml", files: context.host.files)
        try registry.add(try offer.registry.map { url throws(Fault) in try Self.asking(url, as: user) })
        try request.remove(context.host.files)
        try report(offer, plan.certificates.directory.path, registry.path, context.output)
        return .success
    }

    private func save(
        _ offer: FetchProvision.Reply, _ signed: SignProvision.Reply, _ request: EnrolmentRequest, _ directory: CertificateDirectory,
        _ context: CommandContext
    ) throws(Fault) {
        guard let certificatePEM = signed.userCertificatePEM else {
            throw Fault(.badData, "AHA sent no certificate for \(offer.name)", advice: "Ask for a new URL: synctl aha provision user")
        }
        // Nothing is written that would not work: the certificate must be of our key.
        _ = try TLSIdentity(chain: try Certificate.chain(pem: certificatePEM), key: try PrivateKey(pem: request.keyPEM))
        _ = try Certificate(pem: offer.authorityPEM)
        try directory.save(.authority, offer.network, certificatePEM: offer.authorityPEM)
        try directory.save(.user, offer.name, certificatePEM: certificatePEM, keyPEM: request.keyPEM)
    }

    private func report(_ offer: FetchProvision.Reply, _ directory: String, _ registry: String, _ output: Output) throws(Fault) {
        let authority = "\(directory)/cas/\(offer.network).crt"
        let certificate = "\(directory)/users/\(offer.name).crt"
        let shown: Value = .object([
            "user": .string(offer.name), "network": .string(offer.network), "ca": .string(authority), "cert": .string(certificate),
            "registry": .string(registry),
        ])
        try output.show(shown) { output throws(Fault) in
            try output.line("Saved CA certificate: \(authority)")
            try output.line("Saved user certificate: \(certificate)")
            try output.line("Updating known AHA servers")
        }
    }

    /// The name of the user without the network.
    private static func user(_ offer: FetchProvision.Reply) throws(Fault) -> String {
        guard offer.kind == "user" else {
            throw Fault(
                .badArgument, "this URL is for the service \(offer.name), not for a user",
                advice: "Start the service with it: SYN_<SERVICE>_AHA_PROVISION=URL synapsed SERVICE DIR")
        }
        let suffix = "@\(offer.network)"
        guard offer.name.hasSuffix(suffix), offer.name.count > suffix.count, !offer.network.isEmpty else {
            throw Fault(.badData, "AHA offers a certificate for \"\(offer.name)\", which is no user of \(offer.network)")
        }
        return String(offer.name.dropLast(suffix.count))
    }

    /// The URL of a server of AHA as this user asks it.
    private static func asking(_ url: String, as user: String) throws(Fault) -> String {
        var server = try ServiceURL(url)
        guard server.scheme == .ssl else { return url }
        server.user = user
        return server.description
    }
}

/// The key and the request of an enrolment, kept until it is done: whoever asks again after a lost answer must ask with the same key.
struct EnrolmentRequest {
    private static let bytesMax = 1 << 16
    private static let requestMark = "-----BEGIN CERTIFICATE REQUEST-----"

    let keyPEM: String
    let requestPEM: String
    private let path: String

    /// The request that was kept, or a new one.
    static func make(name: String, iden: Iden, directory: String, files: any FileSystem) throws(Fault) -> EnrolmentRequest {
        let path = "\(directory)/enrolling-\(iden)"
        if files.exists(path) {
            let text = String(decoding: try files.read(path, bytesMax: bytesMax, label: "read the kept request"), as: UTF8.self)
            if let mark = text.firstRange(of: requestMark) {
                return EnrolmentRequest(keyPEM: String(text[..<mark.lowerBound]), requestPEM: String(text[mark.lowerBound...]), path: path)
            }
        }
        let key = try PrivateKey.generate()
        let request = EnrolmentRequest(
            keyPEM: try key.pem(), requestPEM: try CertificateRequest.create(key: key, commonName: name).pem(), path: path)
        try files.makeDirectory(directory, permissions: 0o700, label: "make the directory of certificates")
        try files.replace(path, with: Array((request.keyPEM + request.requestPEM).utf8), permissions: 0o600, label: "keep the request")
        return request
    }

    func remove(_ files: any FileSystem) throws(Fault) { try files.remove(path, label: "remove the kept request") }
}
