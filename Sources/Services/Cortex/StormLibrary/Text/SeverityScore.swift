import Kernel

/// The scores of a vulnerability by the Common Vulnerability Scoring System, versions 2 and 3.
struct SeverityScore {
    /// From 0 to 10; nil where nothing is known for it.
    var base: Double?
    var temporal: Double?
    var environmental: Double?

    /// The most specific of the three.
    var overall: Double? { environmental ?? temporal ?? base }

    typealias Metrics = [String: String]

    // MARK: Version 2

    private static let weights2: [String: [String: Double]] = [
        "AV": ["L": 0.395, "A": 0.646, "N": 1], "AC": ["H": 0.35, "M": 0.61, "L": 0.71], "Au": ["M": 0.45, "S": 0.56, "N": 0.704],
        "C": ["N": 0, "P": 0.275, "C": 0.66], "I": ["N": 0, "P": 0.275, "C": 0.66], "A": ["N": 0, "P": 0.275, "C": 0.66],
        "E": ["U": 0.85, "POC": 0.9, "F": 0.95, "H": 1], "RL": ["OF": 0.87, "TF": 0.9, "W": 0.95, "U": 1],
        "RC": ["UC": 0.9, "UR": 0.95, "C": 1], "CDP": ["N": 0, "L": 0.1, "LM": 0.3, "MH": 0.4, "H": 0.5],
        "TD": ["N": 0, "L": 0.25, "M": 0.75, "H": 1], "CR": ["L": 0.5, "M": 1, "H": 1.51], "IR": ["L": 0.5, "M": 1, "H": 1.51],
        "AR": ["L": 0.5, "M": 1, "H": 1.51],
    ]

    /// To one decimal, halves up.
    private static func tenths(_ number: Double) -> Double { (number * 10 + 1e-9).rounded(.toNearestOrAwayFromZero) / 10 }

    static func version2(_ metrics: Metrics) -> SeverityScore {
        func weight(_ name: String, or missing: Double) -> Double { metrics[name].flatMap { weights2[name]?[$0] } ?? missing }
        let exploitability = 20 * weight("AV", or: 1) * weight("AC", or: 0.71) * weight("Au", or: 0.704)
        func score(_ impact: Double) -> Double {
            tenths((0.6 * impact + 0.4 * exploitability - 1.5) * (impact == 0 ? 0 : 1.176))
        }
        let impact = 10.41 * (1 - (1 - weight("C", or: 0)) * (1 - weight("I", or: 0)) * (1 - weight("A", or: 0)))
        var result = SeverityScore(base: score(impact))
        let temporalFactor = weight("E", or: 1) * weight("RL", or: 1) * weight("RC", or: 1)
        if ["E", "RL", "RC"].contains(where: { metrics[$0] != nil }) { result.temporal = result.base.map { tenths($0 * temporalFactor) } }
        if ["CDP", "TD", "CR", "IR", "AR"].contains(where: { metrics[$0] != nil }) {
            let parts = [("C", "CR"), ("I", "IR"), ("A", "AR")].map { 1 - weight($0.0, or: 0) * weight($0.1, or: 1) }
            let adjusted = tenths(score(min(10, 10.41 * (1 - parts.reduce(1, *)))) * temporalFactor)
            result.environmental = tenths((adjusted + (10 - adjusted) * weight("CDP", or: 0)) * weight("TD", or: 1))
        }
        return result
    }

    // MARK: Version 3

    private static let weights3: [String: [String: Double]] = [
        "AV": ["N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2], "AC": ["L": 0.77, "H": 0.44], "UI": ["N": 0.85, "R": 0.62],
        "C": ["N": 0, "L": 0.22, "H": 0.56], "E": ["U": 0.91, "P": 0.94, "F": 0.97, "H": 1],
        "RL": ["O": 0.95, "T": 0.96, "W": 0.97, "U": 1], "RC": ["U": 0.92, "R": 0.96, "C": 1], "CR": ["L": 0.5, "M": 1, "H": 1.5],
    ]

    private struct Formula {
        let metrics: Metrics
        /// Version 3.0 rounds and adjusts in another way than 3.1.
        let isFirst: Bool

        /// Up to the next tenth.
        func roundUp(_ number: Double) -> Double {
            if isFirst { return (number * 10).rounded(.up) / 10 }
            let scaled = Int((number * 100_000).rounded())
            return scaled % 10_000 == 0 ? Double(scaled) / 100_000 : Double(scaled / 10_000 + 1) / 10
        }

        /// The level of a metric, where asked its modified form first.
        func level(_ name: String, isModified: Bool) -> String? {
            if isModified, let level = metrics["M" + name], level != "X" { return level }
            return metrics[name]
        }

        func weight(_ table: String, _ level: String?, or missing: Double = 1) -> Double {
            level.flatMap { SeverityScore.weights3[table]?[$0] } ?? missing
        }

        func score(isModified: Bool) -> Double {
            func level(_ name: String) -> String? { self.level(name, isModified: isModified) }
            let isChanged = level("S") == "C"
            var rest = 1.0
            for (name, requirement) in [("C", "CR"), ("I", "IR"), ("A", "AR")] {
                rest *= 1 - weight("C", level(name), or: 0) * (isModified ? weight("CR", metrics[requirement]) : 1)
            }
            let subscore = isModified ? min(1 - rest, 0.915) : 1 - rest
            let impact: Double
            if !isChanged {
                impact = 6.42 * subscore
            } else if isModified, !isFirst {
                impact = 7.52 * (subscore - 0.029) - 3.25 * power(subscore * 0.9731 - 0.02, 13)
            } else {
                impact = 7.52 * (subscore - 0.029) - 3.25 * power(subscore - 0.02, 15)
            }
            let privileges: [String: Double] = isChanged ? ["N": 0.85, "L": 0.68, "H": 0.5] : ["N": 0.85, "L": 0.62, "H": 0.27]
            let exploitability =
                8.22 * weight("AV", level("AV")) * weight("AC", level("AC")) * (level("PR").flatMap { privileges[$0] } ?? 1)
                * weight("UI", level("UI"))
            if impact <= 0 { return 0 }
            return roundUp(min((impact + exploitability) * (isChanged ? 1.08 : 1), 10))
        }

        private func power(_ base: Double, _ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * base } }
    }

    static func version3(_ metrics: Metrics, isFirst: Bool) -> SeverityScore {
        guard ["AV", "AC", "PR", "UI", "S", "C", "I", "A"].allSatisfy({ metrics[$0] != nil }) else { return SeverityScore() }
        let formula = Formula(metrics: metrics, isFirst: isFirst)
        func isGiven(_ name: String) -> Bool { metrics[name].map { $0 != "X" } ?? false }
        let factor = ["E", "RL", "RC"].reduce(1.0) { $0 * formula.weight($1, metrics[$1]) }
        let base = formula.score(isModified: false)
        var result = SeverityScore(base: base)
        if ["E", "RL", "RC"].contains(where: isGiven) { result.temporal = formula.roundUp(base * factor) }
        if ["MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA", "CR", "IR", "AR"].contains(where: isGiven) {
            result.environmental = formula.roundUp(formula.score(isModified: true) * factor)
        }
        return result
    }
}
