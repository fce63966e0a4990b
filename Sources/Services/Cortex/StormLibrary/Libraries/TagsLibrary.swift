import Kernel
import Storm

/// `$lib.tags`
enum TagsLibrary {
    static let library = StormLibrary(
        "tags", help: "Names of tags.",
        functions: [
            StormFunction(
                "prefix", ["names", "prefix", .optional("ispart", false)],
                help: "Names made into tags below a prefix; those that cannot be tags are left out. With ispart dots do not separate.",
                examples: [StormExample("return($lib.tags.prefix((a, 'B c'), pre.fix))", returns: ["pre.fix.a", "pre.fix.b_c"])]
            ) { call in
                let prefix = try call.text(1)
                let isPart = try call.bool(2)
                let model = call.runtime.model
                let type = try model.requireType(isPart ? "syn:tag:part" : "syn:tag")
                var tags: [StormValue] = []
                for item in try call.items(0) {
                    let text = try item.toText(call.runtime)
                    guard let name = try? type.norm(.string(text), in: model).value.string else { continue }
                    tags.append(.string("\(prefix).\(name)"))
                }
                return .list(tags)
            }
        ])
}
