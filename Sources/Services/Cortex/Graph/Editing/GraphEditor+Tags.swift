import Kernel
import Model

/// What a Cortex says about tags beyond their nodes.
public protocol TagModelSource {
    /// The regular expressions that the parts of tags below `tag` must match, by position; nil where anything goes.
    func tagPatterns(_ tag: String) -> [String?]
    /// How many levels below `tag` go when the last tag below them goes; nil where none do.
    func tagPruning(_ tag: String) -> Int?
}

extension GraphEditor {
    /// A name of a tag in its one form. Throws `BadTypeValu` for one that is none or does not match the tag's model.
    public func tagName(_ value: ModelValue) throws(Fault) -> String {
        if let name = tagNames[value] { return name }
        let name = try tagType.norm(value, in: model).value.string ?? ""
        try requireMatch(name)
        if tagNames.count >= Self.rememberedMax { tagNames.removeAll(keepingCapacity: true) }
        tagNames[value] = name
        return name
    }

    /// The times that a value means. Throws `BadTypeValu`.
    public func tagTimes(_ value: ModelValue) throws(Fault) -> TagTimes {
        if case .null = value { return .none }
        if let items = value.list, items.count == 2, items.allSatisfy(\.isNull) { return .none }
        return TagTimes(try model.requireType("ival").norm(value, in: model).value)
    }

    private var tagType: TypeDefinition {
        get throws(Fault) { try model.requireType("syn:tag") }
    }

    // MARK: Adding

    /// Adds a tag, named in its one form, with the tags above it and their nodes. Times that it has are widened. Gives the tag that was
    /// added, which is another one where the tag's node says so (`:isnow`).
    public func addTag(_ name: String, _ times: TagTimes, on node: Node) throws(Fault) -> String {
        try requireStored(node, "Cannot add tags to runt nodes.")
        let tag = try realTag(name)
        var edits: [NodeEdit] = []
        if tag.utf8.contains(UInt8(ascii: ".")) {
            for parent in Self.parents(of: tag) where try node.tag(parent) == nil { edits.append(.setTag(parent, .none)) }
        }
        if let old = try node.tag(tag) {
            let merged = Self.merge(old, times)
            if merged != old { edits.append(.setTag(tag, merged)) }
        } else {
            edits.append(.setTag(tag, times))
        }
        if !edits.isEmpty { try session.record(edits, on: node) }
        return tag
    }

    /// From the first label down, without the tag itself.
    static func parents(of tag: String) -> [String] {
        tag.utf8.indices.filter { tag.utf8[$0] == UInt8(ascii: ".") }.map { String(tag[..<$0]) }
    }

    private static func merge(_ old: TagTimes, _ new: TagTimes) -> TagTimes {
        guard let first = new.first, let last = new.last else { return old }
        guard let oldFirst = old.first, let oldLast = old.last else { return new }
        return TagTimes(first: min(first, oldFirst), last: max(last, oldLast))
    }

    /// The tag that nodes get for `name`, with its node made.
    private func realTag(_ name: String) throws(Fault) -> String {
        if let tag = realTags[name] { return tag }
        let form = try model.requireForm("syn:tag")
        let tag = try redirected(name, form) ?? name
        if try session.node(form, .string(tag)) == nil { try mention(form, .string(tag), nil) }
        if realTags.count >= Self.rememberedMax { realTags.removeAll(keepingCapacity: true) }
        realTags[name] = tag
        return tag
    }

    /// Where `:isnow` of the tag, or of one above it, leads.
    private func redirected(_ name: String, _ form: FormDefinition) throws(Fault) -> String? {
        if let node = try session.node(form, .string(name)) { return try end(of: node, form) }
        for parent in Self.parents(of: name) {
            guard let node = try session.node(form, .string(parent)) else { continue }
            guard let target = try end(of: node, form), target != parent else { continue }
            let moved = target + String(name.dropFirst(parent.count))
            guard let other = try session.node(form, .string(moved)) else { return moved }
            return try end(of: other, form)
        }
        return nil
    }

    /// Steps along `:isnow` before it must be a circle.
    private static let stepsMax = 64

    private func end(of node: Node, _ form: FormDefinition) throws(Fault) -> String? {
        var node = node
        for _ in 0..<Self.stepsMax {
            guard let next = try node.property("isnow"), let other = try session.node(form, next) else { break }
            node = other
        }
        return node.value.string
    }

    /// Throws `BadTypeValu` where a part of the tag does not match the pattern that the model of a tag above it gives.
    private func requireMatch(_ name: String) throws(Fault) {
        guard let tagModels else { return }
        let parts = name.split(separator: ".").map(String.init)
        for tag in Self.parents(of: name) + [name] {
            for (part, pattern) in zip(parts, tagModels.tagPatterns(tag)) {
                guard let pattern, try model.environment.match("^(?:\(pattern))$", in: part) == nil else { continue }
                throw Fault(
                    .badTypeValue, "Tag part (\(part)) of tag (\(name)) does not match the tag model regex: [\(pattern)]",
                    fields: ["name": "syn:tag", "valu": .string(name)], advice: "$lib.model.tags shows and changes the patterns")
            }
        }
    }

    // MARK: Removing

    /// Takes a tag and all below it away, and those above it that its model prunes. Says whether the node had any of them.
    public func deleteTag(_ name: String, from node: Node) throws(Fault) -> Bool {
        try requireStored(node, "Cannot delete tags from runt nodes.")
        let below = name + "."
        let all = try node.tags().map(\.name)
        var doomed = all.filter { $0 == name || $0.hasPrefix(below) }
        if all.contains(name) { doomed += pruned(with: name, all) }
        guard !doomed.isEmpty else { return false }
        doomed.sort { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
        try session.record(doomed.map(NodeEdit.deleteTag), on: node)
        return true
    }

    /// The tags above `name` that go with it, as the models of tags say: those that have no other tag below them.
    private func pruned(with name: String, _ all: [String]) -> [String] {
        guard let tagModels else { return [] }
        var candidates: [String] = []
        var left = 0
        for tag in Self.parents(of: name) {
            if left == 0 { left = tagModels.tagPruning(tag) ?? 0 }
            guard left > 0 else { continue }
            left -= 1
            candidates.append(tag)
        }
        guard candidates.last == Self.parents(of: name).last else { return [] }
        var pruned: [String] = []
        var gone = name
        for tag in candidates.reversed() {
            let children = Set(all.filter { $0.hasPrefix(tag + ".") }.map { $0.dropFirst(tag.count + 1).split(separator: ".").first ?? "" })
            guard all.contains(tag), children.count == 1, gone.hasPrefix(tag + ".") else { break }
            pruned.append(tag)
            gone = tag
        }
        return pruned
    }

    // MARK: Properties of tags

    /// Sets a property of a tag, which is added. Throws `NoSuchTagProp`, `BadTypeValu`, `IsDeprLocked`.
    public func setTagProperty(_ tag: String, _ name: String, _ value: ModelValue, on node: Node) throws(Fault) {
        let tag = try addTag(tag, .none, on: node)
        guard let property = model.tagProperty(name) else {
            throw Fault(
                .noSuchTagProperty, "Tagprop \(name) does not exist in this Cortex.", fields: ["name": .string(name)],
                advice: "`syn:tagprop` lists the properties of tags")
        }
        if model.isLocked(name) { throw Fault(.isDeprecationLocked, "Tagprop \(name) is locked.", fields: ["prop": .string(name)]) }
        var stored = try property.type.norm(value, in: model).value
        if let old = try node.tagProperty(tag: tag, name: name) {
            if old == stored { return }
            stored = property.type.merge(old, stored)
            if old == stored { return }
        }
        try session.record([.setTagProperty(tag: tag, name: name, stored)], on: node)
    }

    /// Takes a property of a tag away. Says whether it was there. Throws `NoSuchTagProp`.
    public func deleteTagProperty(_ tag: String, _ name: String, from node: Node) throws(Fault) -> Bool {
        guard model.tagProperty(name) != nil else {
            throw Fault(.noSuchTagProperty, "No tag property named \(name)", fields: ["name": .string(name)])
        }
        guard try node.tagProperty(tag: tag, name: name) != nil else { return false }
        try session.record([.deleteTagProperty(tag: tag, name: name)], on: node)
        return true
    }

    /// Throws `IsRuntForm` for a node that is not stored.
    func requireStored(_ node: Node, _ message: String) throws(Fault) {
        if node.isRuntime { throw Fault(.isRuntimeForm, message, fields: ["form": .string(node.form.name)]) }
    }
}
