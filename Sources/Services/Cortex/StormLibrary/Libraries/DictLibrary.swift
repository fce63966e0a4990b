import Kernel
import Storm

/// `$lib.dict`
enum DictLibrary {
    /// `$lib.dict(a=1)`
    static let make = StormFunction(
        "dict", [.namedRest("kwargs")], help: "A dictionary of the named arguments.",
        examples: [StormExample("return($lib.dict(a=(1)))", returns: ["a": 1])]
    ) { call in
        let dict = StormDict()
        for (name, value) in call.named { dict[name] = value }
        return .dict(dict)
    }

    static let library = StormLibrary(
        "dict", help: "Dictionaries as a whole.",
        functions: [
            StormFunction(
                "has", ["valu", "key"], help: "Whether a dictionary has a key.",
                examples: [StormExample("return($lib.dict.has(({'a': 1}), a))", returns: true)]
            ) { call in .bool(try entries(call).contains { $0.key.isEqual(to: call.value(1)) }) },
            StormFunction(
                "keys", ["valu"], help: "The keys of a dictionary.",
                examples: [StormExample("return($lib.dict.keys(({'a': 1, 'b': 2})))", returns: ["a", "b"])]
            ) { call in .list(try entries(call).map(\.key)) },
            StormFunction(
                "values", ["valu"], help: "The values of a dictionary.",
                examples: [StormExample("return($lib.dict.values(({'a': 1, 'b': 2})))", returns: [1, 2])]
            ) { call in .list(try entries(call).map(\.value)) },
            StormFunction(
                "pop", ["valu", "key", .undefined("default")],
                help: "Removes a key and gives its value; without it the default, or an error where there is none.",
                examples: [StormExample("return($lib.dict.pop(({'a': 1}), z, default=dd))", returns: "dd")], pop),
            StormFunction(
                "update", ["valu", "other"], help: "Sets every key of another dictionary.",
                examples: [StormExample("$d=({'a': 1}) $lib.dict.update($d, ({'b': 2})) return($d)", returns: ["a": 1, "b": 2])]
            ) { call in
                let target = try dict(call.value(0), named: "valu")
                for (key, value) in try pairs(call.value(1), named: "other", call.runtime) {
                    guard let key = StormKey(key) else { throw mutable(key) }
                    target[key] = value
                }
                return .null
            },
            StormFunction(
                "fromlist", ["valu"], help: "A dictionary of a list of pairs.",
                examples: [StormExample("return($lib.dict.fromlist(([['a', 1], ['b', 2]])))", returns: ["a": 1, "b": 2])]
            ) { call in
                let dict = StormDict()
                for item in try call.items(0) {
                    let pair = try item.items(call.runtime)
                    guard pair.count == 2, let key = StormKey(pair[0]) else {
                        throw Fault(.badArgument, "All items in the provided list must be iterable with exactly 2 elements.")
                    }
                    dict[key] = pair[1]
                }
                return .dict(dict)
            },
        ])

    private static func mutable(_ key: StormValue) -> Fault {
        Fault(.stormRuntime, "\(key.quoted) is mutable and cannot be used as a key.")
    }

    private static func fault(_ value: StormValue, named name: String) -> Fault {
        Fault(.badArgument, "\(name) argument must be a dict, not \(value.pythonTypeName).")
    }

    private static func dict(_ value: StormValue, named name: String) throws -> StormDict {
        guard case .dict(let dict) = value else { throw fault(value, named: name) }
        return dict
    }

    /// The pairs of a dictionary, or of an object that gives one, such as the properties of a node.
    private static func pairs(
        _ value: StormValue, named name: String, _ runtime: StormRuntime
    ) throws -> [(key: StormValue, value: StormValue)] {
        switch value {
        case .dict(let dict): return dict.pairs.map { ($0.key.value, $0.value) }
        case .object(let object):
            guard case .dict(let entries)? = try? object.primitive() else { throw fault(value, named: name) }
            return entries.map { (.string($0.key), StormValue($0.value)) }
        default: throw fault(value, named: name)
        }
    }

    private static func entries(_ call: Call) throws -> [(key: StormValue, value: StormValue)] {
        try pairs(call.value(0), named: "valu", call.runtime)
    }

    @Sendable private static func pop(_ call: Call) throws -> StormValue {
        let target = try dict(call.value(0), named: "valu")
        guard let key = StormKey(call.value(1)) else { throw mutable(call.value(1)) }
        if let value = target[key] {
            target[key] = nil
            return value
        }
        if !call.value(2).isUndefined { return call.value(2) }
        throw Fault(.badArgument, "Key \(try call.value(1).text(call.runtime)) does not exist in dictionary.")
    }
}
