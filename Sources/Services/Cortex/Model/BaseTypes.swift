import Kernel

/// The types that everything else derives from, each with its behaviour and the defaults of its options.
enum BaseTypes {
    struct Base: Sendable {
        let name: String
        let options: TypeOptions
        let isDeprecated: Bool
        let doc: String
        let make: TypeDefinition.Maker

        init(
            _ name: String, _ doc: String, options: TypeOptions = TypeOptions(), isDeprecated: Bool = false,
            make: @escaping TypeDefinition.Maker
        ) {
            self.name = name
            self.options = options
            self.isDeprecated = isDeprecated
            self.doc = doc
            self.make = make
        }

        /// A type whose behaviour has no options.
        init(_ name: String, _ doc: String, options: TypeOptions = TypeOptions(), _ behaviour: any TypeBehaviour) {
            self.init(name, doc, options: options) { _, _ in behaviour }
        }
    }

    static let all: [Base] = general + names + internet + files + places + software + telephones
    private static let text = StringType.defaults

    private static let general = [
        Base("int", "a whole number", options: IntegerType.defaults) { options, _ throws(Fault) in try IntegerType(options) },
        Base("float", "a floating point number", options: FloatType.defaults) { options, _ in FloatType(options) },
        Base("hugenum", "an exact decimal number", options: HugeNumberType.defaults) { options, _ in HugeNumberType(options) },
        Base("bool", "true or false", BoolType()),
        Base("str", "text", options: text) { options, _ in StringType(options) },
        Base("guid", "128 bits that name something", GuidType()),
        Base("hex", "bytes in hexadecimal digits", options: HexType.defaults) { options, _ throws(Fault) in try HexType(options) },
        Base("time", "a point in time, to the millisecond", options: TimeType.defaults) { options, _ in TimeType(options) },
        Base("ival", "a first and a last time", IntervalType()),
        Base("duration", "a length of time", options: DurationType.defaults) { options, _ in DurationType(options) },
        Base("velocity", "a speed", options: VelocityType.defaults) { options, _ in VelocityType(options) },
        Base("loc", "a place by labels from large to small", LocationType()),
        Base("comp", "several named values") { options, resolve throws(Fault) in try CompositeType(options, resolve: resolve) },
        Base("array", "a list of values of one type", options: ArrayType.defaults) { options, resolve throws(Fault) in
            try ArrayType(options, resolve: resolve)
        },
        Base("range", "a lowest and a highest value", options: RangeType.defaults) { options, resolve throws(Fault) in
            try RangeType(options, resolve: resolve)
        },
        Base("data", "anything that JSON can say", DataType()),
        Base("ndef", "any node, by form and value") { options, _ in NodeReferenceType(options) },
        Base("nodeprop", "a property and a value of it", PropertyReferenceType()),
        Base("edge", "two related nodes", isDeprecated: true) { _, _ in EdgeNodeType(hasTime: false) },
        Base("timeedge", "two nodes related at a time", isDeprecated: true) { _, _ in EdgeNodeType(hasTime: true) },
    ]

    private static let names = [
        Base("syn:tag", "a tag", options: text, TagType()),
        Base("syn:tag:part", "one label of a tag", options: text, TagPartType()),
        Base("taxon", "one label of a taxonomy", options: text, TaxonType()),
        Base("taxonomy", "a path of labels in a taxonomy", options: text, TaxonomyType()),
        Base("syn:user", "a user, by iden", AuthorityNameType()),
        Base("syn:role", "a role, by iden", AuthorityNameType()),
    ]

    private static let internet = [
        Base("inet:ipv4", "an IPv4 address", IPv4Type()),
        Base("inet:ipv6", "an IPv6 address", IPv6Type()),
        Base(
            "inet:ipv4range", "a range of IPv4 addresses", options: AddressRangeType.defaults(of: "inet:ipv4"),
            AddressRangeType(element: "inet:ipv4")),
        Base(
            "inet:ipv6range", "a range of IPv6 addresses", options: AddressRangeType.defaults(of: "inet:ipv6"),
            AddressRangeType(element: "inet:ipv6")),
        Base("inet:cidr4", "an IPv4 network", options: text, NetworkType(isVersion6: false)),
        Base("inet:cidr6", "an IPv6 network", options: text, NetworkType(isVersion6: true)),
        Base("inet:addr", "a network endpoint", options: text) { options, _ in EndpointType(options) },
        Base("inet:fqdn", "a domain name", DomainNameType()),
        Base("inet:dns:name", "a name as a DNS query carries it", options: text, DNSNameType()),
        Base("inet:url", "a URL", options: text, URLType()),
        Base("inet:email", "an email address", options: text, EmailType()),
        Base("inet:rfc2822:addr", "a mail header address", options: text, MailAddressType()),
        Base("inet:http:cookie", "an HTTP cookie", options: text, CookieType()),
    ]

    private static let files = [
        Base("file:bytes", "a file", options: text, FileBytesType()),
        Base("file:base", "a file name", options: text, FileNameType()),
        Base("file:path", "a file path", options: text, FilePathType()),
    ]

    private static let places = [
        Base("geo:dist", "a distance in millimetres", options: IntegerType.defaults) { options, _ throws(Fault) in
            try MeasureType(options, isArea: false)
        },
        Base("geo:area", "an area", options: IntegerType.defaults) { options, _ throws(Fault) in try MeasureType(options, isArea: true) },
        Base("geo:latlong", "a point on the globe", LatitudeLongitudeType()),
    ]

    private static let software = [
        Base("it:semver", "a semantic version", options: IntegerType.defaults, SemanticVersionType()),
        Base("it:sec:cpe", "a CPE 2.3 name", options: lowerText, PlatformNameType(isLegacy: false)),
        Base("it:sec:cpe:v2_2", "a CPE 2.2 name", options: lowerText, PlatformNameType(isLegacy: true)),
        Base("cvss:v2", "a CVSS 2 vector", options: text, SeverityVectorType(version: .two)),
        Base("cvss:v3", "a CVSS 3 vector", options: text, SeverityVectorType(version: .three)),
    ]
    private static let lowerText = text.overlaid(with: TypeOptions(["lower": true]))

    private static let telephones = [
        Base("tel:phone", "a telephone number", options: text.overlaid(with: TypeOptions(["globsuffix": true])), PhoneType()),
        Base("tel:mob:imei", "the identity of a mobile device", options: unsigned, MobileIdentityType(isDevice: true)),
        Base("tel:mob:imsi", "the identity of a mobile subscriber", options: unsigned, MobileIdentityType(isDevice: false)),
    ]
    private static let unsigned = IntegerType.defaults.overlaid(with: TypeOptions(["signed": false]))
}
