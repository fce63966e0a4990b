/// The options that every service has.
public enum CellOptions {
    static let serviceSchemes = ["aha", "ssl", "tcp", "unix"]

    public static let ahaName = Option(
        "aha:name", .name, example: "00.cortex",
        doc: "The name of this service in its network, without the network: `00.cortex`. Provisioning sets it.")
    public static let ahaNetwork = Option(
        "aha:network", .name, example: "example.net", doc: "The network that this service belongs to. Provisioning sets it.")
    public static let ahaProvision = Option(
        "aha:provision", .url(schemes: ["ssl"]), isSecret: true,
        example: "ssl://aha.example.net:27272/0123456789abcdef0123456789abcdef?certhash=00ff",
        doc: "The one-time URL that `synctl aha provision service` printed. At its first start with a new URL the service fetches its "
            + "configuration and its certificates from AHA.")
    public static let ahaRegistry = Option(
        "aha:registry", .urls(schemes: ["ssl", "tcp", "unix"]), example: "ssl://root@aha.example.net",
        doc: "Where AHA is: one URL, or a list when AHA has clones. Provisioning sets it.")
    public static let ahaUser = Option(
        "aha:user", .name, default: "root", doc: "The user of the network that this service is when it calls other services.")
    public static let ahaLeader = Option(
        "aha:leader", .name, example: "cortex",
        doc: "The name that the leader of this service and its mirrors goes by: `cortex`. Provisioning sets it.")
    public static let dmonListen = Option(
        "dmon:listen", .url(schemes: ["ssl", "tcp", "unix"]), example: "ssl://0.0.0.0:27492?hostname=00.cortex.example.net&ca=example.net",
        doc:
            "Where the service listens for the wire protocol, besides the UNIX socket in its directory. Port 0 lets the system choose; "
            + "AHA tells the others. `tcp://` has no protection: only for a trusted loopback. Provisioning sets it.")
    public static let httpsPort = Option(
        "https:port", .port, default: 4443, doc: "The port of the HTTPS API. 0 lets the system choose one; `null` switches the API off.")
    public static let httpsHeaders = Option(
        "https:headers", .textObject, effect: .reload, example: .object(["Strict-Transport-Security": "max-age=63072000"]),
        doc: "Headers that are added to every answer of the HTTPS API.")
    /// A leader that waits for more followers than a network can have would never answer: 16 is above any mirror tree that makes sense.
    public static let nexusAcks = Option(
        "nexus:acks", .int(0...16), default: 0, unit: "followers", effect: .reload,
        doc:
            "How many followers must have a change on disk before the leader acknowledges it. With 0 a forced promotion may lose the last "
            + "changes; with N a write waits while fewer than N followers are in step.")
    /// Below two seconds a pause of the machine looks like a death; above five minutes nobody waits for the failover.
    public static let nexusLease = Option(
        "nexus:lease", .int(2...300), default: 10, unit: "seconds",
        doc: "How long a leader may acknowledge writes without news from AHA. A forced promotion waits at most this long.")
    public static let mirror = Option(
        "mirror", .url(schemes: serviceSchemes), example: "aha://root@cortex...",
        doc: "The service that this one is a mirror of. Without it the service leads. Provisioning and promotion set it.")
    public static let authPasswd = Option(
        "auth:passwd", .text(charactersMax: 1024), effect: .reload, isSecret: true, example: "a long password",
        doc: "The password of the user `root`. Better given as the systemd credential `auth.passwd` than in the file.")
    /// 100 keeps a service read-only, which some want for a while.
    public static let limitDiskFree = Option(
        "limit:disk:free", .int(0...100), default: 5, unit: "percent", effect: .reload,
        doc: "The service takes no writes while less than this share of the disk is free, and takes them again once there is more. 0 "
            + "switches the check off.")
    public static let backupDir = Option(
        "backup:dir", .text(charactersMax: 4096), example: "/srv/backups/cortex",
        doc: "The directory that backups are written to. Without it, `backups` in the directory of the service.")
    public static let cellGuid = Option(
        "cell:guid", .guid, example: "0123456789abcdef0123456789abcdef",
        doc: "The identifier of the service, where one must be fixed before the first start. It has no effect later.")
    public static let inaugural = Option(
        "inaugural", .object,
        example: .object([
            "users": [.object(["name": "visi", "email": "visi@example.net", "roles": ["analyst"]])],
            "roles": [.object(["name": "analyst"])],
        ]),
        doc: "Users and roles that are made at the first start. It has no effect later.")
    public static let dnsName = Option(
        "dns:name", .name, example: "cortex.example.net",
        doc: "The name under which clients reach this host, for its certificates and its URLs.")

    /// All of them.
    public static let all: [Option] = [
        ahaName, ahaNetwork, ahaProvision, ahaRegistry, ahaUser, ahaLeader, dmonListen, httpsPort, httpsHeaders, nexusAcks, nexusLease,
        mirror,
        authPasswd, limitDiskFree, backupDir, cellGuid, inaugural, dnsName,
    ]
}
