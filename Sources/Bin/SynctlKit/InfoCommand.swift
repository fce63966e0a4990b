import ArgumentParser
import Cell
import Kernel
import Messaging

/// `synctl info`.
struct InfoCommand: OperatorCommand {
    static let examples = [Example("synctl info", "What the service in this directory is."), Example("synctl info --json", "For a script.")]
    static let configuration = CommandConfiguration.command("info", "Shows what a service is.", examples: examples)

    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let info = try await cell.ask(GetCellInfo(), options: connection.call(context, isIdempotent: true))
        try context.output.show(Self.json(info)) { output throws(Fault) in
            var table = Table()
            table.add(["name:", .init(info.name.isEmpty ? "none, it is outside of AHA" : info.name)])
            if !info.alias.isEmpty { table.add(["alias:", .init(info.alias)]) }
            table.add(["type:", .init(info.kind)])
            table.add(["version:", .init(info.version)])
            table.add(["iden:", .init(info.iden.description)])
            table.add(["run:", .init(info.run.description)])
            table.add(["pid:", .init("\(info.pid)")])
            table.add(["port:", .init(info.port.map { "\($0)" } ?? "none, only its socket")])
            table.add(["storage format:", .init("\(info.format)")])
            try table.print(to: output)
        }
        return .success
    }

    private static func json(_ info: GetCellInfo.Reply) -> Value {
        .object([
            "iden": .string(info.iden.description), "run": .string(info.run.description), "type": .string(info.kind),
            "version": .string(info.version), "name": .string(info.name), "alias": .string(info.alias), "network": .string(info.network),
            "pid": .int(Int64(info.pid)), "port": info.port.map { .int(Int64($0)) } ?? .null, "format": .int(Int64(info.format)),
        ])
    }
}
