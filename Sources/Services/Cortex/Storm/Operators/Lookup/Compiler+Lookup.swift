/// Look-ups of words instead of a query.
extension Compiler {
    /// The lift of a text in lookup mode: `words` are what is looked up, `mode` says what becomes of those not found.
    func compileLookup(_ words: [any StormExpression], mode: StormMode) throws -> any Operator {
        LookupOperator(words: words, mode: mode)
    }
}
