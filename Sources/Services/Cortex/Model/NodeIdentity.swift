import Kernel

/// The names of nodes that follow from what they are.
public enum NodeIdentity {
    /// The identity of the node of `form` with the normalised `value`: SHA-256 over the MessagePack of both.
    public static func iden(form: String, value: ModelValue, _ environment: ModelEnvironment) throws(Fault) -> Digest {
        environment.hasher.sha256(try CanonicalPacking.pack([.string(form), value]))
    }

    /// The guid that `content` stands for: MD5 over its MessagePack.
    public static func guid(of content: ModelValue, _ environment: ModelEnvironment) throws(Fault) -> String {
        Hex.encode(environment.hasher.md5(try CanonicalPacking.pack(content)))
    }
}
