import Kernel
import Model

/// The index forms of tags.
enum TagIndex {
    /// The form of a tag's times, as the type `ival` makes it; nothing for a tag without times.
    static func form(_ times: TagTimes, _ model: DataModel) throws(Fault) -> [UInt8] {
        guard let first = times.first ?? times.last, let last = times.last ?? times.first else { return [] }
        return try model.requireType("ival").index(.list([.int(first), .int(last)]), in: model)
    }
}
