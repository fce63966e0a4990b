import Graph
import Kernel
import Model
import Storm
import StormLibrary

/// Collects the messages of a query in the form in which answers are recorded.
final class AnswerRecorder {
    private let model: DataModel
    private let showsRepr: Bool
    private(set) var messages: [ModelValue] = []

    /// Properties of the nodes that describe the model which hold prose.
    private static let prose: [String: Set<String>] = [
        "syn:form": ["doc", "ctor"], "syn:prop": ["doc", "ctor"], "syn:type": ["doc", "ctor"], "syn:tagprop": ["doc", "ctor"],
        "syn:cmd": ["doc", "ctor"],
    ]

    init(_ model: DataModel, showsRepr: Bool) {
        self.model = model
        self.showsRepr = showsRepr
    }

    func take(_ message: StormMessage) throws {
        switch message {
        case .initial, .fini, .edits: break
        case .node(let item): messages.append(["node", try node(item.node)])
        case .print(let text): messages.append(["print", .string(text)])
        case .warn(let text, _): messages.append(["warn", .string(text)])
        case .error(let fault): messages.append(["err", Self.error(fault)])
        case .fire(let type, let data): messages.append(["storm:fire", ["type": .string(type), "data": data]])
        case .other(let type, let info): messages.append([.string(type), info])
        }
    }

    /// An error by name, words, and for syntax errors the place.
    static func error(_ fault: Fault) -> ModelValue {
        var entries: [ModelValue.Entry] = [.init("name", .string(fault.code.name)), .init("mesg", .string(fault.message))]
        if fault.code == .badSyntax {
            for name in ["line", "column", "at"] { if let number = fault.fields[name]?.int { entries.append(.init(name, .int(number))) } }
            if let token = fault.fields["token"]?.string { entries.append(.init("token", .string(token))) }
        }
        return .dict(entries)
    }

    // MARK: Nodes

    private func node(_ node: Node) throws -> ModelValue {
        let hidden = Self.prose[node.form.name] ?? []
        let properties = try node.properties().filter { $0.name != ".created" && !hidden.contains($0.name) }
        var entries: [ModelValue.Entry] = [
            .init("ndef", .list([.string(node.form.name), node.value])),
            .init("props", .dict(properties.map { .init($0.name, $0.value) })),
            .init("tags", .dict(try node.tags().map { .init($0.name, Self.times($0.times)) })),
            .init("tagprops", .dict(try node.tagProperties().map { tag in
                .init(tag.tag, .dict(tag.values.map { .init($0.name, $0.value) }))
            })),
        ]
        if showsRepr {
            var options = NodePackOptions()
            options.repr = true
            let packed = try NodePack(node, options).value(model).list?.last ?? [:]
            entries.append(.init("repr", packed["repr"] ?? .null))
            var reprs: [ModelValue.Entry] = []
            if case .dict(let texts)? = packed["reprs"] { reprs = texts.filter { $0.key != ".created" && !hidden.contains($0.key) } }
            entries.append(.init("reprs", .dict(reprs)))
        }
        return .dict(entries)
    }

    private static func times(_ times: TagTimes) -> ModelValue {
        .list([times.first.map(ModelValue.int) ?? .null, times.last.map(ModelValue.int) ?? .null])
    }

    // MARK: Returned values

    /// A returned value in the form in which values without JSON form are recorded.
    static func returned(_ value: StormValue) throws -> ModelValue {
        switch value {
        case .bytes(let bytes): return ["$bytes": .string(Base64Codec.encode(bytes, isURLSafe: false))]
        case .list(let list): return .list(try list.items.map(returned))
        case .dict(let dict):
            return .dict(try dict.pairs.map { .init($0.key.value.string ?? $0.key.value.quoted, try returned($0.value)) })
        case .undefined: return ["$type": "undef"]
        case .object(let object):
            if object.typeName == "set", let items = try object.primitive().list {
                let sorted = try items.map { try returned(StormValue($0)) }.sorted { "\($0)" < "\($1)" }
                return ["$set": .list(sorted)]
            }
            if let primitive = try? object.primitive() { return try returned(StormValue(primitive)) }
            return ["$type": .string(object.typeName)]
        default: return try value.primitive()
        }
    }
}
