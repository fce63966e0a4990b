import Foundation

/// How much the tests do: little by default, more where the environment asks for it.
enum Numbers {
    static func of(_ variable: String, default number: Int) -> Int {
        ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? number
    }

    /// Kills of a lone leader.
    static var kills: Int { of("SYNAPSE_KILLS", default: 10) }
    /// Forced promotions.
    static var forced: Int { of("SYNAPSE_FORCED", default: 3) }
    /// Graceful promotions, there and back.
    static var graceful: Int { of("SYNAPSE_GRACEFUL", default: 3) }
    /// Power cuts.
    static var cuts: Int { of("SYNAPSE_CUTS", default: 2) }
    /// Kills, and power cuts, of a program that edits a graph in bulk.
    static var graphKills: Int { of("SYNAPSE_GRAPH_KILLS", default: 8) }
    static var graphCuts: Int { of("SYNAPSE_GRAPH_CUTS", default: 3) }
}
