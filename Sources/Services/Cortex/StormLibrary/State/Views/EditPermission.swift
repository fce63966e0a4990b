import Graph

/// What a user must be allowed to do for an edit.
enum EditPermission {
    static func of(_ edit: NodeEdit, form: String) -> [[String]] {
        switch edit {
        case .addNode: [["node", "add", form]]
        case .deleteNode: [["node", "del", form]]
        case .setProperty(let name, _): name == ".created" ? [] : [["node", "prop", "set", form, name]]
        case .deleteProperty(let name): [["node", "prop", "del", form, name]]
        case .setTag(let tag, _): [["node", "tag", "add"] + parts(tag)]
        case .deleteTag(let tag): [["node", "tag", "del"] + parts(tag)]
        case .setTagProperty(let tag, _, _): [["node", "tag", "add"] + parts(tag)]
        case .deleteTagProperty(let tag, _): [["node", "tag", "del"] + parts(tag)]
        case .setData(let name, _): [["node", "data", "set", name]]
        case .deleteData(let name): [["node", "data", "pop", name]]
        case .addEdge(let verb, _): [["node", "edge", "add", verb]]
        case .deleteEdge(let verb, _): [["node", "edge", "del", verb]]
        }
    }

    private static func parts(_ tag: String) -> [String] { tag.split(separator: ".").map(String.init) }
}
