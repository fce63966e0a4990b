import Graph
import Kernel
import Model

/// The nodes that words name: an address, a domain, a hash. What is not there is reported, or made.
struct LookupOperator: Operator {
    /// The function that finds values of forms in text.
    private static let library = "scrape"
    private static let function = "ndefs"

    let words: [any StormExpression]
    let mode: StormMode

    func run(_ runtime: StormRuntime, _ source: @escaping Source, _ sink: @escaping Sink) throws {
        if mode == .autoadd { try runtime.requireWritable() }
        try source(sink)
        guard mode != .search else { return }
        for word in words {
            try runtime.check()
            guard let (name, value) = try Self.first(in: word.text(runtime, nil), runtime) else { continue }
            guard let form = runtime.model.form(name), let node = try node(form, value, runtime) else { continue }
            try sink(runtime.started(at: node))
        }
    }

    private func node(_ form: FormDefinition, _ value: ModelValue, _ runtime: StormRuntime) throws -> Node? {
        do {
            if mode == .autoadd {
                try runtime.require(["node", "add", form.name])
                return try runtime.editing { editor in try editor.add(form, value) }
            }
            let normal = try form.type.norm(value, in: runtime.model).value
            if let node = try runtime.session.node(form, normal) { return node }
            try runtime.emit(.other("look:miss", .dict([.init("ndef", .list([.string(form.name), normal]))])))
            return nil
        } catch let fault as Fault where fault.code == .badTypeValue {
            return nil
        }
    }

    /// The first value of a form that stands in the text.
    private static func first(in text: String, _ runtime: StormRuntime) throws -> (form: String, value: ModelValue)? {
        guard let function = runtime.context.catalogue.libraries.first(where: { $0.path == library })?.functions
            .first(where: { $0.name == function })
        else {
            throw Fault(.noSuchName, "looking words up needs the library $lib.\(library), which this service does not have")
        }
        let bound = BoundFunction(function, path: "$lib.\(library)")
        let found = try bound.call(Call(runtime, input: nil, arguments: [.string(text)]))
        let signal = runtime.nextSignal()
        var first: (form: String, value: ModelValue)?
        do {
            try found.forEach(runtime) { item in
                if let parts = try item.primitive().list, parts.count == 2, let form = parts[0].string { first = (form, parts[1]) }
                throw StormSignal.enough(signal)
            }
        } catch StormSignal.enough(signal) {
            // One is enough.
        }
        return first
    }
}
