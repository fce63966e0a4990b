import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl healthcheck`.
struct HealthcheckCommand: OperatorCommand {
    static let examples = [
        Example("synctl healthcheck", "Exits with 0 nominal, 1 degraded, 2 failed, 3 unreachable."),
        Example("synctl healthcheck --url aha://root@00.axon... --timeout 5 --json", "For a monitor."),
    ]
    static let configuration = CommandConfiguration.command(
        "healthcheck", "Shows the health of a service and its parts.",
        details: "Exit status: 0 nominal, 1 degraded, 2 failed, 3 unreachable.", examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let health = try await cell.ask(GetHealth(), options: connection.call(context, isIdempotent: true))
        try context.output.show(Self.json(health)) { output throws(Fault) in
            var table = Table()
            table.add(["service", .init(health.status, Self.style(health.status)), ""])
            for component in health.components {
                table.add([.init(component.name), .init(component.status, Self.style(component.status)), .init(component.mesg)])
            }
            try table.print(to: output)
        }
        switch health.status {
        case "nominal": return .success
        case "degraded": return .failure
        default: return .failed
        }
    }

    private static func style(_ status: String) -> Style {
        switch status {
        case "nominal": .good
        case "degraded": .warning
        default: .bad
        }
    }

    /// As `GET /api/v1/healthcheck` answers.
    private static func json(_ health: GetHealth.Reply) -> Value {
        .object([
            "iden": .string(health.iden.description), "status": .string(health.status),
            "components": .array(
                health.components.map {
                    .object(["name": .string($0.name), "status": .string($0.status), "mesg": .string($0.mesg)])
                }),
        ])
    }
}
