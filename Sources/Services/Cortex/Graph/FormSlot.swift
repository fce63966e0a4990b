import Kernel
import Model

/// A form and the labels of its indexes, as far as the edits of one transaction need them.
final class FormSlot {
    let definition: FormDefinition
    let label: UInt64
    /// The index of items, where the primary value is an array.
    let items: ItemsSlot?
    var properties = NameMap<PropertySlot>()
    var tags = NameMap<TagSlot>()

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
final class PropertySlot {
    /// The name inside states.
    let name: UInt64
    /// The index.
    let label: UInt64
    /// Nil where the model lacks the property, of which data is left.
    let type: TypeDefinition?
    let items: ItemsSlot?

    init(name: UInt64, label: UInt64, type: TypeDefinition?, items: ItemsSlot? = nil) {
        self.name = name
        self.label = label
        self.type = type
        self.items = items
    }
}

/// A tag on one form.
final class TagSlot {
    let name: UInt64
    let label: UInt64

    init(name: UInt64, label: UInt64) {
        self.name = name
        self.label = label
    }

    var properties = NameMap<PropertySlot>()
}
