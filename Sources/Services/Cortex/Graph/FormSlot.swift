import Kernel
import Model

/// A form and the labels of its indexes, as far as the edits of one transaction need them.
final class FormSlot {
    let definition: FormDefinition
    let label: UInt64
    /// The index of items, where the primary value is an array.
    let items: ItemsSlot?
    var properties: [String: PropertySlot] = [:]
    var tags: [String: TagSlot] = [:]

    init(_ definition: FormDefinition, label: UInt64, items: ItemsSlot?) {
        self.definition = definition
        self.label = label
        self.items = items
    }
}

/// The index of the items of an array.
struct ItemsSlot {
    let label: UInt64
    let type: TypeDefinition
}

/// A property, or a tag property of one tag, and its labels.
struct PropertySlot {
    /// The name inside states.
    let name: UInt64
    /// The index.
    let label: UInt64
    /// Nil where the model lacks the property, of which data is left.
    let type: TypeDefinition?
    var items: ItemsSlot?
}

/// A tag on one form.
struct TagSlot {
    let name: UInt64
    let label: UInt64
    var properties: [String: PropertySlot] = [:]
}
