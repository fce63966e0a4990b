import Kernel
import MessagePack

/// Values as MessagePack, for logs and stores. Integers wider than 64 bits are an extension: a byte for the sign, then the magnitude.
extension ModelValue: Packable {
    /// The extension type of wide integers.
    private static let wideInteger: Int8 = 1
    /// What can be packed and unpacked again nests no deeper than this: unpacking stops a little later.
    public static let packedDepthMax = 120

    public func pack(into packer: inout Packer) {
        switch self {
        case .null: packer.packNil()
        case .bool(let flag): packer.pack(flag)
        case .int(let number): packer.pack(number)
        case .big(let number): packer.packExtension(Self.wideInteger, Self.wide(number))
        case .float(let number): packer.pack(number)
        case .string(let text): packer.pack(text)
        case .bytes(let content): packer.pack(content)
        case .list(let items):
            packer.packArrayHeader(items.count)
            for item in items { item.pack(into: &packer) }
        case .dict(let entries):
            packer.packMapHeader(entries.count)
            for entry in entries {
                packer.pack(entry.key)
                entry.value.pack(into: &packer)
            }
        }
    }

    /// Throws `BadDataValu` where the bytes are no value of the model.
    public init(unpacking unpacker: inout Unpacker) throws(Fault) {
        self = try Self.read(try unpacker.value())
    }

    private static func wide(_ number: BigInteger) -> [UInt8] {
        let magnitude = number.magnitude
        var count = 8
        while magnitude.bigEndianBytes(count: count) == nil { count += 8 }
        return [number.isNegative ? 1 : 0] + (magnitude.bigEndianBytes(count: count) ?? [])
    }

    private static func read(_ value: Kernel.Value) throws(Fault) -> ModelValue {
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .int(number)
        case .uint(let number): return .integer(BigInteger(number))
        case .float(let number): return .float(number)
        case .string(let text): return .string(text)
        case .bytes(let content): return .bytes(content)
        case .array(let items):
            var list: [ModelValue] = []
            list.reserveCapacity(items.count)
            for item in items { list.append(try read(item)) }
            return .list(list)
        case .map(let pairs):
            var entries: [Entry] = []
            entries.reserveCapacity(pairs.count)
            for pair in pairs {
                guard case .string(let key) = pair.key else { throw Fault(.badData, "a key of a packed dictionary is not text") }
                entries.append(Entry(key, try read(pair.value)))
            }
            return .dict(entries)
        case .ext(let type, let content):
            guard type == wideInteger, let sign = content.first else {
                throw Fault(.badData, "a packed value has the unknown extension \(type)")
            }
            let magnitude = BigInteger(bigEndian: content.dropFirst())
            return .integer(sign == 1 ? -magnitude : magnitude)
        }
    }

    /// Whether lists and dictionaries nest at most ``packedDepthMax`` deep, so that the value can be packed and unpacked.
    public var isPackable: Bool { isWithin(depth: Self.packedDepthMax) }

    private func isWithin(depth: Int) -> Bool {
        switch self {
        case .list(let items): depth > 0 && items.allSatisfy { $0.isWithin(depth: depth - 1) }
        case .dict(let entries): depth > 0 && entries.allSatisfy { $0.value.isWithin(depth: depth - 1) }
        default: true
        }
    }
}
