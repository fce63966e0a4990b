import ArgumentParser
import Cell
import Kernel
import Leadership
import Messaging

/// `synctl promote`.
struct PromoteCommand: OperatorCommand {
    static let examples = [
        Example("synctl promote", "Makes the mirror in this directory the leader; the old leader becomes its mirror."),
        Example("synctl promote --url aha://root@01.axon...", "The same from another host."),
        Example("synctl promote --failure --vouch --yes", "Takes leadership at once from a leader that is known to be dead."),
    ]
    static let configuration = CommandConfiguration.command(
        "promote", "Makes the server that is asked the leader of its service.",
        details: """
            Without --failure the leader hands over: no acknowledged write is lost, and no write fails. Use --failure only when the leader \
            is gone. What it acknowledged and this server does not hold may then be lost; should it come back, it takes no writes until \
            'synctl rejoin' makes it a mirror.
            """, examples: examples)

    @Flag(help: "The leader is gone: take leadership without it.") var failure = false
    @Flag(help: "With --failure: you know that the leader is dead, so its lease need not run out.") var vouch = false
    @Flag(help: "With --failure: go on although another server holds more, or may hold more.") var behind = false
    @Flag(help: "With --failure: go on although this server lacks bytes that its log names.") var incomplete = false
    @Flag(help: "With --failure: do not ask for confirmation.") var yes = false
    @OptionGroup var connection: ConnectionOptions

    var wantsJSON: Bool { connection.display.json }

    func validate() throws {
        if !failure, vouch || behind || incomplete || yes {
            throw ValidationError("--vouch, --behind, --incomplete and --yes go with --failure")
        }
    }

    func perform(_ context: CommandContext) async throws(Fault) -> CommandExit {
        let cell = Ref<CellContract>(try await connection.connect(context))
        let asks = failure && !yes && context.terminal.isInputTerminal
        var dead: String?
        if asks || vouch {
            // Asked once: the leader that is vouched for is the one that was shown, though another may lead by now.
            let status = try await cell.ask(GetNexusStatus(), options: connection.call(context, isIdempotent: true))
            if vouch { dead = try Self.leader(status) }
            if asks { try confirm(status, context) }
        }
        let request = PromoteHere(
            id: context.host.iden(), failure: failure, vouchedDead: dead, allowBehind: behind, allowIncomplete: incomplete)
        // The same id gets the same answer, so the request may be repeated.
        let reply = try await cell.ask(request, options: connection.call(context, isIdempotent: true))
        try context.output.show(Self.json(reply)) { output throws(Fault) in
            try output.line("\(reply.leader) leads in term \(reply.term)")
            for line in Self.losses(reply.grant) { try output.line(line) }
        }
        if !wantsJSON, let warning = reply.warning { try context.output.talk("warning: \(FaultText.printable(warning))") }
        return .success
    }

    /// The leader that the operator vouches for: the one that this server last heard of.
    private static func leader(_ status: GetNexusStatus.Reply) throws(Fault) -> String {
        if let leader = status.leader { return leader }
        throw Fault(
            .noLeader, "\(status.name) has not heard of any leader that could be vouched for",
            advice: "Promote without --vouch: the lease of the leader runs out within seconds")
    }

    private func confirm(_ status: GetNexusStatus.Reply, _ context: CommandContext) throws(Fault) {
        let output = context.output
        let leader = status.leader ?? "its leader"
        try output.talk("\(status.name) is \(status.role) at index \(status.durable.index) of term \(status.durable.term).")
        try output.talk("A forced promotion makes it the leader without asking \(leader).")
        try output.talk("What \(leader) acknowledged after index \(status.durable.index), and no other server holds, may be lost.")
        if vouch { try output.talk("You state that \(leader) is dead: its lease is not waited for.") }
        if behind { try output.talk("It goes on even where another server holds more.") }
        if incomplete { try output.talk("It goes on even where \(status.name) lacks bytes that its log names.") }
        try output.talkInLine("Type yes to go on: ")
        guard context.readLine() == "yes" else {
            throw Fault(
                .cancelled, "nothing was changed", advice: "Where the leader is alive, promote without --failure: nothing is lost then")
        }
    }

    /// What a forced promotion may have lost.
    private static func losses(_ grant: Grant?) -> [String] {
        guard let grant else { return [] }
        var lines: [String] = []
        if let furthest = grant.furthestKnown {
            lines.append("may be lost: what lies between \(grant.position) and \(furthest)")
        }
        if !grant.unheard.isEmpty { lines.append("did not answer, and may hold more: \(grant.unheard.joined(separator: ", "))") }
        return lines
    }

    private static func json(_ reply: PromoteHere.Reply) -> Value {
        .object([
            "leader": .string(reply.leader), "term": .integer(reply.term.number),
            "position": reply.grant.map(\.position.json) ?? .null, "furthest": reply.grant?.furthestKnown.map(\.json) ?? .null,
            "unheard": .array((reply.grant?.unheard ?? []).map(Value.string)), "warning": reply.warning.map(Value.string) ?? .null,
        ])
    }
}
