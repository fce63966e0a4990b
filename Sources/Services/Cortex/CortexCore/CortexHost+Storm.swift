import Graph
import Kernel
import Model
import Storm

/// What edits ask of the tags' models.
extension CortexHost: TagModelSource {
    /// For each part of tags below `tag`, the pattern that it must match.
    public func tagPatterns(_ tag: String) -> [String?] { (tagModel(tag)?.list("regex") ?? []).map(\.string) }

    /// How many levels below `tag` go with the last tag below them.
    public func tagPruning(_ tag: String) -> Int? { tagModel(tag)?.int("prune").map { Int($0) } }
}

/// What lifts of `syn:trigger` and `syn:cron` find.
extension CortexHost: RuntimeNodeHost {
    /// Triggers of the view, or all cron jobs, in the order in which they were made.
    public func runtimeNodes(_ form: String, view: Iden) throws(Fault) -> [RuntimeNodeDescription] {
        switch form {
        case "syn:trigger":
            return triggers(of: view).map { trigger in
                let texts: [(String, String?)] = [
                    ("cond", trigger.condition.rawValue), ("doc", trigger.doc), ("form", trigger.form), ("n2form", trigger.farForm),
                    ("name", trigger.name), ("prop", trigger.property), ("storm", trigger.storm), ("tag", trigger.tag),
                    ("user", trigger.user.description), ("verb", trigger.verb),
                ]
                var properties: [(name: String, value: ModelValue)] = texts.compactMap { name, text in text.map { (name, .string($0)) } }
                properties.append(("enabled", .int(trigger.isEnabled ? 1 : 0)))
                properties.append(("vers", .int(1)))
                return RuntimeNodeDescription(.iden(trigger.iden), properties: properties.sorted { $0.name < $1.name })
            }
        case "syn:cron":
            return cronJobs().map { job in
                RuntimeNodeDescription(
                    job["iden"] ?? .null,
                    properties: ["doc", "name", "storm"].compactMap { name in job[name].map { (name, $0) } })
            }
        default: return []
        }
    }
}
