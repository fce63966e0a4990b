import Kernel
import Model
import Storm

/// `$lib.inet.whois`
enum WhoisLibrary {
    static let library = StormLibrary(
        "inet.whois", help: "Records of registries.",
        functions: [
            StormFunction(
                "guid", ["props", "form"],
                help: "The guid of a record: made of what identifies it among its properties, or of all of them with a warning."
            ) { call in
                guard case .dict(let entries) = try call.primitive(0) else { throw Fault(.badArgument, "props must be a dictionary") }
                let form = try call.text(1)
                func find(_ names: [String]) -> [ModelValue] { names.compactMap { name in entries.first { $0.key == name }?.value } }
                var parts = [ModelValue.string(form)]
                switch form {
                case "iprec": parts += find(["net4", "net6", "asof", "id"])
                case "ipcontact": parts += find(["contact", "asof", "name", "id"])
                case "ipquery": parts += find(["time", "fqdn", "ipv4", "ipv6", "url"])
                default: throw Fault(.stormRuntime, "No guid helpers available for this inet:whois form", fields: ["form": .string(form)])
                }
                if parts.count == 1 {
                    try call.runtime.warn("Insufficient guid vals identified, using random guid: \(form)", [])
                    return .string(call.runtime.host.freshIden().description)
                }
                return .string(try NodeIdentity.guid(of: .list(parts), call.runtime.model.environment))
            }
        ])
}
