/// The stable name of a kind of fault. A name exists only if a caller can react to it differently from every other.
///
/// Names that the reference system has are kept; a name from a newer peer is carried unchanged.
public struct FaultCode: Hashable, Sendable, CustomStringConvertible {
    /// As it crosses the wire, such as `TimeOut`.
    public let name: String

    /// A code by name, as it came over the wire.
    public init(_ name: String) { self.name = name }

    public var description: String { name }

    /// Every code that this version raises, with one line on what it means: the source of the reference page.
    public static let catalogue: [(code: FaultCode, meaning: String)] = [
        (.badArgument, "an argument has a wrong type, form or range"),
        (.badConfig, "an option of the configuration is unknown, misspelt or has a wrong value"),
        (.badCertificate, "a certificate is missing, malformed, expired, or of another authority or name"),
        (.badData, "bytes from a peer or a disk do not have the form that they must have"),
        (.badFrame, "a frame on a link breaks the wire protocol"),
        (.badSyntax, "a query cannot be parsed"),
        (.badTypeValue, "a value does not fit its type"),
        (.badVersion, "the two sides have no protocol or change level in common"),
        (.cancelled, "the caller or the service cancelled the call"),
        (.canNotRevert, "the storage was written by a newer version"),
        (.crypto, "a cryptographic operation failed"),
        (.diverged, "two histories of one service differ"),
        (.deadline, "the deadline passed before the call ended"),
        (.denied, "the caller lacks a permission"),
        (.duplicateName, "the name is taken"),
        (.fenced, "this server's term is over: another one leads"),
        (.inUse, "another process uses this directory"),
        (.io, "the operating system refused a read or a write"),
        (.isReadOnly, "the service does not accept writes now"),
        (.leaseLost, "the leader may not acknowledge writes: its lease ran out and a follower is missing"),
        (.limit, "a bound was reached"),
        (.linkDown, "the link to the peer ended before the call did; a write may or may not have been made"),
        (.noCertificate, "there is no such certificate or key"),
        (.noLeader, "the service has no leader now"),
        (.noSuchBytes, "the Axon does not hold these bytes"),
        (.noSuchFile, "there is no such file or directory"),
        (.noSuchMessage, "the peer does not know this message"),
        (.noSuchName, "nothing has this name"),
        (.noSuchTarget, "the service has no such actor"),
        (.notReady, "the service, or a part of it, is not ready yet"),
        (.noSpace, "the disk is full, or below the configured minimum of free space"),
        (.refused, "the operation is not possible in the present state; the message says why"),
        (.stopped, "the service is stopping"),
        (.trimmed, "the log no longer reaches back to the position asked for"),
        (.unknownOutcome, "the write may or may not have been made; ask again with the same request id"),
        (.unreachable, "no connection to the peer could be made"),
        (.usedURL, "the one-time URL was used before"),
        (.expiredURL, "the one-time URL has expired"),
        (.badComparatorValue, "the right side of a comparison has a wrong form"),
        (.badEdgeDefinition, "an edge of the model is declared wrongly"),
        (.badFormDefinition, "a form of the model is declared wrongly"),
        (.badLiftValue, "nodes cannot be lifted by this value"),
        (.badPropertyDefinition, "a property of the model is declared wrongly"),
        (.badTypeDefinition, "a type of the model is declared wrongly"),
        (.cannotDeleteForm, "the form is in use"),
        (.cannotDeleteNode, "other nodes refer to the node"),
        (.cannotDeleteType, "the type is in use"),
        (.duplicateEdge, "the model has this edge already"),
        (.duplicateForm, "the model has a form of this name already"),
        (.duplicateProperty, "the model has a property of this name already"),
        (.duplicateType, "the model has a type of this name already"),
        (.isDeprecationLocked, "the form or property is deprecated and locked"),
        (.readOnlyProperty, "the property is only set when its node is made"),
        (.isRuntimeForm, "nodes of this form are made at query time and cannot be edited"),
        (.noSuchComparator, "the type has no such comparator"),
        (.noSuchEdge, "the model has no such edge"),
        (.noSuchForm, "the model has no such form"),
        (.noSuchInterface, "the model has no such interface"),
        (.noSuchProperty, "the model has no such property"),
        (.noSuchTagProperty, "the model has no such property of tags"),
        (.noSuchType, "the model has no such type"),
        (.noSuchUniversal, "the model has no such universal property"),
    ]

    /// See ``catalogue``, as for all that follow.
    public static let badArgument = FaultCode("BadArg")
    public static let badConfig = FaultCode("BadConfValu")
    public static let badCertificate = FaultCode("BadCertificate")
    public static let badData = FaultCode("BadDataValu")
    public static let badFrame = FaultCode("LinkBadFrame")
    public static let badSyntax = FaultCode("BadSyntax")
    public static let badTypeValue = FaultCode("BadTypeValu")
    public static let badVersion = FaultCode("BadVersion")
    public static let cancelled = FaultCode("Cancelled")
    public static let canNotRevert = FaultCode("BadStorageVersion")
    public static let crypto = FaultCode("CryptoErr")
    public static let diverged = FaultCode("Diverged")
    public static let deadline = FaultCode("TimeOut")
    public static let denied = FaultCode("AuthDeny")
    public static let duplicateName = FaultCode("DupName")
    public static let fenced = FaultCode("Fenced")
    public static let inUse = FaultCode("DirectoryInUse")
    public static let io = FaultCode("IoFault")
    public static let isReadOnly = FaultCode("IsReadOnly")
    public static let leaseLost = FaultCode("LeaseLost")
    public static let limit = FaultCode("HitLimit")
    public static let linkDown = FaultCode("LinkShutDown")
    public static let noCertificate = FaultCode("NoSuchCert")
    public static let noLeader = FaultCode("NoLeader")
    public static let noSuchBytes = FaultCode("NoSuchFile")
    public static let noSuchFile = FaultCode("NoSuchPath")
    public static let noSuchMessage = FaultCode("NoSuchMeth")
    public static let noSuchName = FaultCode("NoSuchName")
    public static let noSuchTarget = FaultCode("NoSuchObj")
    public static let notReady = FaultCode("NotReady")
    public static let noSpace = FaultCode("LowSpace")
    public static let refused = FaultCode("Refused")
    public static let stopped = FaultCode("IsFini")
    public static let trimmed = FaultCode("Trimmed")
    public static let unknownOutcome = FaultCode("UnknownOutcome")
    public static let unreachable = FaultCode("Unreachable")
    public static let usedURL = FaultCode("UsedURL")
    public static let expiredURL = FaultCode("ExpiredURL")

    /// See ``catalogue``, as for all that follow: what the data model and edits of the graph raise.
    public static let badComparatorValue = FaultCode("BadCmprValu")
    public static let badEdgeDefinition = FaultCode("BadEdgeDef")
    public static let badFormDefinition = FaultCode("BadFormDef")
    public static let badLiftValue = FaultCode("BadLiftValu")
    public static let badPropertyDefinition = FaultCode("BadPropDef")
    public static let badTypeDefinition = FaultCode("BadTypeDef")
    public static let cannotDeleteForm = FaultCode("CantDelForm")
    public static let cannotDeleteNode = FaultCode("CantDelNode")
    public static let cannotDeleteType = FaultCode("CantDelType")
    public static let duplicateEdge = FaultCode("DupEdgeType")
    public static let duplicateForm = FaultCode("DupFormName")
    public static let duplicateProperty = FaultCode("DupPropName")
    public static let duplicateType = FaultCode("DupTypeName")
    public static let isDeprecationLocked = FaultCode("IsDeprLocked")
    public static let readOnlyProperty = FaultCode("ReadOnlyProp")
    public static let isRuntimeForm = FaultCode("IsRuntForm")
    public static let noSuchComparator = FaultCode("NoSuchCmpr")
    public static let noSuchEdge = FaultCode("NoSuchEdge")
    public static let noSuchForm = FaultCode("NoSuchForm")
    public static let noSuchInterface = FaultCode("NoSuchIface")
    public static let noSuchProperty = FaultCode("NoSuchProp")
    public static let noSuchTagProperty = FaultCode("NoSuchTagProp")
    public static let noSuchType = FaultCode("NoSuchType")
    public static let noSuchUniversal = FaultCode("NoSuchUniv")
}
