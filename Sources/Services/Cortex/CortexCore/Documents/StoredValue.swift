import Kernel
import Model

/// Values of queries as they are stored, and back.
extension Value {
    /// The extension under which integers beyond 64 bits are stored, as decimal text.
    private static let bigExtension: Int8 = 1

    init(_ value: ModelValue) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .int(let number): self = .int(number)
        case .big(let number): self = .ext(Self.bigExtension, Array(number.description.utf8))
        case .float(let number): self = .float(number)
        case .string(let text): self = .string(text)
        case .bytes(let bytes): self = .bytes(bytes)
        case .list(let items): self = .array(items.map(Value.init))
        case .dict(let entries): self = .map(entries.map { Entry(.string($0.key), Value($0.value)) })
        }
    }

    var modelValue: ModelValue {
        switch self {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .int(let number): .int(number)
        case .uint(let number): BigInteger(String(number)).map { .integer($0) } ?? .null
        case .float(let number): .float(number)
        case .string(let text): .string(text)
        case .bytes(let bytes): .bytes(bytes)
        case .ext(_, let bytes): BigInteger(String(decoding: bytes, as: UTF8.self)).map { .integer($0) } ?? .null
        case .array(let items): .list(items.map(\.modelValue))
        case .map(let entries): .dict(entries.compactMap { entry in entry.key.string.map { .init($0, entry.value.modelValue) } })
        }
    }
}
