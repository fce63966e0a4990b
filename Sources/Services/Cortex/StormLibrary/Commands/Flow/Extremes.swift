import Kernel
import Model
import Storm

extension CommandDeclaration {
    /// `max`
    static let max = extreme("max", help: "Let the nodes with the largest values through.", isLargest: true)
    /// `min`
    static let min = extreme("min", help: "Let the nodes with the smallest values through.", isLargest: false)

    /// The most nodes that are kept while the others are looked at.
    private static let sizeMax = 1_000_000

    private static func extreme(_ name: String, help: String, isLargest: Bool) -> CommandDeclaration {
        CommandDeclaration(
            name, help: help,
            arguments: [
                .value("valu", help: "The value of each node: a property, or an expression."),
                .option("--size", type: .int, default: 1, help: "How many nodes pass."),
            ],
            examples: [StormExample("[ inet:asn=1 inet:asn=2 ] | \(name) $node.value() | spin", prints: [])]
        ) { run in
            // Sorted, best first; equal values in the order in which they came.
            var best: [(value: BigInteger, item: NodePath)] = []
            try run.forEach { item, options in
                guard let value = try comparable(options["valu"], isLargest) else { return }
                let size = Swift.min(sizeMax, Swift.max(1, try options.int("size")))
                var low = 0, high = best.count
                while low < high {
                    let middle = (low + high) / 2
                    let isBetter = isLargest ? best[middle].value < value : value < best[middle].value
                    if isBetter { high = middle } else { low = middle + 1 }
                }
                guard low < size else { return }
                best.insert((value, item), at: low)
                if best.count > size { best.removeLast() }
            }
            for (_, item) in best { try run.output(item) }
        }
    }

    /// A number; of an interval the end that matters. Nil where the node has no value.
    private static func comparable(_ value: StormValue, _ isLargest: Bool) throws -> BigInteger? {
        switch value {
        case .null, .undefined: nil
        case .list(let list) where list.items.count == 2: try list.items[isLargest ? 1 : 0].toInteger()
        default: try value.toInteger()
        }
    }
}
