import Kernel

/// `cvss:v2` and `cvss:v3`: the metrics of a severity, in the order of the standard, those not defined left out.
struct SeverityVectorType: TextBehaviour {
    enum Version: Sendable { case two, three }

    let version: Version

    private static let metrics2: [(String, String)] = [
        ("AV", "L,A,N"), ("AC", "L,M,H"), ("Au", "N,S,M"), ("C", "N,P,C"), ("I", "N,P,C"), ("A", "N,P,C"), ("E", "U,POC,F,H,ND"),
        ("RL", "OF,TF,W,U,ND"), ("RC", "UC,UR,C,ND"), ("CDP", "N,L,LM,MH,H,ND"), ("TD", "N,L,M,H,ND"), ("CR", "L,M,H,ND"),
        ("IR", "L,M,H,ND"), ("AR", "L,M,H,ND"),
    ]
    private static let metrics3: [(String, String)] = [
        ("AV", "N,A,L,P"), ("AC", "L,H"), ("PR", "N,L,H"), ("UI", "N,R"), ("S", "U,C"), ("C", "N,L,H"), ("I", "N,L,H"), ("A", "N,L,H"),
        ("E", "X,U,P,F,H"), ("RL", "X,O,T,W,U"), ("RC", "X,U,R,C"), ("CR", "X,L,M,H"), ("IR", "X,L,M,H"), ("AR", "X,L,M,H"),
        ("MAV", "X,N,A,L,P"), ("MAC", "X,L,H"), ("MPR", "X,N,L,H"), ("MUI", "X,N,R"), ("MS", "X,U,C"), ("MC", "X,N,L,H"), ("MI", "X,N,L,H"),
        ("MA", "X,N,L,H"),
    ]

    func norm(_ value: ModelValue, _ context: TypeContext) throws(Fault) -> Normalized {
        let original = try requireText(value, context)
        var text = TextForm.strip(original)
        let (metrics, undefined, required) = version == .two ? (Self.metrics2, "ND", 6) : (Self.metrics3, "X", 8)
        if text.hasPrefix("("), text.hasSuffix(")") { text = String(text.dropFirst().dropLast()) }
        for head in ["CVSS2#", "CVSS:3.0/", "CVSS:3.1/"] where text.hasPrefix(head) { text.removeFirst(head.count) }
        var given: [String: String] = [:]
        for part in TextForm.split(text, at: "/") {
            guard let (name, level) = TextForm.cut(part, at: ":") else { throw context.bad("Provided vector \(original) malformed") }
            guard let allowed = metrics.first(where: { $0.0 == name }) else {
                throw context.bad("Provided vector \(original) contains invalid metrics invalid")
            }
            guard allowed.1.split(separator: ",").contains(level[...]) else {
                throw context.bad("Provided vector \(original) contains invalid values: \(name):\(level)")
            }
            guard given.updateValue(level, forKey: name) == nil else {
                throw context.bad("Provided vector \(original) contains duplicate metrics")
            }
        }
        guard metrics.prefix(required).allSatisfy({ given[$0.0] != nil }) else {
            throw context.bad("Provided vector \(original) missing mandatory metric(s)")
        }
        let kept = metrics.compactMap { metric in given[metric.0].flatMap { $0 == undefined ? nil : "\(metric.0):\($0)" } }
        return Normalized(.string(kept.joined(separator: "/")))
    }
}
