/// The options of AHA, the registry of a network.
public enum AhaOptions {
    public static let ahaNetwork = Option(
        "aha:network", .name, example: "example.net",
        doc: "The network that this AHA is the registry and the certificate authority of. It cannot change after the first start.")
    public static let ahaAdmin = Option(
        "aha:admin", .text(charactersMax: OptionType.nameCharactersMax), example: "root@example.net",
        doc: "A user of the network, by the name in its certificate, that is made an administrator of AHA.")
    public static let dmonListen = Option(
        "dmon:listen", .url(schemes: ["ssl", "tcp", "unix"]), example: "ssl://0.0.0.0:27492?hostname=aha.example.net&ca=example.net",
        doc: "Where AHA listens for the wire protocol. Without it, on port 27492 of every address with the certificate of `dns:name`.")
    public static let dnsName = Option(
        "dns:name", .name, example: "aha.example.net",
        doc: "The name under which every host of the network reaches AHA. It is part of the URLs that AHA gives out.")
    public static let provisionListen = Option(
        "provision:listen", .url(schemes: ["ssl"]), example: "ssl://0.0.0.0:27272",
        doc: "Where AHA listens for services and users with a one-time URL. Without it, on port 27272 of every address.")
    /// At least a minute, since a person carries the URL; at most thirty days, since it is as good as a password until then.
    public static let provisionExpires = Option(
        "provision:expires", .int(60...2_592_000), default: 86_400, unit: "seconds", effect: .reload,
        doc: "How long a one-time URL stays valid.")

    /// Every option of AHA.
    public static let service = ServiceOptions(
        service: "aha", own: [ahaNetwork, ahaAdmin, dmonListen, dnsName, provisionListen, provisionExpires])
}
