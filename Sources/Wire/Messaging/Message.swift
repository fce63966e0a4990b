import Kernel
import MessagePack

/// A message that one actor sends to another: declared once, sent in the same way within the process and across a link.
///
/// A message is a value with a stable name. Its fields travel as a record, so that fields may be added; a changed meaning needs a new name.
///
/// A static member makes it read well at the place of use:
/// ```
/// extension Request where Self == HasBlob {
///     static func has(_ digest: Digest) -> HasBlob { HasBlob(digest: digest) }
/// }
/// let found = try await axon.ask(.has(digest))
/// ```
public protocol Message: Packable {
    /// The phantom type that names the actor which answers this message, such as `enum Axon {}`; a ``Ref`` of it takes only its messages.
    associatedtype Contract = AnyContract
    /// The name on the wire, such as `axon.has`. It never changes.
    static var name: String { get }
    /// The permission that the caller needs, such as `axon.has`; nil for what every authenticated peer may do.
    static var permission: String? { get }
}

extension Message {
    /// None.
    public static var permission: String? { nil }
}

/// The contract of messages that name none.
public enum AnyContract {}

/// A message with one reply.
public protocol Request: Message {
    associatedtype Reply: Packable
}

/// A message that opens a stream of items from the receiver to the sender.
public protocol Subscription: Message {
    associatedtype Item: Packable
}

/// A message that is followed by bytes from the sender; the reply comes when they were all taken.
public protocol Upload: Message {
    associatedtype Reply: Packable
}

/// A message that is answered by a head first, then by bytes from the receiver.
public protocol Download: Message {
    /// What is known before the first byte, such as the size.
    associatedtype Head: Packable
}

/// A message that opens items in both directions: what a mirror and its upstream say to each other.
public protocol Conversation: Message {
    /// What the sender of the message says.
    associatedtype Outgoing: Packable
    /// What the receiver of the message says.
    associatedtype Incoming: Packable
}

/// A reply that says only that it was done.
public struct Done: Packable, Hashable {
    public init() {}
    public func pack(into packer: inout Packer) { packer.packNil() }
    public init(unpacking unpacker: inout Unpacker) throws(Fault) { try unpacker.skip() }
}
