import Config
import Kernel
import Link
import Logging
import World

/// Reads cell.yaml, and has the server provisioned where it was given a one-time URL that it has not used.
struct CellConfiguration {
    /// No sensible cell.yaml is larger.
    private static let fileBytesMax = 1 << 20

    let options: ServiceOptions
    let settings: CellSettings

    private var path: String { settings.directory + "/cell.yaml" }
    /// Remembers the one-time URL that was used, so that it is not used again at the next start.
    private var markPath: String { settings.directory + "/certs/provisioned" }

    private func text() throws(Fault) -> String? {
        guard settings.host.files.exists(path) else { return nil }
        let bytes = try settings.host.files.read(path, bytesMax: Self.fileBytesMax, label: "read cell.yaml")
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(.badConfig, "\(path) is not valid UTF-8", advice: "Save it as UTF-8")
        }
        return text
    }

    private func read() throws(Fault) -> Configuration {
        let text = try text()
        do throws(ConfigurationFaults) {
            let configuration = try Configuration.load(
                service: options, file: text, path: path, environment: settings.environment, credentials: settings.credential)
            for warning in configuration.warnings { settings.log.warning("\(warning)") }
            return configuration
        } catch {
            throw error.fault
        }
    }

    /// The configuration to run with.
    func load(link: LinkSettings) async throws(Fault) -> Configuration {
        let configuration = try read()
        guard let url = configuration.text(CellOptions.ahaProvision) else { return configuration }
        let mark = settings.host.files.exists(markPath)
            ? String(
                decoding: try settings.host.files.read(markPath, bytesMax: 4096, label: "read the mark of provisioning"), as: UTF8.self)
            : ""
        let iden = (try? ServiceURL(url))?.share ?? url
        if mark == iden { return configuration }
        settings.log.info("provisioning from AHA")
        let certificates = CertificateDirectory(settings.directory + "/certs", files: settings.host.files)
        let result = try await Enrolment(settings: link, certificates: certificates).run(url)
        guard result.offer.kind == "service" else {
            throw Fault(
                .badArgument, "the one-time URL is for the user \(result.offer.name), not for a service",
                advice: "Give this service a URL of its own: synctl aha provision service NAME")
        }
        try merge(result.offer.configuration)
        try settings.host.files.replace(markPath, with: Array(iden.utf8), permissions: 0o600, label: "mark the server as provisioned")
        settings.log.info("provisioned", metadata: ["name": "\(result.offer.name)"])
        return try read()
    }

    /// Writes what AHA said into cell.yaml, and leaves the rest of it as it is.
    private func merge(_ offered: String) throws(Fault) {
        var document = try ConfigurationDocument(try text() ?? "", path: path)
        let root = try YAML.parse(offered, file: "the configuration from AHA").value
        guard case .map(let entries) = root else { return }
        for entry in entries {
            if case .string(let name) = entry.key { try document.set(name, to: entry.value) }
        }
        try settings.host.files.replace(path, with: Array(document.text.utf8), permissions: 0o600, label: "write cell.yaml")
    }
}
