import Kernel
import Storm

/// `$lib.iters`
enum ItersLibrary {
    static let library = StormLibrary(
        "iters", help: "Streams of values together.",
        functions: [
            StormFunction(
                "enum", ["genr"], help: "Each value with its number, from 0 on.",
                examples: [
                    StormExample(
                        "$l=([]) for ($i, $v) in $lib.iters.enum((a, b)) { $l.append(($i, $v)) } return($l)", returns: [[0, "a"], [1, "b"]])
                ]
            ) { call in
                let values = call.value(0)
                return .object(StormGenerator { runtime, body in
                    var number: Int64 = 0
                    try values.forEach(runtime) { value in
                        try body(.tuple([.int(number), value]))
                        number += 1
                    }
                })
            },
            StormFunction(
                "zip", [.rest("args")], help: "The first values of each argument together, then the second, up to the shortest.",
                examples: [
                    StormExample(
                        "$l=([]) for ($a, $b) in $lib.iters.zip((1, 2), (x, y, z)) { $l.append(($a, $b)) } return($l)",
                        returns: [["1", "x"], ["2", "y"]])
                ]
            ) { call in
                let sources = call.rest
                return .object(StormGenerator { runtime, body in
                    // A stream pushes its values, so all but one are collected before.
                    let collected = try sources.dropFirst().map { try $0.items(runtime) }
                    guard let first = sources.first else { return }
                    let enough = runtime.nextSignal()
                    var position = 0
                    do {
                        try first.forEach(runtime) { value in
                            guard collected.allSatisfy({ position < $0.count }) else { throw StormSignal.enough(enough) }
                            try body(.tuple([value] + collected.map { $0[position] }))
                            position += 1
                        }
                    } catch StormSignal.enough(enough) {}
                })
            },
        ])
}
