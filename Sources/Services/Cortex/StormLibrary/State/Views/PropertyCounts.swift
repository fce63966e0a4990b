import CortexCore
import Graph
import Kernel
import Model
import Storm

/// Counts and values of properties, of views and layers alike.
extension Call {
    func counts(_ counts: [String: Int]) throws -> StormValue {
        let dict = StormDict()
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) where count > 0 { dict[name] = .int(Int64(count)) }
        return .dict(dict)
    }

    /// The first argument names a property or a form. Throws `NoSuchProp`.
    func propertyCount(_ layers: [Iden], value: ModelValue?) throws -> StormValue {
        try runtime.session.flush()
        let name = try text(0)
        let model = runtime.model
        if let property = model.property(name) {
            let plan = try value.map { try property.type.lift("=", $0, in: model) }
            return .int(Int64(try core.propertyCount(property, plan: plan, layers)))
        }
        guard let form = model.form(name) else {
            throw Fault(.noSuchProperty, "No property named \(name)", fields: ["name": .string(name)], advice: "`syn:prop` lists them")
        }
        guard let value else { return .int(Int64(try core.formCount(name, layers))) }
        return .int(Int64(try core.indexCount(.formBy(form, form.type.lift("=", value, in: model)), layers)))
    }

    func arrayCount(_ layers: [Iden], value: ModelValue?) throws -> StormValue {
        try runtime.session.flush()
        let name = try text(0)
        let model = runtime.model
        guard let property = model.property(name) else {
            throw Fault(.noSuchProperty, "No property named \(name)", fields: ["name": .string(name)])
        }
        guard let element = try property.type.elementType(in: model) else {
            throw Fault(FaultCode("BadTypeValu"), "Property is not an array type: \(name).", fields: ["name": .string(name)])
        }
        let plan = try value.map { try element.lift("=", $0, in: model) } ?? LiftPlan([LiftPlan.Step(.all)])
        return .int(Int64(try core.indexCount(.propertyItems(property, plan), layers)))
    }

    /// Arguments: tag, property, form.
    func tagPropertyCount(_ layers: [Iden], value: ModelValue?) throws -> StormValue {
        try runtime.session.flush()
        let (tag, name, form) = (try text(0), try text(1), try optionalText(2))
        let model = runtime.model
        guard let property = model.tagProperty(name) else {
            throw Fault(.noSuchTagProperty, "No tag property named \(name)", fields: ["name": .string(name)])
        }
        guard let value else { return .int(Int64(try core.tagPropertyCount(tag, name, form: form, layers))) }
        let plan = try property.type.lift("=", value, in: model)
        let definition = try form.map { try model.requireForm($0) }
        return .int(Int64(try core.indexCount(.tagProperty(tag: tag, name: name, form: definition, plan), layers)))
    }
}

/// The values of one property over a session.
enum PropertyValues {
    /// How many nodes are fetched at once.
    private static let batch = 1_000

    /// Each value once, in the order of the index. `name` is a property or a form. Throws `NoSuchProp`.
    static func each(_ name: String, _ session: GraphSession, _ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws {
        let model = session.model
        let source: Lift.Source
        let property = model.property(name)
        if let property {
            source = .property(property)
        } else if let form = model.form(name) {
            source = .form(form)
        } else {
            throw Fault(.noSuchProperty, "No property named \(name)", fields: ["name": .string(name)], advice: "`syn:prop` lists them")
        }
        let cursor = try session.lift(Lift(source))
        var last: ModelValue?
        while true {
            let nodes = try cursor.next(batch)
            if nodes.isEmpty { return }
            for node in nodes {
                try runtime.check()
                let value = try property.map { try node.property($0.name) } ?? node.value
                guard let value, value != last else { continue }
                last = value
                try body(StormValue(stored: value))
            }
        }
    }
}

/// The edges of a view.
enum EdgeWalk {
    private static let batch = 1_000

    /// The verbs that edges of the view have, of those that the model, or a note of a query, knows.
    static func verbs(_ session: GraphSession, _ core: CortexHost) throws -> [String] {
        let known = Set(session.model.edges.map(\.verb)).union(core.notedVerbs())
        return try known.sorted().filter { verb in try !session.lift(Lift(.edge(verb: verb))).next(1).isEmpty }
    }

    /// Pushes source, verb and target of each edge.
    static func each(_ session: GraphSession, verb: String?, _ runtime: StormRuntime, _ body: (StormValue) throws -> Void) throws {
        for verb in try verb.map({ [$0] }) ?? verbs(session, runtime.core) {
            let cursor = try session.lift(Lift(.edge(verb: verb)))
            while true {
                let nodes = try cursor.next(batch)
                if nodes.isEmpty { break }
                for node in nodes { try each(of: node, verb, session, runtime, body) }
            }
        }
    }

    private static func each(
        of node: Node, _ verb: String, _ session: GraphSession, _ runtime: StormRuntime, _ body: (StormValue) throws -> Void
    ) throws {
        let source = try node.iden().description
        let edges = try node.edges(.out, verb: verb)
        while true {
            let found = try edges.next(batch)
            if found.isEmpty { return }
            for edge in found {
                try runtime.check()
                guard let other = try session.node(edge.other) else { continue }
                try body(.tuple([.string(source), .string(edge.verb), .string(try other.iden().description)]))
            }
        }
    }
}
