import Kernel
import MessagePack
import Model

/// What one layer says of a node, as it is stored: names are numbers of labels.
///
/// Packed: flags; where the node was added in the layer its form and value, so that a lift need not read the row of its name; properties as
/// pairs of name and value; and where flagged tags, each with times and tag properties. All of it MessagePack, so that one property is
/// found by stepping over those before it.
struct LayerState: Sendable {
    /// What a row says beside its properties and tags.
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt64
        static let isAdded = Flags(rawValue: 1)
        static let hasData = Flags(rawValue: 2)
        static let hasEdges = Flags(rawValue: 4)
        static let hasTags = Flags(rawValue: 8)
    }

    struct Property: Sendable {
        let name: UInt64
        var value: ModelValue
    }

    struct Tag: Sendable {
        let name: UInt64
        /// Nil where the layer has tag properties of the tag, but not the tag.
        var times: TagTimes?
        var properties: [Property] = []
    }

    var flags: Flags = []
    var properties: [Property] = []
    var tags: [Tag] = []

    init() {}

    /// Whether the layer says nothing at all of the node.
    var isEmpty: Bool { flags.isDisjoint(with: [.isAdded, .hasData, .hasEdges]) && properties.isEmpty && tags.isEmpty }

    var isAdded: Bool {
        get { flags.contains(.isAdded) }
        set { if newValue { flags.insert(.isAdded) } else { flags.remove(.isAdded) } }
    }

    // MARK: Packing

    /// `name` is the row of the node's name.
    func pack(name: [UInt8], into packer: inout Packer) {
        var flags = flags
        if tags.isEmpty { flags.remove(.hasTags) } else { flags.insert(.hasTags) }
        packer.pack(flags.rawValue)
        if flags.contains(.isAdded) { packer.appendPacked(name) }
        Self.pack(properties, into: &packer)
        guard !tags.isEmpty else { return }
        packer.pack(UInt64(tags.count))
        for tag in tags {
            packer.pack(tag.name)
            packer.pack(tag.times != nil)
            (tag.times?.first).pack(into: &packer)
            (tag.times?.last).pack(into: &packer)
            Self.pack(tag.properties, into: &packer)
        }
    }

    private static func pack(_ properties: [Property], into packer: inout Packer) {
        packer.pack(UInt64(properties.count))
        for property in properties {
            packer.pack(property.name)
            property.value.pack(into: &packer)
        }
    }

    init(packed bytes: [UInt8]) throws(Fault) {
        var unpacker = Unpacker(bytes)
        flags = Flags(rawValue: try unpacker.uint())
        if flags.contains(.isAdded) { try Self.skipName(&unpacker) }
        properties = try Self.properties(bytes, &unpacker)
        guard flags.contains(.hasTags) else { return }
        for _ in 0..<(try unpacker.uint()) {
            let name = try unpacker.uint()
            let isSet = try unpacker.bool()
            let first = try Int64?(unpacking: &unpacker)
            let times = TagTimes(first: first, last: try Int64?(unpacking: &unpacker))
            tags.append(Tag(name: name, times: isSet ? times : nil, properties: try Self.properties(bytes, &unpacker)))
        }
    }

    private static func properties(_ bytes: [UInt8], _ unpacker: inout Unpacker) throws(Fault) -> [Property] {
        let count = try unpacker.uint()
        var properties: [Property] = []
        for _ in 0..<count {
            let name = try unpacker.uint()
            properties.append(Property(name: name, value: try StoredValue.read(bytes, &unpacker)))
        }
        return properties
    }

    // MARK: Looking into packed bytes

    static func flags(_ bytes: [UInt8]) throws(Fault) -> Flags {
        guard let first = bytes.first, first < 0x80 else { throw .damagedGraph("a node has a state without flags") }
        return Flags(rawValue: UInt64(first))
    }

    /// Whether the node was added in the layer under this name, given as the row of a name.
    static func isNamed(_ name: [UInt8], in bytes: RawSpan) -> Bool {
        let end = name.count + 1
        guard let first = bytes.first, Flags(rawValue: UInt64(first)).contains(.isAdded), bytes.byteCount >= end else { return false }
        // A name is one number and one value, so that no name starts another.
        return bytes.extracting(1..<end).equals(name.span.bytes)
    }

    /// The form's label and the value of a node that was added in the layer; nil of one that was not.
    static func name(in bytes: [UInt8]) throws(Fault) -> (form: UInt64, value: ModelValue)? {
        guard try flags(bytes).contains(.isAdded) else { return nil }
        var unpacker = Unpacker(bytes, in: 1..<bytes.count)
        let form = try unpacker.uint()
        return (form, try StoredValue.read(bytes, &unpacker))
    }

    /// Behind the flags and the name.
    private static func atProperties(_ bytes: [UInt8]) throws(Fault) -> Unpacker {
        let flags = try flags(bytes)
        var unpacker = Unpacker(bytes, in: 1..<bytes.count)
        if flags.contains(.isAdded) { try skipName(&unpacker) }
        return unpacker
    }

    private static func skipName(_ unpacker: inout Unpacker) throws(Fault) {
        try unpacker.skip()
        try unpacker.skip()
    }

    /// One property, without unpacking the others.
    static func property(_ name: UInt64, in bytes: [UInt8]) throws(Fault) -> ModelValue? {
        var unpacker = try atProperties(bytes)
        for _ in 0..<(try unpacker.uint()) {
            if try unpacker.uint() == name { return try StoredValue.read(bytes, &unpacker) }
            try unpacker.skip()
        }
        return nil
    }

    /// Whether the bytes have the property.
    static func hasProperty(_ name: UInt64, in bytes: [UInt8]) throws(Fault) -> Bool {
        var unpacker = try atProperties(bytes)
        for _ in 0..<(try unpacker.uint()) {
            if try unpacker.uint() == name { return true }
            try unpacker.skip()
        }
        return false
    }

    /// One tag and its tag properties.
    static func tag(_ name: UInt64, in bytes: [UInt8]) throws(Fault) -> Tag? {
        guard try flags(bytes).contains(.hasTags) else { return nil }
        var unpacker = try atProperties(bytes)
        try skipProperties(&unpacker)
        for _ in 0..<(try unpacker.uint()) {
            let found = try unpacker.uint()
            let isSet = try unpacker.bool()
            if found == name {
                let first = try Int64?(unpacking: &unpacker)
                let times = TagTimes(first: first, last: try Int64?(unpacking: &unpacker))
                return Tag(name: name, times: isSet ? times : nil, properties: try properties(bytes, &unpacker))
            }
            try unpacker.skip()
            try unpacker.skip()
            try skipProperties(&unpacker)
        }
        return nil
    }

    private static func skipProperties(_ unpacker: inout Unpacker) throws(Fault) {
        for _ in 0..<(try unpacker.uint()) {
            try unpacker.skip()
            try unpacker.skip()
        }
    }
}

/// Values inside stored bytes: what is frequent is read without a step between.
enum StoredValue {
    static func read(_ bytes: [UInt8], _ unpacker: inout Unpacker) throws(Fault) -> ModelValue {
        guard unpacker.position < unpacker.end else { throw .damagedGraph("a value is cut off") }
        switch bytes[unpacker.position] {
        case 0x00...0x7f, 0xcc...0xce, 0xd0...0xd3, 0xe0...0xff: return .int(try unpacker.int())
        case 0xa0...0xbf, 0xd9...0xdb: return .string(try unpacker.string())
        default: return try ModelValue(unpacking: &unpacker)
        }
    }
}

/// The row of a node's name: the label of its form, and its value.
enum StoredName {
    static func pack(_ form: UInt64, _ value: ModelValue) -> [UInt8] {
        var packer = Packer(capacity: 24)
        packer.pack(form)
        value.pack(into: &packer)
        return packer.bytes
    }

    static func read(_ bytes: [UInt8]) throws(Fault) -> (form: UInt64, value: ModelValue) {
        var unpacker = Unpacker(bytes)
        let form = try unpacker.uint()
        return (form, try StoredValue.read(bytes, &unpacker))
    }
}
