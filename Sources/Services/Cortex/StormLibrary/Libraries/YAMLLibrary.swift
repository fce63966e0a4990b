import Storm

/// `$lib.yaml`
enum YAMLLibrary {
    static let library = StormLibrary(
        "yaml", help: "Values as YAML.",
        functions: [
            StormFunction(
                "load", ["valu"], help: "The value that a text writes as YAML.",
                examples: [StormExample("return($lib.yaml.load('{a: [1, yes]}'))", returns: ["a": [1, true]])]
            ) { call in try YAMLLoad.load(call.text(0)) },
            StormFunction(
                "save", ["valu", .optional("sort_keys", true)], help: "A value as YAML.",
                examples: [StormExample("return($lib.yaml.save(({'a': [1], 'b': 'x'})))", returns: "a:\n- 1\nb: x\n")]
            ) { call in .string(try YAMLDump.dump(call.value(0), sortsKeys: call.bool(1))) },
        ])
}
