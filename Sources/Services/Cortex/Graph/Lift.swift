import Kernel
import Model

/// What to lift, and in which order of values.
public struct Lift: Sendable {
    /// Where the nodes come from.
    public enum Source: Sendable {
        /// Every node of the form, in order of the primary value.
        case form(FormDefinition)
        /// By the primary value.
        case formBy(FormDefinition, LiftPlan)
        /// Every node that has the property, in order of its values. A universal property without form: over all forms.
        case property(PropertyDefinition)
        case propertyBy(PropertyDefinition, LiftPlan)
        /// By the items of an array property; a node comes once for each item that matches.
        case propertyItems(PropertyDefinition, LiftPlan)
        /// By the items of a primary value that is an array.
        case formItems(FormDefinition, LiftPlan)
        case tag(String, form: FormDefinition?)
        /// By the times of the tag, with a plan over the type `ival`. Tags without times are not found.
        case tagBy(String, form: FormDefinition?, LiftPlan)
        /// By a tag property; without plan every node that has it, in order of its values.
        case tagProperty(tag: String?, name: String, form: FormDefinition?, LiftPlan?)
        /// Nodes with data of this name.
        case data(String)
        /// Nodes that edges of this verb go out from.
        case edge(verb: String)
        /// Nodes of which this layer says anything at all, in order of their numbers: what a diff and a merge walk.
        case touched(LayerID)
    }

    /// Which nodes to lift.
    public var source: Source
    /// From the highest value to the lowest. The steps of a plan keep their order.
    public var isReversed: Bool

    public init(_ source: Source, isReversed: Bool = false) {
        self.source = source
        self.isReversed = isReversed
    }
}
