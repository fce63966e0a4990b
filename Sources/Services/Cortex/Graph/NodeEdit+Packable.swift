import Kernel
import MessagePack
import Model

/// Each edit is an array of a number for its kind and its parts. The numbers never change, since logs hold them.
extension NodeEdit: Packable {
    private enum Kind: UInt64 {
        case addNode, deleteNode, setProperty, deleteProperty, setTag, deleteTag, setTagProperty, deleteTagProperty
        case setData, deleteData, addEdge, deleteEdge

        var partCount: Int {
            switch self {
            case .addNode, .deleteNode: 0
            case .deleteProperty, .deleteTag, .deleteData: 1
            case .setProperty, .setData, .deleteTagProperty: 2
            case .setTag, .setTagProperty, .addEdge, .deleteEdge: 3
            }
        }
    }

    public func pack(into packer: inout Packer) {
        switch self {
        case .addNode: Self.start(.addNode, &packer)
        case .deleteNode: Self.start(.deleteNode, &packer)
        case .setProperty(let name, let value):
            Self.start(.setProperty, &packer)
            packer.pack(name)
            value.pack(into: &packer)
        case .deleteProperty(let name):
            Self.start(.deleteProperty, &packer)
            packer.pack(name)
        case .setTag(let name, let times):
            Self.start(.setTag, &packer)
            packer.pack(name)
            times.first.pack(into: &packer)
            times.last.pack(into: &packer)
        case .deleteTag(let name):
            Self.start(.deleteTag, &packer)
            packer.pack(name)
        case .setTagProperty(let tag, let name, let value):
            Self.start(.setTagProperty, &packer)
            packer.pack(tag)
            packer.pack(name)
            value.pack(into: &packer)
        case .deleteTagProperty(let tag, let name):
            Self.start(.deleteTagProperty, &packer)
            packer.pack(tag)
            packer.pack(name)
        case .setData(let name, let value):
            Self.start(.setData, &packer)
            packer.pack(name)
            value.pack(into: &packer)
        case .deleteData(let name):
            Self.start(.deleteData, &packer)
            packer.pack(name)
        case .addEdge(let verb, let target): Self.pack(.addEdge, verb, target, &packer)
        case .deleteEdge(let verb, let target): Self.pack(.deleteEdge, verb, target, &packer)
        }
    }

    private static func start(_ kind: Kind, _ packer: inout Packer) {
        packer.packArrayHeader(1 + kind.partCount)
        packer.pack(kind.rawValue)
    }

    private static func pack(_ kind: Kind, _ verb: String, _ target: NodeName, _ packer: inout Packer) {
        start(kind, &packer)
        packer.pack(verb)
        packer.pack(target.form)
        target.value.pack(into: &packer)
    }

    /// Throws `BadDataValu` for an unknown kind.
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        let number = try unpacker.uint()
        guard let kind = Kind(rawValue: number), count == 1 + kind.partCount else {
            throw Fault(
                .badData, "an edit of the unknown kind \(number) with \(count) parts",
                advice: "Upgrade this service to the version of the one that sent it")
        }
        switch kind {
        case .addNode: self = .addNode
        case .deleteNode: self = .deleteNode
        case .setProperty: self = .setProperty(try unpacker.string(), try ModelValue(unpacking: &unpacker))
        case .deleteProperty: self = .deleteProperty(try unpacker.string())
        case .setTag:
            let name = try unpacker.string()
            let first = try Int64?(unpacking: &unpacker)
            self = .setTag(name, TagTimes(first: first, last: try Int64?(unpacking: &unpacker)))
        case .deleteTag: self = .deleteTag(try unpacker.string())
        case .setTagProperty:
            let tag = try unpacker.string()
            self = .setTagProperty(tag: tag, name: try unpacker.string(), try ModelValue(unpacking: &unpacker))
        case .deleteTagProperty:
            let tag = try unpacker.string()
            self = .deleteTagProperty(tag: tag, name: try unpacker.string())
        case .setData: self = .setData(try unpacker.string(), try ModelValue(unpacking: &unpacker))
        case .deleteData: self = .deleteData(try unpacker.string())
        case .addEdge: self = .addEdge(verb: try unpacker.string(), to: try NodeName(unpacking: &unpacker, bare: ()))
        case .deleteEdge: self = .deleteEdge(verb: try unpacker.string(), to: try NodeName(unpacking: &unpacker, bare: ()))
        }
    }
}

extension NodeName: Packable {
    /// An array of form and value.
    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(2)
        packer.pack(form)
        value.pack(into: &packer)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        guard try unpacker.arrayHeader() == 2 else { throw Fault(.badData, "the name of a node has two parts") }
        try self.init(unpacking: &unpacker, bare: ())
    }

    fileprivate init(unpacking unpacker: inout Unpacker, bare: Void) throws(Fault) {
        let form = try unpacker.string()
        self.init(form: form, value: try ModelValue(unpacking: &unpacker))
    }
}

extension NodeEdits: Packable {
    public func pack(into packer: inout Packer) {
        packer.packRecord(2)
        packer.pack("node", node)
        packer.pack("edits", edits)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        self.init(node: try record.required("node"), edits: try record.required("edits"))
    }
}

extension LayerEdits: Packable {
    public func pack(into packer: inout Packer) {
        packer.packRecord(2)
        packer.pack("layer", layer)
        packer.pack("nodes", nodes)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        self.init(layer: try record.required("layer"), nodes: try record.required("nodes"))
    }
}
