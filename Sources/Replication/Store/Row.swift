/// A key and a value, copied out of the store.
public struct Row: Sendable, Hashable {
    /// Copies of the row's bytes.
    public let key: [UInt8]
    public let value: [UInt8]

    public init(key: [UInt8], value: [UInt8]) {
        self.key = key
        self.value = value
    }
}
