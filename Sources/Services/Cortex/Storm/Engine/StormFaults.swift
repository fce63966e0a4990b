import Kernel

/// The names of faults that queries raise beside those of Kernel: the reference's, matched by `catch` and by clients.
extension FaultCode {
    /// What queries raise, under the names of the reference; as for all that follow.
    public static let badCast = FaultCode("BadCast")
    public static let badEdgeVerb = FaultCode("BadEdgeVerb")
    public static let badJSONText = FaultCode("BadJsonText")
    public static let badOperation = FaultCode("BadOperArg")
    public static let badTag = FaultCode("BadTag")
    public static let noSuchCommand = FaultCode("NoSuchCmd")
    public static let noSuchIden = FaultCode("NoSuchIden")
    public static let noSuchUser = FaultCode("NoSuchUser")
    public static let noSuchVariable = FaultCode("NoSuchVar")
    public static let noSuchView = FaultCode("NoSuchView")
    public static let readOnlyLayer = FaultCode("ReadOnlyLayer")
    public static let recursionLimit = FaultCode("RecursionLimitHit")
    public static let stormRaise = FaultCode("StormRaise")
    public static let stormRuntime = FaultCode("StormRuntimeError")
    public static let variableList = FaultCode("StormVarListError")
}

/// What leaves a pipeline before its end without anything being wrong. Each is caught by the part that waits for it.
public enum StormSignal: Error {
    /// `$lib.exit()`: ends the whole query.
    case exit
    /// The value is in ``QueryContext/returned``.
    case `return`
    /// The node, where there is one, is in ``QueryContext/leaving``, as for `continue`.
    case `break`
    case `continue`
    /// Ends a generator function.
    case stop
    /// The operator with this number wants no more nodes.
    case enough(Int)
}

/// An error of what stands after an operator, on its way through the operator. See ``StormRuntime/passing(_:)``.
public struct StormPassing: Error {
    /// What was thrown behind the operator.
    public let error: any Error
}
