import Storm

extension CommandDeclaration {
    /// `trigger.list`
    static let triggerList = CommandDeclaration(
        "trigger.list", help: "List the triggers of this view.",
        arguments: [
            .flag("--all", help: "Those of every view."),
        ],
        examples: [
            StormExample("trigger.list", prints: ["No triggers found"]),
        ],
        storm: """
            $triggers = $lib.trigger.list($cmdopts.all)
            if $triggers {
                $head = `{("user").ljust(10)} {("iden").ljust(32)} {("view").ljust(32)} {("en?").ljust(6)} {("async?").ljust(6)}`
                $lib.print(`{$head} {("cond").ljust(9)} {("object").ljust(25)} storm query`)
                for $trigger in $triggers {
                    $info = $trigger.pack()
                    $object = $lib.str.concat($info.form, $info.prop, $info.tag, $info.verb)
                    $user = $info.username.ljust(10)
                    $flags = `{$lib.cast(str, $info.enabled).ljust(6)} {$lib.cast(str, $info.async).ljust(6)}`
                    $lib.print(`{$user} {$info.iden} {$info.view} {$flags} {$info.cond.ljust(9)} {$object.ljust(25)} {$info.storm}`)
                }
            } else {
                $lib.print("No triggers found")
            }
            """)
}
