import Glibc
import Kernel

/// What the process was given by whoever started it: variables, directories, terminals.
public enum ProcessEnvironment {
    /// The kernel keeps variables and arguments of a process within a quarter of the stack limit; 8 MiB is more than it allows by default.
    private static let variablesBytesMax = 8 << 20

    /// The environment variables as they were at the start. Empty where they cannot be read; the first of two with one name counts.
    public static var variables: [String: String] {
        do throws(Fault) {
            return parse(try LinuxFileSystem().read("/proc/self/environ", bytesMax: variablesBytesMax, label: "read the environment"))
        } catch {
            return [:]
        }
    }

    /// Reads `NAME=value` entries that end with a zero byte. An entry without a name is left out.
    static func parse(_ bytes: [UInt8]) -> [String: String] {
        var variables: [String: String] = [:]
        for entry in bytes.split(separator: 0) {
            guard let equals = entry.firstIndex(of: UInt8(ascii: "=")), equals > entry.startIndex else { continue }
            let name = String(decoding: entry[..<equals], as: UTF8.self)
            if variables[name] == nil { variables[name] = String(decoding: entry[(equals + 1)...], as: UTF8.self) }
        }
        return variables
    }

    /// The arguments after the name of the program.
    public static var arguments: [String] { Array(CommandLine.arguments.dropFirst()) }

    /// The working directory, absolute; nil where it was removed.
    public static var currentDirectory: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// The home directory of the user, from `HOME`; nil where that is not set.
    public static var homeDirectory: String? {
        guard let home = getenv("HOME") else { return nil }
        let path = String(cString: home)
        return path.isEmpty ? nil : path
    }

    /// How many columns the terminal behind `stream` has; nil where it is none.
    public static func terminalWidth(of stream: StandardStream) -> Int? {
        var size = winsize()
        guard ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// The number of this process.
    public static var processID: Int { Int(getpid()) }

    /// Ends the process.
    public static func exit(status: Int32) -> Never { Glibc.exit(status) }
}
