import Kernel
import MessagePack
import Model

extension NodeChange: Packable {
    /// An array of the edit and, where there was something before, that: a value, or two times.
    public func pack(into packer: inout Packer) {
        packer.packArrayHeader(old != nil ? 2 : oldTimes != nil ? 3 : 1)
        edit.pack(into: &packer)
        if let old {
            old.pack(into: &packer)
        } else if let oldTimes {
            oldTimes.first.pack(into: &packer)
            oldTimes.last.pack(into: &packer)
        }
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let count = try unpacker.arrayHeader()
        let edit = try NodeEdit(unpacking: &unpacker)
        switch count {
        case 1: self.init(edit)
        case 2: self.init(edit, old: try ModelValue(unpacking: &unpacker))
        case 3:
            let first = try Int64?(unpacking: &unpacker)
            self.init(edit, oldTimes: TagTimes(first: first, last: try Int64?(unpacking: &unpacker)))
        default: throw Fault(.badData, "a change of a node has one to three parts, not \(count)")
        }
    }
}

extension NodeChanges: Packable {
    public func pack(into packer: inout Packer) {
        packer.packRecord(3)
        packer.pack("node", node)
        packer.pack("id", id.number)
        packer.pack("changes", changes)
    }

    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        let record = try unpacker.record()
        self.init(
            node: try record.required("node"), id: NodeID(try record.required("id")), changes: try record.required("changes"))
    }
}

extension LayerChanges: Packable {
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
