import Kernel

extension Fault {
    /// A value that does not fit the type named `type`.
    static func badValue(_ message: String, type: String) -> Fault {
        Fault(.badTypeValue, message, fields: ["name": .string(type)])
    }
}
