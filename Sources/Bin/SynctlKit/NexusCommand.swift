import ArgumentParser
import Cell
import Kernel
import Messaging

/// The commands about replication.
struct NexusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nexus", abstract: "The replicated log of a service.", subcommands: [NexusStatusCommand.self])
}

/// `synctl nexus status`.
struct NexusStatusCommand: OperatorCommand {
    static let examples = [
        Example("synctl nexus status", "Role, term and log of the server in this directory, and who follows it."),
        Example("synctl nexus status --url aha://root@01.axon... --json", "The same of another server, for a script."),
    ]
    static let configuration = CommandConfiguration.command(
        "status", "Shows how far the log of a server has come, and who follows it.", examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let status = try await cell.ask(GetNexusStatus(), options: connection.call(context, isIdempotent: true))
        try context.output.show(Self.json(status)) { output throws(Fault) in try Self.show(status, output) }
        return .success
    }

    private static func show(_ status: GetNexusStatus.Reply, _ output: Output) throws(Fault) {
        var table = Table()
        table.add(["name:", .init(status.name)])
        table.add(["role:", .init(status.role, status.condition == nil ? nil : .bad)])
        table.add(["leader:", .init(status.leader ?? "none")])
        table.add(["term:", .init("\(status.term)")])
        table.add(["position:", .init("\(status.position)")])
        table.add(["durable:", .init("\(status.durable)")])
        table.add(["log starts at:", .init("\(status.start)")])
        table.add(["ready:", status.ready ? "yes" : .init("no", .warning)])
        let unfenced = Table.Cell("no: without AHA only care keeps two leaders apart", .warning)
        table.add(["fenced:", status.fenced ? "yes, AHA grants terms" : unfenced])
        if let lease = status.leaseMs { table.add(["lease left:", .init("\(Int(lease)) ms")]) }
        table.add(["acks:", .init("\(status.acks)")])
        if let condition = status.condition { table.add(["waits for rejoin:", .init(condition, .bad)]) }
        try table.print(to: output)
        guard !status.followers.isEmpty else { return }
        try output.line("")
        var followers = Table(["FOLLOWER", "DURABLE", "LAG"])
        for follower in status.followers {
            followers.add([.init(follower.name), .init("\(follower.durable)"), .init("\(follower.lag)")])
        }
        try followers.print(to: output)
    }

    private static func json(_ status: GetNexusStatus.Reply) -> Value {
        .object([
            "name": .string(status.name), "role": .string(status.role), "leader": status.leader.map(Value.string) ?? .null,
            "term": .integer(status.term.number), "position": status.position.json, "durable": status.durable.json,
            "start": .integer(status.start.number), "ready": .bool(status.ready), "fenced": .bool(status.fenced),
            "lease:ms": status.leaseMs.map(Value.float) ?? .null, "acks": .int(Int64(status.acks)),
            "condition": status.condition.map(Value.string) ?? .null,
            "followers": .array(
                status.followers.map {
                    .object(["name": .string($0.name), "durable": .integer($0.durable.number), "lag": .integer($0.lag)])
                }),
        ])
    }
}
