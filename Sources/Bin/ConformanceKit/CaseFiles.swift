import Kernel
import World

/// The files of cases in a directory.
public enum CaseFiles {
    /// Ten times the largest file of cases.
    private static let bytesMax = 64 << 20

    /// Every case of the `.jsonl` files in `directory`, or in its folder `storm`, in the order of their names.
    /// Throws `NoSuchPath`, `IoFault`, and `BadDataValu` with file and line.
    public static func read(_ directory: String, _ files: any FileSystem) throws(Fault) -> [ConformanceCase] {
        var folder = directory
        var names = try names(folder, files)
        if names.isEmpty {
            folder = directory + "/storm"
            names = (try? Self.names(folder, files)) ?? []
        }
        guard !names.isEmpty else {
            throw Fault(.noSuchFile, "there are no files of cases (*.jsonl) in \(directory)", advice: "Name the directory that holds them")
        }
        var cases: [ConformanceCase] = []
        for name in names {
            let text = String(
                decoding: try files.read(folder + "/" + name, bytesMax: bytesMax, label: "read a file of cases"), as: UTF8.self)
            for (number, line) in text.split(separator: "\n").enumerated() {
                do throws(Fault) {
                    cases.append(try ConformanceCase(json: line))
                } catch {
                    throw Fault(.badData, "\(folder)/\(name), line \(number + 1): \(error.message)", cause: error)
                }
            }
        }
        return cases
    }

    private static func names(_ folder: String, _ files: any FileSystem) throws(Fault) -> [String] {
        try files.list(folder, label: "list the files of cases").filter { $0.hasSuffix(".jsonl") }.sorted()
    }
}
