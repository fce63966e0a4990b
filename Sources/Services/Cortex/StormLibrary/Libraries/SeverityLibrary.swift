import Kernel
import Model
import Storm

/// `$lib.infosec.cvss`
enum SeverityLibrary {
    static let library = StormLibrary(
        "infosec.cvss", help: "Severity of vulnerabilities by the Common Vulnerability Scoring System.",
        functions: [
            StormFunction(
                "vectToProps", ["text"], help: "The properties of risk:vuln that a vector of version 3 says.",
                examples: [
                    StormExample("return($lib.infosec.cvss.vectToProps('AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H').'cvss:ac')", returns: "L")
                ]
            ) { call in
                let vector = try normalise(call.text(0), "cvss:v3", call.runtime)
                let dict = StormDict()
                for (name, level) in metrics(vector) { dict["cvss:" + name.lowercased()] = .string(level) }
                return .dict(dict)
            },
            StormFunction(
                "vectToScore", ["vect", .optional("vers", nil)],
                help: "The scores of a vector of version 2, 3.0 or 3.1; without vers its form tells the version.",
                examples: [
                    StormExample("return($lib.infosec.cvss.vectToScore('AV:N/AC:L/Au:N/C:P/I:P/A:P').score)", returns: 7.5)
                ], score),
            StormFunction(
                "calculateFromProps", ["props", .optional("vers", "3.1")], help: "The scores of the properties cvss:* of risk:vuln.",
                examples: []
            ) { call in
                let isFirst = try isFirst(call.text(1))
                return result(SeverityScore.version3(try metrics(call.primitive(0)), isFirst: isFirst))
            },
            StormFunction(
                "calculate", ["node", .optional("save", true), .optional("vers", "3.1")],
                help: "The scores of a risk:vuln, set on it with save."
            ) { call in
                let isFirst = try isFirst(call.text(2))
                let node = try vulnerability(call)
                let properties = try node.node.properties().map { ModelValue.Entry($0.name, $0.value) }
                let score = SeverityScore.version3(metrics(.dict(properties)), isFirst: isFirst)
                if try call.bool(1), let overall = score.overall {
                    var values = [("cvss:score", overall)]
                    if let base = score.base { values.append(("cvss:score:base", base)) }
                    if let temporal = score.temporal { values.append(("cvss:score:temporal", temporal)) }
                    if let environmental = score.environmental { values.append(("cvss:score:environmental", environmental)) }
                    for (name, value) in values { try set(name, .float(value), on: node, call) }
                }
                return result(score)
            },
            StormFunction(
                "saveVectToNode", ["node", "text"], help: "Sets the properties that a vector says on a risk:vuln.", isReadOnlySafe: false
            ) { call in
                let vector = try normalise(call.text(1), "cvss:v3", call.runtime)
                let node = try vulnerability(call)
                for (name, level) in metrics(vector) { try set("cvss:" + name.lowercased(), .string(level), on: node, call) }
                return .null
            },
        ])

    private static func isFirst(_ version: String) throws(Fault) -> Bool {
        switch version {
        case "3.0": return true
        case "3.1": return false
        default: throw Fault(.badArgument, "Valid values for vers are: ['3.0', '3.1'], got \(version)")
        }
    }

    private static func vulnerability(_ call: Call) throws -> NodeObject {
        guard let node = call.value(0).object(as: NodeObject.self), node.node.form.name == "risk:vuln" else {
            throw Fault(.badArgument, "$lib.infosec.cvss.calculate requires a risk:vuln node.")
        }
        return node
    }

    private static func set(_ name: String, _ value: StormValue, on node: NodeObject, _ call: Call) throws {
        let query = try call.runtime.query("yield $node [ :\(name)=$value ]")
        try call.runtime.subquery(query, variables: ["node": .object(node), "value": value], shares: false) { _ in }
    }

    /// The vector in the order of the standard. Throws `BadDataValu`.
    private static func normalise(_ text: String, _ type: String, _ runtime: StormRuntime) throws -> String {
        do {
            return try runtime.model.requireType(type).norm(.string(text), in: runtime.model).value.string ?? ""
        } catch {
            guard error.code == .badTypeValue else { throw error }
            throw Fault(.badData, error.message, fields: error.fields)
        }
    }

    private static func metrics(_ vector: String) -> [(name: String, level: String)] {
        vector.split(separator: "/").compactMap { part in
            let halves = part.split(separator: ":")
            return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
        }
    }

    private static func metrics(_ properties: ModelValue) -> SeverityScore.Metrics {
        guard case .dict(let entries) = properties else { return [:] }
        var metrics: SeverityScore.Metrics = [:]
        for entry in entries where entry.key.hasPrefix("cvss:") {
            if let level = entry.value.string { metrics[entry.key.dropFirst(5).uppercased()] = level }
        }
        return metrics
    }

    private static func result(_ score: SeverityScore) -> StormValue {
        func value(_ number: Double?) -> StormValue { number.map(StormValue.float) ?? .null }
        return .dict([
            "ok": .bool(score.base != nil), "version": .string("3.1"), "score": value(score.overall),
            "scores": .dict(["base": value(score.base), "temporal": value(score.temporal), "environmental": value(score.environmental)]),
        ])
    }

    @Sendable private static func score(_ call: Call) throws -> StormValue {
        let text = try call.text(0)
        let version = try call.optionalText(1) ?? guess(text)
        let score: SeverityScore
        let vector: String
        switch version {
        case "2":
            vector = try normalise(text, "cvss:v2", call.runtime)
            score = SeverityScore.version2(Dictionary(metrics(vector).map { ($0.name, $0.level) }, uniquingKeysWith: { $1 }))
        case "3.0", "3.1":
            vector = try normalise(text, "cvss:v3", call.runtime)
            score = SeverityScore.version3(
                Dictionary(metrics(vector).map { ($0.name, $0.level) }, uniquingKeysWith: { $1 }), isFirst: version == "3.0")
        default: throw Fault(.badArgument, "Valid values for vers are: ['2', '3.0', '3.1', None], got \(version)")
        }
        func value(_ number: Double?) -> StormValue { number.map(StormValue.float) ?? .null }
        return .dict([
            "version": .string(version), "score": value(score.overall), "base": value(score.base), "temporal": value(score.temporal),
            "environmental": value(score.environmental), "normalized": .string(vector),
        ])
    }

    private static func guess(_ text: String) -> String {
        if text.contains("CVSS:3.0") { return "3.0" }
        if text.contains("CVSS:3.1") { return "3.1" }
        return text.contains("Au:") || text.contains("CVSS2#") ? "2" : "3.1"
    }
}
