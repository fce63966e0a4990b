import Graph
import Kernel
import Model
import Storm

/// Runs the triggers of one view for what changed in it.
final class TriggerEngine: TriggerRunner {
    private let host: CortexHost
    private let view: Iden

    /// How many triggers may start each other before that ends.
    private static let depthMax = 64
    /// Where the depth is kept for the length of a run.
    private static let depthNote = "triggers.depth"

    init(_ host: CortexHost, view: Iden) {
        self.host = host
        self.view = view
    }

    func changed(_ changes: [LayerChanges], _ runtime: StormRuntime) throws {
        let triggers = host.enabledTriggers(of: view)
        if triggers.isEmpty { return }
        let top = runtime.session.layers[0]
        for layer in changes where layer.layer == top {
            for node in layer.nodes { try run(triggers, node, runtime) }
        }
    }

    private func run(_ triggers: [TriggerDefinition], _ changes: NodeChanges, _ runtime: StormRuntime) throws {
        let events = changes.changes.compactMap { TriggerEvent($0, of: changes.node) }
        guard !events.isEmpty else { return }
        for event in events {
            for trigger in triggers where event.starts(trigger, graph: runtime.session) {
                guard let node = try node(changes, runtime) else { continue }
                try run(trigger, event, node, runtime)
            }
        }
    }

    /// The node that changed; one that was deleted, as it was.
    private func node(_ changes: NodeChanges, _ runtime: StormRuntime) throws -> Node? {
        guard let form = runtime.model.form(changes.node.form) else { return nil }
        if let node = try runtime.session.node(form, changes.node.value) { return node }
        var properties: [(name: String, value: ModelValue)] = []
        for change in changes.changes {
            if case .deleteProperty(let name) = change.edit, let old = change.old { properties.append((name, old)) }
        }
        return Node(runtime: form, value: changes.node.value, properties: properties)
    }

    /// Runs one trigger. What goes wrong in it is counted and does not reach the query that made the change.
    private func run(_ trigger: TriggerDefinition, _ event: TriggerEvent, _ node: Node, _ runtime: StormRuntime) throws {
        let context = runtime.context
        let depth = context.notes[Self.depthNote] as? Int ?? 0
        guard depth < Self.depthMax else { return }
        context.notes[Self.depthNote] = depth + 1
        defer { context.notes[Self.depthNote] = depth }
        do {
            let query = try runtime.query(trigger.storm)
            var variables = event.variables
            let automatic: ModelValue = ["iden": .iden(trigger.iden), "type": "trigger", "opts": .dict(event.options)]
            variables["auto"] = StormValue(automatic)
            let scope = try runtime.isolated(for: query, variables: variables, user: trigger.user, isReadOnly: false, isPrivileged: false)
            try scope.run(query, input: { try $0(scope.started(at: node)) }, sink: { _ in })
        } catch let fault as Fault where fault.code == .cancelled || fault.code == .deadline {
            throw fault
        } catch {
            // As in the reference: the change is made, whatever a trigger thinks of it.
        }
    }
}

/// One change, as triggers see it.
struct TriggerEvent {
    private let condition: TriggerDefinition.Condition
    private let node: NodeName
    /// Of the property, tag or verb.
    private let name: String
    private let value: ModelValue
    private let far: NodeName?

    init?(_ change: NodeChange, of node: NodeName) {
        self.node = node
        var value = ModelValue.null
        var far: NodeName?
        switch change.edit {
        case .addNode: (condition, name) = (.nodeAdd, node.form)
        case .deleteNode: (condition, name) = (.nodeDelete, node.form)
        case .setProperty(let property, let new):
            let separator = property.hasPrefix(".") ? "" : ":"
            (condition, name, value) = (.propertySet, node.form + separator + property, new)
        case .setTag(let tag, _) where change.oldTimes == nil: (condition, name) = (.tagAdd, tag)
        case .deleteTag(let tag): (condition, name) = (.tagDelete, tag)
        case .addEdge(let verb, let other): (condition, name, far) = (.edgeAdd, verb, other)
        case .deleteEdge(let verb, let other): (condition, name, far) = (.edgeDelete, verb, other)
        default: return nil
        }
        self.value = value
        self.far = far
    }

    /// Whether the trigger waits for this.
    func starts(_ trigger: TriggerDefinition, graph: GraphSession) -> Bool {
        guard trigger.condition == condition else { return false }
        switch condition {
        case .nodeAdd, .nodeDelete: return trigger.form == name
        case .propertySet: return trigger.property == name || trigger.property == "." + (name.split(separator: ".").last ?? "")
        case .tagAdd, .tagDelete: return isForm(trigger) && TagPattern(trigger.tag ?? "").matches(name)
        case .edgeAdd, .edgeDelete:
            return isForm(trigger) && TagPattern(trigger.verb ?? "").matches(name)
                && (trigger.farForm == nil || trigger.farForm == far?.form)
        }
    }

    private func isForm(_ trigger: TriggerDefinition) -> Bool { trigger.form == nil || trigger.form == node.form }

    /// Variables that older triggers use.
    var variables: [String: StormValue] {
        switch condition {
        case .tagAdd, .tagDelete: ["tag": .string(name)]
        case .propertySet: ["propname": .string(propertyName), "propfull": .string(name)]
        default: [:]
        }
    }

    private var propertyName: String {
        String(name.dropFirst(node.form.count).drop { $0 == ":" })
    }

    /// `$auto.opts`.
    var options: [ModelValue.Entry] {
        switch condition {
        case .nodeAdd, .nodeDelete: return [.init("form", .string(node.form)), .init("valu", node.value)]
        case .tagAdd, .tagDelete: return [.init("form", .string(node.form)), .init("valu", node.value), .init("tag", .string(name))]
        case .propertySet:
            return [.init("propname", .string(propertyName)), .init("propfull", .string(name)), .init("propvalu", value)]
        case .edgeAdd, .edgeDelete:
            return [.init("verb", .string(name)), .init("n2form", .text(far?.form)), .init("n2valu", far?.value ?? .null)]
        }
    }
}
