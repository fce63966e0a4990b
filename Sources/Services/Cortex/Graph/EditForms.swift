import Kernel
import Model

/// What applying the edits of one layer takes, as far as it follows from the edits and the model alone: index forms of primary values and
/// of values of properties, and identities of new nodes. Whoever hands edits over can work it out beforehand, on its own thread.
struct EditForms: Sendable {
    /// All forms, one behind the other.
    private var bytes: [UInt8] = []
    /// Where each ends: of each node the primary value's, then one for each property that is set.
    private var ends: [Int] = [0]
    /// Of each node the position of its first form.
    private var starts: [Int] = []
    /// Of each node; nil of those that are not made.
    private(set) var identities: [Digest?] = []

    /// Forms of what the model lacks are empty: applying such edits fails.
    init(_ edits: LayerEdits, _ model: DataModel) {
        starts.reserveCapacity(edits.nodes.count)
        identities.reserveCapacity(edits.nodes.count)
        ends.reserveCapacity(edits.nodes.count * 4)
        bytes.reserveCapacity(edits.nodes.count * 32)
        var form: FormDefinition?
        var types = NameMap<TypeDefinition>()
        for node in edits.nodes {
            if form?.name != node.node.form {
                form = model.form(node.node.form)
                types = NameMap()
            }
            starts.append(ends.count - 1)
            add(form?.type, node.node.value, model)
            var isMade = false
            for edit in node.edits {
                switch edit {
                case .addNode: isMade = true
                case .setProperty(let name, let value):
                    let known = types[name]
                    let type = known ?? form?.property(name)?.type
                    if known == nil { types[name] = type }
                    add(type, value, model)
                default: break
                }
            }
            // One that has no identity is refused where the edits are applied.
            identities.append(isMade ? try? NodeIdentity.iden(form: node.node.form, value: node.node.value, model.environment) : nil)
        }
    }

    private mutating func add(_ type: TypeDefinition?, _ value: ModelValue, _ model: DataModel) {
        if let type { bytes += type.index(value, in: model) }
        ends.append(bytes.count)
    }

    /// The form of a node's primary value.
    func primary(_ node: Int) -> ArraySlice<UInt8> { form(starts[node]) }

    /// The form that the `number`th property that is set of a node has.
    func property(_ node: Int, _ number: Int) -> ArraySlice<UInt8> { form(starts[node] + 1 + number) }

    private func form(_ position: Int) -> ArraySlice<UInt8> { bytes[ends[position]..<ends[position + 1]] }
}
