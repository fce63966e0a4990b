/// The permissions that queries and objects ask for, what they mean, and what holds where no rule says anything.
public enum Permissions {
    /// One permission of the table.
    public struct Definition: Sendable {
        /// Its parts; a part in angle brackets stands for any.
        public let path: [String]
        /// The kind of gate at which it is asked.
        public let gate: String
        /// What holds where no rule matches.
        public let isAllowedByDefault: Bool
        public let text: String

        init(_ path: String, _ gate: String = "cortex", isAllowed: Bool = false, _ text: String) {
            self.path = path.split(separator: ".").map(String.init)
            self.gate = gate
            isAllowedByDefault = isAllowed
            self.text = text
        }
    }

    /// Every permission that is known, each above those below it.
    public static let all: [Definition] = [
        Definition("node", "layer", "Controls every change of nodes."),
        Definition("node.add", "layer", "Controls adding nodes."),
        Definition("node.add.<form>", "layer", "Controls adding nodes of one form."),
        Definition("node.del", "layer", "Controls deleting nodes."),
        Definition("node.del.<form>", "layer", "Controls deleting nodes of one form."),
        Definition("node.prop.set", "layer", "Controls setting properties."),
        Definition("node.prop.set.<form>", "layer", "Controls setting properties of one form."),
        Definition("node.prop.set.<form>.<prop>", "layer", "Controls setting one property."),
        Definition("node.prop.del", "layer", "Controls removing properties."),
        Definition("node.prop.del.<form>", "layer", "Controls removing properties of one form."),
        Definition("node.prop.del.<form>.<prop>", "layer", "Controls removing one property."),
        Definition("node.tag.add", "layer", "Controls adding tags."),
        Definition("node.tag.add.<tag...>", "layer", "Controls adding one tag and those below it."),
        Definition("node.tag.del", "layer", "Controls removing tags."),
        Definition("node.tag.del.<tag...>", "layer", "Controls removing one tag and those below it."),
        Definition("node.edge.add", "layer", "Controls adding light edges."),
        Definition("node.edge.add.<verb>", "layer", "Controls adding light edges of one verb."),
        Definition("node.edge.del", "layer", "Controls removing light edges."),
        Definition("node.edge.del.<verb>", "layer", "Controls removing light edges of one verb."),
        Definition("node.data.set", "layer", "Controls setting node data."),
        Definition("node.data.set.<key>", "layer", "Controls setting node data of one name."),
        Definition("node.data.pop", "layer", "Controls removing node data."),
        Definition("node.data.pop.<key>", "layer", "Controls removing node data of one name."),
        Definition("view", "cortex", "Controls everything about views."),
        Definition("view.add", "cortex", "Controls adding views, forks too."),
        Definition("view.read", "view", "Controls reading a view."),
        Definition("view.fork", "view", isAllowed: true, "Controls forking a view."),
        Definition("view.del", "view", "Controls deleting a view."),
        Definition("view.set.<setting>", "view", "Controls changing a setting of a view."),
        Definition("layer.add", "cortex", "Controls adding layers."),
        Definition("layer.read", "layer", "Controls reading a layer by itself."),
        Definition("layer.del", "layer", "Controls deleting a layer."),
        Definition("layer.set.<setting>", "layer", "Controls changing a setting of a layer."),
        Definition("queue.add", "cortex", "Controls adding queues."),
        Definition("queue.get", "queue", "Controls reading from a queue."),
        Definition("queue.put", "queue", "Controls writing to a queue."),
        Definition("queue.del", "queue", "Controls deleting a queue."),
        Definition("trigger.add", "view", "Controls adding triggers."),
        Definition("trigger.get", "trigger", "Controls listing triggers."),
        Definition("trigger.set.<setting>", "trigger", "Controls changing a trigger."),
        Definition("trigger.del", "trigger", "Controls deleting a trigger."),
        Definition("cron.add", "view", "Controls adding cron jobs."),
        Definition("cron.get", "cronjob", "Controls listing cron jobs."),
        Definition("cron.set.<setting>", "cronjob", "Controls changing a cron job."),
        Definition("cron.del", "cronjob", "Controls deleting a cron job."),
        Definition("dmon.add", "cortex", "Controls adding daemons."),
        Definition("dmon.del", "cortex", "Controls deleting daemons."),
        Definition("globals.get.<name>", "cortex", "Controls reading a global variable."),
        Definition("globals.set.<name>", "cortex", "Controls setting a global variable."),
        Definition("globals.pop.<name>", "cortex", "Controls removing a global variable."),
        Definition("axon.has", "cortex", "Controls asking the Axon what it holds."),
        Definition("axon.get", "cortex", "Controls reading from the Axon."),
        Definition("axon.upload", "cortex", "Controls writing to the Axon."),
        Definition("axon.del", "cortex", "Controls deleting from the Axon."),
        Definition("pkg.add", "cortex", "Controls adding packages."),
        Definition("pkg.del", "cortex", "Controls removing packages."),
        Definition("model.form.add.<form>", "cortex", "Controls adding extended forms."),
        Definition("model.form.del.<form>", "cortex", "Controls removing extended forms."),
        Definition("model.type.add.<type>", "cortex", "Controls adding extended types."),
        Definition("model.type.del.<type>", "cortex", "Controls removing extended types."),
        Definition("model.prop.add.<form>", "cortex", "Controls adding extended properties."),
        Definition("model.prop.del.<form>", "cortex", "Controls removing extended properties."),
        Definition("model.tagprop.add", "cortex", "Controls adding tag properties."),
        Definition("model.tagprop.del", "cortex", "Controls removing tag properties."),
        Definition("model.univ.add", "cortex", "Controls adding universal properties."),
        Definition("model.univ.del", "cortex", "Controls removing universal properties."),
        Definition("model.edge.add", "cortex", "Controls adding edge verbs to the model."),
        Definition("model.edge.del", "cortex", "Controls removing edge verbs from the model."),
        Definition("model.tag.set", "cortex", "Controls what the model says of a tag."),
        Definition("model.deprecated.lock", "cortex", "Controls locking of deprecated parts of the model."),
        Definition("macro.add", "cortex", isAllowed: true, "Controls adding macros."),
        Definition("macro.admin", "cortex", "Controls all macros."),
        Definition("macro.edit", "cortex", "Controls changing all macros."),
        Definition("storm.macro.add", "cortex", isAllowed: true, "Controls adding macros."),
        Definition("storm.graph.add", "cortex", isAllowed: true, "Controls adding graph projections."),
        Definition("storm.lib.auth.users.add", "cortex", "Controls adding users."),
        Definition("storm.lib.auth.users.del", "cortex", "Controls deleting users."),
        Definition("storm.lib.auth.roles.add", "cortex", "Controls adding roles."),
        Definition("storm.lib.auth.roles.del", "cortex", "Controls deleting roles."),
        Definition("auth.user.set.<setting>", "cortex", "Controls changing a user."),
        Definition("auth.user.grant", "cortex", "Controls granting roles."),
        Definition("auth.user.revoke", "cortex", "Controls revoking roles."),
        Definition("auth.self.set.email", "cortex", isAllowed: true, "Controls changing one's own email address."),
        Definition("auth.self.set.name", "cortex", isAllowed: true, "Controls changing one's own name."),
        Definition("auth.self.set.passwd", "cortex", isAllowed: true, "Controls changing one's own password."),
        Definition("auth.self.set.apikey", "cortex", isAllowed: true, "Controls one's own API keys."),
        Definition("feed:data", "cortex", "Controls bulk loading of nodes."),
        Definition("storm.runas", "cortex", "Controls running queries as another user."),
        Definition("task.get", "cortex", "Controls listing the tasks of others."),
        Definition("task.del", "cortex", "Controls ending the tasks of others."),
    ]

    private static let allowed: Set<[String]> = Set(all.filter(\.isAllowedByDefault).map(\.path))

    /// What holds for a permission where no rule says anything.
    static func defaultAllow(_ permission: [String]) -> Bool { allowed.contains(permission) }
}
