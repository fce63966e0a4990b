import Kernel
import Model
import Storm

/// A command of a package: its declaration is data, its body a query that finds its options in `$cmdopts`.
struct PackageCommand {
    private let document: CoreDocument
    private let storm: String

    init(_ document: CoreDocument) {
        self.document = document
        storm = document.text("storm") ?? ""
    }

    var declaration: CommandDeclaration {
        let storm = storm
        let configuration = document["cmdconf"] ?? .dict([])
        let isPrivileged = document.flag("asroot")
        return CommandDeclaration(
            document.text("name") ?? "", help: document.text("descr") ?? "",
            arguments: document.list("cmdargs").compactMap { Self.argument($0) }, isReadOnlySafe: document.flag("readonly")
        ) { run in
            try Self.execute(run, storm, configuration, isPrivileged: isPrivileged)
        }
    }

    /// An argument from its pair: a name, or names, and what is said of it.
    private static func argument(_ value: ModelValue) -> CommandArgument? {
        guard case .list(let pair) = value, let first = pair.first else { return nil }
        let names = first.string.map { [$0] } ?? (first.list ?? []).compactMap(\.string)
        guard !names.isEmpty else { return nil }
        let info = CoreDocument(pair.count > 1 ? pair[1] : .null)
        let action = info.text("action").flatMap(CommandArgument.Action.init(rawValue:)) ?? .store
        var count = CommandArgument.Count.one
        switch info["nargs"] {
        case .string("?"): count = .optional
        case .string("+"): count = .some
        case .string("*"): count = .any
        case .int(let number): count = .exactly(Int(clamping: number))
        default: break
        }
        return CommandArgument(
            names: names, type: info.text("type").map(CommandArgument.ValueType.init(name:)) ?? .any, action: action, count: count,
            defaultValue: info["default"], choices: info.list("choices"), isRequired: info.flag("required"), destination: info.text("dest"),
            help: info.text("help") ?? "", isDeprecated: info.flag("deprecated"))
    }

    /// Runs the body for each node that comes in, or once without nodes. Variables of the query that uses the command do not reach it.
    private static func execute(_ run: CommandRun, _ storm: String, _ configuration: ModelValue, isPrivileged: Bool) throws {
        let runtime = run.runtime
        let query = try runtime.query(storm)
        func variables(_ options: CommandOptions) -> [String: StormValue] {
            let dict = options.dictionary(of: run.declaration)
            return ["cmdopts": .dict(dict), "cmdconf": StormValue(configuration)]
        }
        if run.isRuntimeSafe {
            return try run.run(query, variables: variables(run.options()), isPrivileged: isPrivileged || runtime.isPrivileged)
        }
        try run.forEach { item, options in
            let scope = try runtime.isolated(
                for: query, variables: variables(options), isPrivileged: isPrivileged || runtime.isPrivileged)
            try scope.run(query, input: { try $0(item) }, sink: { try run.output($0) })
        }
    }
}
