import Storm

extension CommandDeclaration {
    /// `trigger.add`
    static let triggerAdd = CommandDeclaration(
        "trigger.add", help: "Add a trigger: a query that runs when something changes.",
        arguments: [
            .value("condition", help: "What makes it run: node:add, node:del, prop:set, tag:add, tag:del, edge:add, edge:del."),
            .option("--form", help: "The form."),
            .option("--tag", help: "The tag, perhaps with asterisks."),
            .option("--prop", help: "The full name of the property."),
            .option("--verb", help: "The verb of the edge."),
            .option("--n2form", help: "The form that the edge reaches."),
            .option("--query", destination: "storm", isRequired: true, help: "The query to run."),
            .flag("--async", help: "Run it in the background."),
            .flag("--disabled", help: "Add it without switching it on."),
            .option("--name", help: "A name for people."),
            .option("--view", help: "The view; the present one where nothing is said."),
        ],
        storm: """
            $tdef = ({"cond": $cmdopts.condition, "storm": $cmdopts.storm, "enabled": (not $cmdopts.disabled), "async": $cmdopts.async})
            if ($cmdopts.form != null) { $tdef.form = $cmdopts.form }
            if ($cmdopts.tag != null) { $tdef.tag = $cmdopts.tag }
            if ($cmdopts.prop != null) { $tdef.prop = $cmdopts.prop }
            if ($cmdopts.verb != null) { $tdef.verb = $cmdopts.verb }
            if ($cmdopts.n2form != null) { $tdef.n2form = $cmdopts.n2form }
            if ($cmdopts.name != null) { $tdef.name = $cmdopts.name }
            if ($cmdopts.view != null) { $tdef.view = $cmdopts.view }
            $trigger = $lib.trigger.add($tdef)
            $lib.print(`Added trigger: {$trigger.iden}`)
            """)
}
