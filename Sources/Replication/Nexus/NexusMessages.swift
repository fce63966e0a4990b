import Kernel
import MessagePack
import Messaging

/// Asks for a change. A mirror passes it on towards the leader and answers when it has applied the change itself.
public struct IssueRequest: Request {
    public typealias Contract = NexusContract
    public static let name = "nexus.issue"
    public static let permission: String? = NexusPermission.issue
    /// The change that is asked for.
    public let proposal: Proposal

    public init(_ proposal: Proposal) { self.proposal = proposal }

    public struct Reply: Packable, Hashable {
        /// The end of the log with the change in it: what a reader must have seen to see the change.
        public let index: Index
        /// The term of the server that answered: an index means nothing without it.
        public let term: Term
        /// The packed outcome.
        public let outcome: [UInt8]

        public init(index: Index, term: Term, outcome: [UInt8]) {
            self.index = index
            self.term = term
            self.outcome = outcome
        }

        public func pack(into packer: inout Packer) {
            packer.packArrayHeader(3)
            index.pack(into: &packer)
            term.pack(into: &packer)
            packer.pack(outcome)
        }

        public init(unpacking unpacker: inout Unpacker) throws(Fault) {
            guard try unpacker.arrayHeader() == 3 else { throw Fault(.badData, "the reply to an issue has three parts") }
            index = try Index(unpacking: &unpacker)
            term = try Term(unpacking: &unpacker)
            outcome = try unpacker.blob()
        }
    }

    public func pack(into packer: inout Packer) { proposal.pack(into: &packer) }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { proposal = try Proposal(unpacking: &unpacker) }
}
