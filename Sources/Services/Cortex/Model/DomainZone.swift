/// What the place of a domain name in the tree says of it: the properties `issuffix`, `iszone` and `zone` of `inet:fqdn`.
///
/// A name below a suffix is a zone, and what is below a zone belongs to it. A change of a name's own properties passes on to the names
/// below it: whoever stores nodes derives those again, each from its parent.
public struct DomainZone: Sendable, Hashable {
    /// Names are registered directly below it, as below `com`.
    public let isSuffix: Bool
    public let isZone: Bool
    /// The zone that the name is in; nil where there is none above it.
    public let zone: String?

    public init(isSuffix: Bool, isZone: Bool, zone: String?) {
        self.isSuffix = isSuffix
        self.isZone = isZone
        self.zone = zone
    }

    /// The state of a new name. `parent` is that of the domain above it; nil for a name without one, which is a suffix.
    public init(of name: String, under parent: DomainZone?) {
        let isZone = parent?.isSuffix ?? false
        self.init(isSuffix: parent == nil, isZone: isZone, zone: isZone ? name : parent?.zone)
    }
}
