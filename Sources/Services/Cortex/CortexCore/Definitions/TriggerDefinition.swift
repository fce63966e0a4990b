import Kernel
import Model

/// A trigger: a query that runs when something changes in a view.
public struct TriggerDefinition: Sendable, Hashable {
    /// Names it among all triggers.
    public let iden: Iden
    /// The view whose changes start it, and in which its query runs.
    public var view: Iden
    /// With whose rights its query runs.
    public var user: Iden
    /// Who made it.
    public var creator: Iden
    /// When it was made.
    public var created: Timestamp
    /// What kind of change starts it.
    public var condition: Condition
    /// The text of its query.
    public var storm: String
    /// Whether changes start it.
    public var isEnabled = true
    /// Whether it was marked as asynchronous.
    public var isAsync = false
    /// What people call it.
    public var name: String?
    /// What people noted of it.
    public var doc: String?
    /// The form of the node; nil for any.
    public var form: String?
    /// The full name of a property.
    public var property: String?
    /// A tag, or a pattern with asterisks.
    public var tag: String?
    /// The verb of an edge, or a pattern with asterisks.
    public var verb: String?
    /// The form at the other end of an edge.
    public var farForm: String?
    public var runs: Int64 = 0
    public var faults: Int64 = 0
    public var lastFault: String?

    /// What starts a trigger.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
        case nodeAdd = "node:add"
        case nodeDelete = "node:del"
        case tagAdd = "tag:add"
        case tagDelete = "tag:del"
        case propertySet = "prop:set"
        case edgeAdd = "edge:add"
        case edgeDelete = "edge:del"
    }

    init(iden: Iden, view: Iden, user: Iden, created: Timestamp, condition: Condition, storm: String) {
        (self.iden, self.view, self.user, self.creator) = (iden, view, user, user)
        (self.created, self.condition, self.storm) = (created, condition, storm)
    }

    init?(_ document: CoreDocument) {
        guard let iden = document.iden("iden"), let view = document.iden("view"), let user = document.iden("user"),
            let condition = document.text("cond").flatMap(Condition.init(rawValue:)), let storm = document.text("storm")
        else { return nil }
        let created = Timestamp(milliseconds: document.int("created") ?? 0)
        self.init(iden: iden, view: view, user: user, created: created, condition: condition, storm: storm)
        creator = document.iden("creator") ?? user
        isEnabled = document.flag("enabled")
        isAsync = document.flag("async")
        name = document.text("name")
        doc = document.text("doc")
        form = document.text("form")
        property = document.text("prop")
        tag = document.text("tag")
        verb = document.text("verb")
        farForm = document.text("n2form")
    }

    /// As it is stored and listed.
    public var document: CoreDocument {
        var document: CoreDocument = [
            "iden": .iden(iden), "view": .iden(view), "user": .iden(user), "creator": .iden(creator), "created": .int(created.milliseconds),
            "cond": .string(condition.rawValue), "storm": .string(storm), "enabled": .bool(isEnabled), "async": .bool(isAsync),
            "name": .string(name ?? ""), "doc": .string(doc ?? ""),
        ]
        if let form { document["form"] = .string(form) }
        if let property { document["prop"] = .string(property) }
        if let tag { document["tag"] = .string(tag) }
        if let verb { document["verb"] = .string(verb) }
        if let farForm { document["n2form"] = .string(farForm) }
        return document
    }
}
