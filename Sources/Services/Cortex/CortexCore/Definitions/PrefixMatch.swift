import Kernel

/// Finds a thing by the start of its identifier, as commands and libraries take it from people.
enum PrefixMatch {
    /// The one that `prefix` means. Throws `StormRuntimeError` where none does, or more than one.
    static func one<Item>(
        _ prefix: String, in items: [Item], iden: (Item) -> String, one name: String, many names: String
    ) throws(Fault) -> Item {
        let matches = items.filter { iden($0).hasPrefix(prefix) }
        if matches.count > 1 {
            throw Fault(
                FaultCode("StormRuntimeError"), "Provided iden matches more than one \(name).", fields: ["iden": .string(prefix)],
                advice: "Write more of the identifier")
        }
        guard let match = matches.first else {
            throw Fault(
                FaultCode("StormRuntimeError"), "Provided iden does not match any valid authorized \(names).",
                fields: ["iden": .string(prefix)])
        }
        return match
    }
}
