import Kernel

/// `guid`: 128 bits as 32 hexadecimal digits; new for `*`, from content for lists and for dictionaries of properties.
struct GuidType: TypeBehaviour {
    var liftComparators: [String] { ["^="] }

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        switch value {
        case .string(let text):
            if text == "*" { return Normalized(.string(context.environment.freshIden().description)) }
            let guid = TextForm.replace(text.lowercased(), "-", with: "")
            guard guid.utf8.count == 32, TextForm.isHex(guid) else { throw context.bad("valu is not a guid.") }
            return Normalized(.string(guid))
        case .list(let items):
            guard !items.isEmpty else { throw context.bad("Guid list values cannot be empty.") }
            return Normalized(.string(try NodeIdentity.guid(of: value, context.environment)))
        case .dict(let entries):
            guard context.model.form(context.type.name) != nil else { throw context.noNorm(value) }
            return Normalized(try GuidContent(form: context.type.name, entries: entries, in: context.model).guid)
        default:
            throw context.noNorm(value)
        }
    }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] {
        value.string.flatMap(IndexForm.hexadecimal) ?? IndexForm.any(value)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard comparator == "^=" else { return nil }
        let digits = Display.text(value).lowercased()
        guard digits.utf8.count <= 32, TextForm.isHex(digits) else { return .nothing }
        if digits.utf8.count.isMultiple(of: 2) { return LiftPlan(.prefix(Hex.decode(digits) ?? [])) }
        let fill = 32 - digits.utf8.count
        return LiftPlan(.span(
            from: Hex.decode(digits + String(repeating: "0", count: fill)),
            through: Hex.decode(digits + String(repeating: "f", count: fill))))
    }
}
