/// A kind of document that a Cortex holds beside its graph. The raw value is part of the keys in the store, so it never changes.
public enum CoreSection: String, Sendable, Hashable, CaseIterable {
    case user, role, gate
    /// By user, then name: what queries keep for a user.
    case userVariable = "user.var", userProfile = "user.profile"
    case view, layer
    case queue
    /// By queue and offset.
    case queueItem = "queue.item"
    case macro
    case package = "pkg"
    case packageVariable = "pkg.var"
    case trigger, cron, dmon, vault
    case global
    case modelExtension = "model.ext"
    case tagModel = "model.tag"
    case edgeText = "model.edge"
    case deprecationLock = "model.lock"
    case graphProjection = "graph"
    /// By digest and number of the chunk.
    case blob
    case blobChunk = "blob.chunk"
    /// Documents of the embedded JSON store, by path.
    case json

    /// Whether the documents are small and few, and so kept in memory. The others are read from the store when they are asked for.
    var isCached: Bool {
        switch self {
        case .queueItem, .blob, .blobChunk, .json: false
        default: true
        }
    }
}
