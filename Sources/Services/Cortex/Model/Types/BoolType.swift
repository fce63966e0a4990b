import Kernel

/// `bool`: stored as 0 or 1.
struct BoolType: TypeBehaviour {
    private static let yes: Set<String> = ["true", "t", "yes", "y", "on"]
    private static let no: Set<String> = ["false", "f", "no", "n", "off"]

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .bool(let flag): return Normalized(.int(flag ? 1 : 0))
        case .int, .big, .float: return Normalized(.int(value.isTruthy ? 1 : 0))
        case .string(let text):
            if let number = NumberText.integer(text) { return Normalized(.int(number.isZero ? 0 : 1)) }
            let word = TextForm.strip(text).lowercased()
            if Self.yes.contains(word) { return Normalized(1) }
            if Self.no.contains(word) { return Normalized(0) }
            throw context.bad("Failed to norm bool")
        default:
            throw context.noNorm(value)
        }
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue { value.isTruthy ? "true" : "false" }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { [value.isTruthy ? 1 : 0] }
}
