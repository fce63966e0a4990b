import World

/// Where the command runs and who sees its output.
public struct Terminal: Sendable {
    /// The environment variables.
    public var environment: [String: String]
    /// Absolute; nil where it was removed.
    public var currentDirectory: String?
    /// Where `~/.syn` is; nil where there is none.
    public var homeDirectory: String?
    /// Whether a person can answer questions.
    public var isInputTerminal: Bool
    /// Whether a person reads the data.
    public var isOutputTerminal: Bool
    /// Whether a person reads the talk.
    public var isErrorTerminal: Bool
    /// Columns, for progress bars.
    public var width: Int

    /// What is assumed of a terminal that does not tell its width.
    public static let widthAssumed = 80

    public init(
        environment: [String: String] = [:], currentDirectory: String? = nil, homeDirectory: String? = nil, isInputTerminal: Bool = false,
        isOutputTerminal: Bool = false, isErrorTerminal: Bool = false, width: Int = Terminal.widthAssumed
    ) {
        self.environment = environment
        self.currentDirectory = currentDirectory
        self.homeDirectory = homeDirectory
        self.isInputTerminal = isInputTerminal
        self.isOutputTerminal = isOutputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.width = width
    }

    /// That of this process.
    public static var ofProcess: Terminal {
        Terminal(
            environment: ProcessEnvironment.variables, currentDirectory: ProcessEnvironment.currentDirectory,
            homeDirectory: ProcessEnvironment.homeDirectory, isInputTerminal: StandardStream.input.isTerminal,
            isOutputTerminal: StandardStream.output.isTerminal, isErrorTerminal: StandardStream.error.isTerminal,
            width: ProcessEnvironment.terminalWidth(of: .error) ?? widthAssumed)
    }

    /// Whether colours are welcome where there is a terminal: `NO_COLOR` with any text, or a dumb terminal, says no.
    var allowsColour: Bool { environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb" }

    /// The path with `~/` and relative paths resolved.
    func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/"), let homeDirectory { return homeDirectory + path.dropFirst(1) }
        return currentDirectory.map { "\($0)/\(path)" } ?? path
    }
}
