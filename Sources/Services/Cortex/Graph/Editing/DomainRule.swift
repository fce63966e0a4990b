import Kernel
import Model

/// Which domain is a zone, which a suffix, and to which zone it belongs.
///
/// A domain below a suffix is a zone; one below a zone belongs to it; one below that to the same. Users may change what a domain is, and
/// the domains below follow.
struct DomainRule: FormRule {
    /// Domains to look at in one step.
    private static let batch = 256

    func complete(_ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault) {
        guard let parentName = draft.value(of: "domain") else {
            try put("iszone", 0, &draft, editor)
            try put("issuffix", 1, &draft, editor)
            return
        }
        try put("issuffix", 0, &draft, editor)
        // The domain above comes first, since what this one is depends on it.
        try editor.mention(draft.form, parentName, nil)
        draft.mentioned.removeAll { $0.form === draft.form && $0.normal.value == parentName }
        guard let parent = try editor.session.node(draft.form, parentName) else { return }
        if isOn(try parent.property("issuffix")) {
            try put("iszone", 1, &draft, editor)
            draft.set("zone", draft.value)
            return
        }
        try put("iszone", 0, &draft, editor)
        if isOn(try parent.property("iszone")) {
            draft.set("zone", parentName)
        } else if let zone = try parent.property("zone") {
            draft.set("zone", zone)
        }
    }

    private func put(_ name: String, _ value: ModelValue, _ draft: inout NodeDraft, _ editor: GraphEditor) throws(Fault) {
        guard let property = draft.form.property(name) else { return }
        try editor.put(property, value, into: &draft)
    }

    private func isOn(_ value: ModelValue?) -> Bool { value?.isTruthy ?? false }

    func follow(_ property: PropertyDefinition, _ value: ModelValue, on node: Node, _ editor: GraphEditor) throws(Fault) {
        switch property.name {
        case "issuffix":
            for child in try children(of: node, editor) where try child.property("iszone") != value {
                try editor.setDerived("iszone", value, on: child)
            }
        case "iszone": try followZoneFlag(value, node, editor)
        case "zone": try spreadZone(value, below: node, editor)
        default: break
        }
    }

    private func followZoneFlag(_ value: ModelValue, _ node: Node, _ editor: GraphEditor) throws(Fault) {
        if isOn(value) {
            try editor.setDerived("zone", node.value, on: node)
            return
        }
        let zone = try node.property("domain").flatMap { domain throws(Fault) in try editor.add(node.form, domain).property("zone") }
        if let zone {
            try editor.setDerived("zone", zone, on: node)
        } else if let property = node.form.property("zone") {
            _ = try editor.delete(property, from: node)
        }
    }

    /// The domains below that are no zones themselves get the same zone. Each call goes one level down, the rest follows from setting it.
    private func spreadZone(_ zone: ModelValue, below node: Node, _ editor: GraphEditor) throws(Fault) {
        for child in try children(of: node, editor) {
            if isOn(try child.property("iszone")) { continue }
            if try child.property("zone") == zone { continue }
            try editor.setDerived("zone", zone, on: child)
        }
    }

    private func children(of node: Node, _ editor: GraphEditor) throws(Fault) -> [Node] {
        guard let property = node.form.property("domain") else { return [] }
        let cursor = try editor.session.lift(Lift(.propertyBy(property, try property.type.lift("=", node.value, in: editor.model))))
        var children: [Node] = []
        while case let nodes = try cursor.next(Self.batch), !nodes.isEmpty { children += nodes }
        return children
    }
}
