import Kernel
import Leadership

/// Which follower takes over when a leader steps down (PROMOTE-5).
enum Successor {
    /// The best of those that can lead at once.
    /// - Parameter siblings: the other servers of the service, best first.
    /// - Throws: `Refused` with the reason for each where none can.
    static func choose(from siblings: [ServiceStatus], insteadOf leader: String) throws(Fault) -> String {
        if let best = siblings.first(where: { hindrance(to: $0) == nil }) { return best.registration.address.name }
        guard !siblings.isEmpty else {
            throw Fault(
                .refused, "\(leader) has no other server that could take over",
                advice: "Add a mirror: synctl aha provision service NAME --mirror \(leader)")
        }
        let reasons = siblings.map { "\($0.registration.address.name) \(hindrance(to: $0) ?? "")" }.joined(separator: ", ")
        throw Fault(
            .refused, "nobody can take over from \(leader): \(reasons)",
            advice: "Wait until `synctl aha status` shows one of them in step, or rejoin it first")
    }

    private static func hindrance(to sibling: ServiceStatus) -> String? {
        if sibling.role != ReplicaRole.follower.rawValue { return "is \(sibling.role)" }
        if sibling.complete == false { return "lacks bytes that its log names" }
        return sibling.ready ? nil : "is not in step"
    }
}
