import Kernel
import Link

/// The one-time URL of an enrolment: `ssl://host:27272/<guid>?certhash=<sha256>`.
struct OneTimeURL: Hashable, Sendable {
    let host: String
    let port: Int
    let iden: Iden
    /// The fingerprint of the certificate that the listener shows.
    let fingerprint: Digest

    /// - Throws: `BadArg` saying what is wrong with the URL, without its identifier, which is a secret until it was used.
    init(_ text: String) throws(Fault) {
        let url = try ServiceURL(text)
        guard url.scheme == .ssl, let port = url.port else { throw Self.fault("it does not begin with ssl://") }
        guard let iden = Iden(url.share) else { throw Self.fault("it has no identifier of 32 hexadecimal digits") }
        guard let fingerprint = try url.certificateDigest() else { throw Self.fault("it has no certhash") }
        host = url.host
        self.port = port
        self.iden = iden
        self.fingerprint = fingerprint
    }

    private static func fault(_ problem: String) -> Fault {
        Fault(
            .badArgument, "this is no one-time URL: \(problem)",
            advice: "Copy the whole URL that 'synctl aha provision user' printed, and put it in quotes: "
                + "ssl://HOST:27272/GUID?certhash=SHA256")
    }
}
