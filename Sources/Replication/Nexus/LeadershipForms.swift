import Leadership
import MessagePack

// What a server remembers, in its packed form: a record, so that later versions may add fields.
extension ReplicaRecord: CodablePackable {}
