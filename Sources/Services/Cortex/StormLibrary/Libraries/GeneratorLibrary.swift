import Kernel
import Model
import Storm

/// `$lib.gen`: nodes found by what people know of them, or made.
///
/// Each function is a query; a made node gets the guid that the reference gives it, so that two of them agree.
enum GeneratorLibrary {
    static let library = StormLibrary(
        "gen", help: "Nodes found by what people know of them, or made.", functions: named + withReporter + byValue + results)

    /// A function whose body is a query with the parameters as variables; it ends with its first `return`.
    private static func function(_ name: String, _ parameters: [Parameter], help: String, storm text: String) -> StormFunction {
        StormFunction(name, parameters, help: help) { call in
            let query = try call.runtime.query(text)
            var variables: [String: StormValue] = [:]
            for (parameter, value) in zip(parameters, call.arguments) { variables[parameter.name] = value }
            do {
                try call.runtime.isolated(for: query, variables: variables).run(query) { _ in try call.runtime.check() }
            } catch StormSignal.return {
                return call.runtime.context.takeReturned()
            }
            return .null
        }
    }

    /// A node with a name of a form of names.
    private static func byName(
        _ function: String, _ form: String, names: String, help: String, property: String = "name"
    ) -> StormFunction {
        Self.function(
            function, ["name"], help: help,
            storm: """
                $name = $lib.cast(\(names), $name)
                \(names)=$name -> \(form)
                return($node)
                [ \(form)=(gen, \(property), $name) :\(property)=$name ]
                return($node)
                """)
    }

    private static let named: [StormFunction] = [
        byName("orgByName", "ou:org", names: "ou:name", help: "An organization by name."),
        byName("softByName", "it:prod:soft", names: "it:prod:softname", help: "Software by name."),
        byName("industryByName", "ou:industry", names: "ou:industryname", help: "An industry by name."),
        byName("geoPlaceByName", "geo:place", names: "geo:name", help: "A place by name."),
        byName("langByName", "lang:language", names: "lang:name", help: "A language by name."),
        function(
            "orgIdType", ["name"], help: "A type of identity number by name.",
            storm: """
                ou:id:type:name=$name
                return($node)
                [ ou:id:type=(gen, name, $name) :name=$name ]
                return($node)
                """),
        function(
            "orgIdNumber", ["type", "value"], help: "An identity number by its type's name and its value.",
            storm: """
                $kind = $lib.gen.orgIdType($type)
                $type = $kind.value()
                [ ou:id:number=($type, $value) ]
                return($node)
                """),
        function(
            "orgHqByName", ["name"], help: "The headquarters of an organization by its name.",
            storm: """
                yield $lib.gen.orgByName($name)
                $org = $node
                { :hq -> ps:contact return($node) }
                [ :hq = { [ ps:contact=(gen, hq, name, $name) :orgname=$name :org=$org ] } ]
                { :hq -> ps:contact return($node) }
                """),
    ]

    private static let withReporter: [StormFunction] = [
        function(
            "campaign", ["name", "reporter"], help: "A campaign by its name and who reports it.",
            storm: """
                $name = $lib.cast(ou:campname, $name)
                $reporter = $lib.cast(ou:name, $reporter)
                ou:campname=$name -> ou:campaign +:reporter:name=$reporter
                return($node)
                [ ou:campaign=(gen, name, reporter, $name, $reporter)
                    :name=$name :reporter={ yield $lib.gen.orgByName($reporter) } :reporter:name=$reporter ]
                return($node)
                """),
        function(
            "riskThreat", ["name", "reporter"], help: "A threat by its name and who reports it.",
            storm: """
                $name = $lib.cast(ou:name, $name)
                $reporter = $lib.cast(ou:name, $reporter)
                ou:name=$name -> risk:threat:org:name +:reporter:name=$reporter
                return($node)
                [ risk:threat=(gen, $name, $reporter)
                    :org:name=$name :reporter={ yield $lib.gen.orgByName($reporter) } :reporter:name=$reporter ]
                return($node)
                """),
        function(
            "riskToolSoftware", ["name", "reporter"], help: "A tool by its name and who reports it.",
            storm: """
                $name = $lib.cast(it:prod:softname, $name)
                $reporter = $lib.cast(ou:name, $reporter)
                it:prod:softname=$name -> risk:tool:software:soft:name +:reporter:name=$reporter
                return($node)
                [ risk:tool:software=(gen, $name, $reporter)
                    :soft:name=$name :reporter={ yield $lib.gen.orgByName($reporter) } :reporter:name=$reporter ]
                return($node)
                """),
        function(
            "vulnByCve", ["cve", .optional("try", false), .optional("reporter", nil)], help: "A vulnerability by its CVE number.",
            storm: """
                ($ok, $value) = $lib.trycast(it:sec:cve, $cve)
                if (not $ok) {
                    if $try { return() }
                    $value = $lib.cast(it:sec:cve, $cve)
                }
                if ($reporter != null) {
                    $reporter = $lib.cast(ou:name, $reporter)
                    risk:vuln:cve=$value +:reporter:name=$reporter
                    return($node)
                    [ risk:vuln=(gen, cve, $value, reporter, $reporter)
                        :cve=$value :reporter={ yield $lib.gen.orgByName($reporter) } :reporter:name=$reporter ]
                    return($node)
                }
                risk:vuln:cve=$value
                return($node)
                [ risk:vuln=(gen, cve, $value) :cve=$value ]
                return($node)
                """),
    ]

    /// A node found by one value of a type, which `try` lets be wrong.
    private static func byValue(
        _ name: String, _ parameter: Parameter, type: String, help: String, find: String, make: String
    ) -> StormFunction {
        function(
            name, [parameter, .optional("try", false)], help: help,
            storm: """
                ($ok, $value) = $lib.trycast(\(type), $\(parameter.name))
                if (not $ok) {
                    if $try { return() }
                    $value = $lib.cast(\(type), $\(parameter.name))
                }
                \(find)
                return($node)
                [ \(make) ]
                return($node)
                """)
    }

    private static let byValue: [StormFunction] = [
        byValue(
            "langByCode", "name", type: "lang:code", help: "A language by its code.", find: "lang:code=$value -> lang:language",
            make: "lang:language=(gen, code, $value) :code=$value"),
        byValue(
            "newsByUrl", "url", type: "inet:url", help: "A publication by its URL.", find: "media:news:url=$value",
            make: "media:news=(gen, url, $value) :url=$value"),
        byValue(
            "orgByFqdn", "fqdn", type: "inet:fqdn", help: "An organization by the domain of its mail.",
            find: "inet:fqdn=$value -> ou:org", make: "ou:org=(gen, fqdn, $value) :dns:mx=($value,)"),
        byValue(
            "polCountryByIso2", "iso2", type: "pol:iso2", help: "A country by its two letters.", find: "pol:country:iso2=$value",
            make: "pol:country=(gen, iso2, $value) :iso2=$value"),
        byValue(
            "fileBytesBySha256", "sha256", type: "hash:sha256", help: "A file by its SHA-256.", find: "file:bytes:sha256=$value",
            make: "file:bytes=$value"),
        byValue(
            "cryptoX509CertBySha256", "sha256", type: "hash:sha256", help: "A certificate by its SHA-256.",
            find: "crypto:x509:cert:sha256=$value", make: "crypto:x509:cert=({'sha256': $value})"),
        function(
            "polCountryOrgByIso2", ["iso2", .optional("try", false)], help: "The government of a country by its two letters.",
            storm: """
                yield $lib.gen.polCountryByIso2($iso2, try=$try)
                { :government -> ou:org return($node) }
                $name = `{:iso2} government`
                [ :government={ yield $lib.gen.orgByName($name) } ]
                { :government -> ou:org return($node) }
                """),
    ]

    private static let results: [StormFunction] = [
        function(
            "psContactByEmail", ["type", "email", .optional("try", false)], help: "A contact by its type and email address.",
            storm: """
                ($ok, $value) = $lib.trycast(inet:email, $email)
                if (not $ok) {
                    if $try { return() }
                    $value = $lib.cast(inet:email, $email)
                }
                $type = $lib.cast(ps:contact:type:taxonomy, $type)
                ps:contact:email=$value +:type=$type
                return($node)
                [ ps:contact=(gen, type, email, $type, $value) :email=$value :type=$type ]
                return($node)
                """),
        function(
            "inetTlsServerCertByServerAndSha256", ["server", "sha256", .optional("try", false)],
            help: "The certificate that a server showed, by the server and the SHA-256.",
            storm: """
                ($ok, $address) = $lib.trycast(inet:server, $server)
                if (not $ok) {
                    if $try { return() }
                    $address = $lib.cast(inet:server, $server)
                }
                $certificate = $lib.gen.cryptoX509CertBySha256($sha256, try=$try)
                if (not $certificate) { return() }
                $guid = $certificate.value()
                [ inet:tls:servercert=($address, $guid) ]
                return($node)
                """),
        function(
            "itAvScanResultByTarget",
            ["form", "value", "signame", .optional("scanner", nil), .optional("time", nil), .optional("try", false)],
            help: "What a scanner said of a target.",
            storm: """
                ($ok, $target) = $lib.trycast($form, $value)
                if (not $ok) {
                    if $try { return() }
                    $target = $lib.cast($form, $value)
                }
                $suffix = ({
                    'file:bytes': 'file', 'inet:fqdn': 'fqdn', 'inet:ipv4': 'ipv4', 'inet:ipv6': 'ipv6', 'inet:url': 'url',
                    'it:host': 'host', 'it:exec:proc': 'proc'
                }).$form
                if ($suffix = null) { $lib.raise(BadArg, `Unsupported target form {$form}`) }
                $guid = (gen, target, $form, $target, signame, $signame)
                if ($scanner != null) { $guid = (gen, target, $form, $target, signame, $signame, 'scanner:name', $scanner) }
                [ it:av:scan:result=$guid :`target:{$suffix}`=$target :signame=$signame ]
                if ($scanner != null) { [ :scanner:name=$scanner ] }
                if ($time != null) { [ :time=$time ] }
                return($node)
                """),
    ]
}
