import Kernel

/// `file:base`: the name of a file, without folders.
struct FileNameType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.replace(TextForm.strip(try requireText(value, context).lowercased()), "\\", with: "/")
        guard !text.contains("/") else { throw context.bad("file:base may not contain /") }
        guard let (_, suffix) = TextForm.cutLast(text, at: ".") else { return Normalized(.string(text)) }
        return Normalized(.string(text), subs: [.init("ext", .string(suffix))])
    }

    func prefix(_ text: String) -> String { text.lowercased() }
}

/// `file:path`: folders and name with forward slashes, in lower case, without `.` and `..`.
struct FilePathType: TextBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let text = TextForm.replace(TextForm.strip(try requireText(value, context).lowercased()), "\\", with: "/")
        guard !text.isEmpty else { return Normalized("") }
        let isRooted = text.hasPrefix("/")
        var parts: [String] = []
        for part in TextForm.split(text, at: "/") where part != "." && !part.isEmpty {
            if part == ".." {
                if !parts.isEmpty { parts.removeLast() }
            } else {
                parts.append(part)
            }
        }
        let lead = isRooted ? "/" : ""
        guard let name = parts.last else { return Normalized(.string(lead)) }
        var subs: [ModelValue.Entry] = [.init("base", .string(name))]
        if let (_, suffix) = TextForm.cutLast(name, at: ".") { subs.append(.init("base:ext", .string(suffix))) }
        if parts.count > 1 { subs.append(.init("dir", .string(lead + parts.dropLast().joined(separator: "/")))) }
        return Normalized(.string(lead + parts.joined(separator: "/")), subs: subs)
    }

    func prefix(_ text: String) -> String { TextForm.replace(text.lowercased(), "\\", with: "/") }
}
