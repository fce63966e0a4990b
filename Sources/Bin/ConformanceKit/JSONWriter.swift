import Kernel
import Model

/// Values as JSON, for people who compare answers.
enum JSONWriter {
    static func text(_ value: ModelValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .int(let number): "\(number)"
        case .big(let number): "\(number)"
        case .float(let number): "\(number)"
        case .string(let text): Value.string(text).json
        case .bytes(let bytes): "bytes(\(Hex.encode(bytes)))"
        case .list(let items): "[" + items.map(text).joined(separator: ", ") + "]"
        case .dict(let entries):
            "{" + entries.map { "\(Value.string($0.key).json): \(text($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
