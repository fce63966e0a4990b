import Graph
import Kernel

/// The nodes that a value is, holds or names, as `yield` takes them.
public enum YieldedNodes {
    /// Calls `body` with every node, and its path where the value has one. Throws `BadLiftValu` for text that is not hexadecimal,
    /// `Cancelled` or `TimeOut`, and what reading nodes, iterating over an object and `body` throw.
    public static func each(_ value: StormValue, _ runtime: StormRuntime, _ body: (Node, StormPath?) throws -> Void) throws {
        switch value {
        case .null, .undefined, .bool, .int, .big, .float: return
        case .bytes(let bytes):
            guard let iden = Digest(bytes: bytes), let node = try runtime.session.node(iden: iden) else { return }
            try body(node, nil)
        case .string(let text):
            guard let bytes = Hex.decode(text) else {
                throw Fault(
                    .badLiftValue, "Yield string must be iden in hexdecimal. Got: \(value.quoted)",
                    advice: "Give the identity of a node: 64 hexadecimal digits")
            }
            guard let iden = Digest(bytes: bytes), let node = try runtime.session.node(iden: iden) else { return }
            try body(node, nil)
        case .list(let list):
            for item in list.items { try each(item, runtime, body) }
        case .dict(let dict):
            for key in dict.keys { try each(key.value, runtime, body) }
        case .object(let object):
            if let node = object as? NodeObject {
                try runtime.check()
                return try body(node.node, node.path)
            }
            _ = try object.iterate(runtime) { item in
                try runtime.check()
                try each(item, runtime, body)
            }
        }
    }
}
