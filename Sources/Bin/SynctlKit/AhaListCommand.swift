import ArgumentParser
import Cell
import Kernel

/// `synctl aha list`.
struct AhaListCommand: OperatorCommand {
    static let examples = [
        Example("synctl aha list", "Every server of the network."),
        Example("synctl aha list --url ssl://visi@aha.example.net --json", "The same for a script, from another host."),
    ]
    static let configuration = CommandConfiguration.command(
        "list", "Lists the servers that AHA knows.", details: "The columns are name, leader or not, online or not, host and port, version.",
        examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let services = try await connection.askAHA(ListServices(), context, isIdempotent: true)
            .sorted { $0.registration.address.name < $1.registration.address.name }
        try context.output.show(.array(services.map(\.json))) { output throws(Fault) in
            var table = Table(["NAME", "KIND", "LEADER", "ONLINE", "HOST", "PORT", "VERSION"])
            for service in services {
                let registration = service.registration
                table.add([
                    .init(registration.address.name), .init(registration.kind), service.isLeader ? .init("yes", .good) : "no",
                    service.isOnline ? "yes" : .init("no", .bad), .init(registration.address.host), .init("\(registration.address.port)"),
                    .init(registration.version),
                ])
            }
            try table.print(to: output)
            if services.isEmpty { try output.talk("no service has registered yet") }
        }
        return .success
    }
}

extension ServiceStatus {
    /// One server as scripts see it.
    var json: Value {
        .object([
            "name": .string(registration.address.name), "alias": .string(registration.alias), "kind": .string(registration.kind),
            "host": .string(registration.address.host), "port": .int(Int64(registration.address.port)),
            "version": .string(registration.version), "iden": .string(registration.service.description),
            "run": .string(registration.run.description), "online": .bool(isOnline), "leader": .bool(isLeader), "role": .string(role),
            "ready": .bool(ready), "upstream": upstream.map(Value.string) ?? .null, "term": .integer(term.number),
            "position": position.json, "lag": lag.map(Value.integer) ?? .null, "complete": complete.map(Value.bool) ?? .null,
        ])
    }
}

extension Position {
    /// A position as scripts see it.
    var json: Value {
        .object(["index": .integer(index.number), "term": .integer(term.number), "hash": .string(hash.description)])
    }
}
