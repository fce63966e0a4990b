public import Kernel

/// Everything that is wrong with a configuration, so that one run of `synctl config check` shows it all. Never empty.
public struct ConfigurationFaults: Error, Sendable, CustomStringConvertible {
    /// More would scroll the first ones away.
    public static let countMax = 50

    /// In the order of the file, then of the environment. At most ``countMax``.
    public let faults: [Fault]
    /// How many there are beyond ``countMax``.
    public let omitted: Int

    init(_ faults: [Fault]) {
        self.faults = Array(faults.prefix(Self.countMax))
        omitted = max(0, faults.count - Self.countMax)
    }

    /// All of them as one fault, for callers that can throw only one.
    public var fault: Fault {
        guard faults.count > 1, let first = faults.first else {
            return faults.first ?? Fault(.badConfig, "the configuration is not valid")
        }
        return Fault(
            .badConfig, "\(faults.count + omitted) errors in the configuration, the first: \(first.message)",
            fields: ["errors": .array(faults.map { .string($0.message) })], advice: first.advice)
    }

    /// One line an error, with its advice.
    public var description: String {
        let lines = faults.map(\.description) + (omitted > 0 ? ["and \(omitted) more"] : [])
        return lines.joined(separator: "\n")
    }
}
