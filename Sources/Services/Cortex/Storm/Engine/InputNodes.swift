import Graph
import Kernel
import Model

/// The nodes that the options of a query name as its start.
enum InputNodes {
    /// Nil where there are none.
    static func source(_ runtime: StormRuntime) throws -> Source? {
        let options = runtime.context.options
        if options.nodeNames.isEmpty, options.nodeIdens.isEmpty { return nil }
        return { sink in
            for (form, value) in options.nodeNames {
                try runtime.check()
                let definition = try runtime.model.requireForm(form)
                let normal = try definition.type.norm(value, in: runtime.model).value
                if let node = try runtime.session.node(definition, normal) { try sink(runtime.started(at: node)) }
            }
            for text in options.nodeIdens {
                try runtime.check()
                guard let iden = Digest(text) else {
                    throw Fault(.noSuchIden, "Iden must be 64 bytes (got \(text.count)): \(text)", fields: ["iden": .string(text)])
                }
                if let node = try runtime.session.node(iden: iden) { try sink(runtime.started(at: node)) }
            }
        }
    }
}
