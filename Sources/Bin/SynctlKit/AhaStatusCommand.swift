import ArgumentParser
import Cell
import Kernel

/// `synctl aha status`.
struct AhaStatusCommand: OperatorCommand {
    static let examples = [
        Example("synctl aha status", "Who leads, who follows whom, and how far behind."),
        Example("synctl aha status --json", "The same for a script."),
    ]
    static let configuration = CommandConfiguration.command(
        "status", "Shows the tree of every service: who leads and who follows whom.",
        details: """
            INDEX is the end of the server's log, LAG how many entries it is behind its leader. A server that is incomplete was rebuilt \
            from a snapshot, and not all bytes that its log names have arrived.
            """, examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let trees = ServiceTree.build(try await connection.askAHA(ListServices(), context, isIdempotent: true))
        try context.output.show(.object(["services": .array(trees.map(\.json))])) { output throws(Fault) in
            var table = Table(["SERVICE", "ROLE", "TERM", "INDEX", "LAG", "READY", "VERSION"])
            for tree in trees { tree.add(to: &table) }
            try table.print(to: output)
            if trees.isEmpty { try output.talk("no service has registered yet") }
        }
        return .success
    }
}

/// The servers of one service by whom they follow.
struct ServiceTree {
    /// One server and those that follow it.
    struct Node {
        let status: ServiceStatus
        let followers: [Node]
    }

    let alias: String
    let roots: [Node]

    /// The trees of all services, by name. Every server is in one place, whatever upstreams were reported.
    static func build(_ services: [ServiceStatus]) -> [ServiceTree] {
        Dictionary(grouping: services, by: \.registration.alias).sorted { $0.key < $1.key }.map { alias, members in
            var left = Dictionary(members.map { ($0.registration.address.name, $0) }) { first, _ in first }
            let names = left.keys.sorted()
            let upstreams = left.mapValues { status in
                status.isLeader ? nil : status.upstream.flatMap { resolve($0, alias, status, names) }
            }
            func node(_ name: String) -> Node? {
                guard let status = left.removeValue(forKey: name) else { return nil }
                return Node(status: status, followers: names.filter { upstreams[$0] == .some(name) }.compactMap(node))
            }
            let leaders = names.filter { left[$0]?.isLeader == true }
            var roots = (leaders + names.filter { upstreams[$0] == .some(nil) }).compactMap(node)
            // What is left follows each other in a circle.
            for name in names { if let node = node(name) { roots.append(node) } }
            return ServiceTree(alias: alias, roots: roots)
        }
    }

    /// The member that an upstream means: a name with or without the network.
    private static func resolve(_ upstream: String, _ alias: String, _ status: ServiceStatus, _ names: [String]) -> String? {
        let own = status.registration.address.name
        return names.first { $0 != own && ($0 == upstream || $0.hasPrefix(upstream + ".")) }
    }

    var json: Value {
        let leader = roots.first { $0.status.isLeader }?.status
        return .object([
            "alias": .string(alias), "leader": leader.map { .string($0.registration.address.name) } ?? .null,
            "term": leader.map { .integer($0.term.number) } ?? .null, "members": .array(roots.map(Self.json)),
        ])
    }

    private static func json(_ node: Node) -> Value {
        guard case .map(let entries) = node.status.json else { return .null }
        return .map(entries + [Value.Entry("followers", .array(node.followers.map(json)))])
    }

    func add(to table: inout Table) {
        let hasLeader = roots.contains { $0.status.isLeader && $0.status.isOnline }
        table.add([.init(alias, .strong), hasLeader ? "" : .init("no leader", .bad), "", "", "", "", ""])
        for (place, root) in roots.enumerated() { Self.add(root, "", isLast: place == roots.count - 1, to: &table) }
    }

    private static func add(_ node: Node, _ indent: String, isLast: Bool, to table: inout Table) {
        let status = node.status
        let isReady = status.isOnline && status.ready
        table.add([
            .init(indent + (isLast ? "└─ " : "├─ ") + status.registration.address.name),
            status.isOnline ? .init(status.role, status.isLeader ? .good : nil) : .init("offline", .bad), .init("\(status.term)"),
            .init("\(status.position.index)"), .init(status.isLeader ? "" : status.lag.map { "\($0)" } ?? "?"),
            isReady ? .init("ready") : .init(status.complete == false ? "incomplete" : "not ready", .warning),
            .init(status.registration.version),
        ])
        for (place, follower) in node.followers.enumerated() {
            add(follower, indent + (isLast ? "   " : "│  "), isLast: place == node.followers.count - 1, to: &table)
        }
    }
}
