import Kernel

/// A behaviour whose values have an order that queries ask for: `<`, `<=`, `>`, `>=`.
protocol OrderedBehaviour: TypeBehaviour {}

extension OrderedBehaviour {
    var liftComparators: [String] { ["<", "<=", ">", ">="] }

    func index(_ value: ModelValue, _ context: TypeContext) -> [UInt8] { value.int.map(IndexForm.int) ?? IndexForm.any(value) }

    func predicate(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> ValuePredicate? {
        guard liftComparators.contains(comparator) else { return nil }
        return CommonComparators.ordering(comparator, try context.norm(value).value)
    }

    func lift(_ comparator: String, _ value: ModelValue, _ context: TypeContext) throws(Fault) -> LiftPlan? {
        guard liftComparators.contains(comparator) else { return nil }
        return CommonComparators.ordering(comparator, try context.norm(value).value, context)
    }
}
