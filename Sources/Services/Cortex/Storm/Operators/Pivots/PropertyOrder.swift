import Model

/// The order in which pivots go through the properties of a form.
///
/// The model keeps properties by name, while people expect the parts of a value in the order in which they are written.
enum PropertyOrder {
    static func sorted(_ form: FormDefinition) -> [PropertyDefinition] {
        var places: [String: Int] = [:]
        for (place, name) in (fields(form) + (declared[form.name] ?? [])).enumerated() where places[name] == nil { places[name] = place }
        return form.properties.values.sorted { one, other in
            (places[one.name] ?? Int.max, one.name) < (places[other.name] ?? Int.max, other.name)
        }
    }

    /// The names of the fields of a value of several parts.
    private static func fields(_ form: FormDefinition) -> [String] {
        (form.type.options["fields"]?.list ?? []).compactMap { $0.list?.first?.string }
    }

    /// Properties that come first, where that is not the order of their names.
    private static let declared: [String: [String]] = [
        "file:bytes": ["size", "md5", "sha1", "sha256", "sha512", "name", "mime"],
        "geo:place": ["id", "name", "type", "names", "desc", "loc", "address"],
        "inet:email": ["user", "fqdn"],
        "inet:flow": [
            "time", "duration", "from", "dst", "dst:ipv4", "dst:ipv6", "dst:port", "dst:proto", "dst:host", "dst:proc", "dst:exe", "src",
            "src:ipv4", "src:ipv6", "src:port", "src:proto", "src:host", "src:proc", "src:exe",
        ],
        "inet:ipv4": ["asn", "latlong", "loc", "place"],
        "inet:url": ["fqdn", "ipv4", "ipv6", "passwd", "base", "path", "params", "port", "proto", "user"],
        "media:news": ["url", "url:fqdn", "type", "file", "title", "summary", "body", "publisher", "publisher:name", "published"],
        "ou:org": ["loc", "name", "type", "orgtype", "vitals", "desc", "logo", "names", "alias", "phone"],
        "ps:contact": ["org", "asof", "type", "person", "vitals", "name", "desc", "title", "titles", "photo", "orgname", "orgfqdn", "user"],
        "risk:threat": [
            "name", "type", "desc", "tag", "active", "reporter", "reporter:name", "reporter:discovered", "reporter:published", "org",
            "org:loc", "org:name", "org:names", "country",
        ],
    ]
}
