import Kernel
import Storm

extension CommandDeclaration {
    /// `iden`
    static let iden = CommandDeclaration(
        "iden", help: "Lift nodes by their identities.",
        arguments: [.value("iden", .text, count: .any, default: [], help: "The identities: 64 hexadecimal digits.")],
        examples: [StormExample("iden xyz", prints: [])]
    ) { run in
        let options = try run.options()
        try run.passAll()
        for text in try options.texts("iden") {
            guard let bytes = Hex.decode(text) else {
                try run.runtime.warn("Failed to decode iden: [\(text)]")
                continue
            }
            guard let digest = Digest(bytes: bytes) else {
                try run.runtime.warn("iden must be 32 bytes [\(text)]")
                continue
            }
            if let node = try run.runtime.session.node(iden: digest) { try run.output(run.runtime.started(at: node)) }
        }
    }
}
