import Kernel

/// `data`: anything that JSON can say, stored as it is.
struct DataType: TypeBehaviour {
    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        _ = try CanonicalPacking.pack(value)
        return Normalized(value)
    }

    func repr(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> ModelValue { value }
}
