extension StockAreas {
    /// Addresses, networks, servers, flows.
    static let inetAddress: StaticString = #"""
        interface inet:proto:request includes it:host:activity | a request over the network
          flow         inet:flow
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          client:host  it:host
          server       inet:server
          server:ipv4  inet:ipv4
          server:ipv6  inet:ipv6
          server:port  inet:port
          server:host  it:host

        type inet:net4 inet:ipv4range
        type inet:net6 inet:ipv6range
        type inet:port int {max: 65535, min: 0} | a port of TCP or UDP

        form inet:asn int | an autonomous system
          name   str {lower}
          owner  ou:org

        form inet:asnet4 comp {fields: [[asn, inet:asn], [net4, inet:net4]]}
          asn       inet:asn readonly
          net4      inet:net4 readonly
          net4:max  inet:ipv4 readonly
          net4:min  inet:ipv4 readonly

        form inet:asnet6 comp {fields: [[asn, inet:asn], [net6, inet:net6]]}
          asn       inet:asn readonly
          net6      inet:net6 readonly
          net6:max  inet:ipv6 readonly
          net6:min  inet:ipv6 readonly

        form inet:banner comp {fields: [[server, inet:server], [text, it:dev:str]]} | what a server says first
          server       inet:server readonly
          server:ipv4  inet:ipv4 readonly
          server:ipv6  inet:ipv6 readonly
          server:port  inet:port readonly
          text         it:dev:str readonly

        form inet:cidr4 builtin | an IPv4 network
          broadcast  inet:ipv4 readonly
          mask       int readonly
          network    inet:ipv4 readonly

        form inet:cidr6 builtin | an IPv6 network
          broadcast  inet:ipv6 readonly
          mask       int readonly
          network    inet:ipv6 readonly

        form inet:client inet:addr | an address that something connected from
          host   it:host readonly
          ipv4   inet:ipv4 readonly
          ipv6   inet:ipv6 readonly
          port   inet:port readonly
          proto  str {lower} readonly

        form inet:download guid
          client        inet:client
          client:host   it:host
          client:ipv4   inet:ipv4
          client:ipv6   inet:ipv6
          client:port   inet:port
          client:proto  str {lower}
          file          file:bytes
          fqdn          inet:fqdn
          server        inet:server
          server:host   it:host
          server:ipv4   inet:ipv4
          server:ipv6   inet:ipv6
          server:port   inet:port
          server:proto  str {lower}
          time          time

        form inet:egress guid
          account      inet:service:account
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          host         it:host
          host:iface   inet:iface

        form inet:flow guid | one connection between two endpoints, as seen
          capture:host             it:host
          dst                      inet:server
          dst:cpes                 array {sorted, type: it:sec:cpe, uniq}
          dst:exe                  file:bytes
          dst:handshake            str
          dst:host                 it:host
          dst:ipv4                 inet:ipv4
          dst:ipv6                 inet:ipv6
          dst:port                 inet:port
          dst:proc                 it:exec:proc
          dst:proto                str {lower}
          dst:softnames            array {sorted, type: it:prod:softname, uniq}
          dst:ssh:key              crypto:key
          dst:ssl:cert             crypto:x509:cert
          dst:txbytes              int
          dst:txcount              int
          dst:txfiles              array {sorted, type: file:attachment, uniq}
          duration                 int
          from                     guid
          ip:proto                 int {max: 255, min: 0}
          ip:tcp:flags             int {max: 255, min: 0}
          raw                      data
          sandbox:file             file:bytes
          src                      inet:client
          src:cpes                 array {sorted, type: it:sec:cpe, uniq}
          src:exe                  file:bytes
          src:handshake            str
          src:host                 it:host
          src:ipv4                 inet:ipv4
          src:ipv6                 inet:ipv6
          src:port                 inet:port
          src:proc                 it:exec:proc
          src:proto                str {lower}
          src:rdp:hostname         it:hostname
          src:rdp:keyboard:layout  str {lower, onespace}
          src:softnames            array {sorted, type: it:prod:softname, uniq}
          src:ssh:key              crypto:key
          src:ssl:cert             crypto:x509:cert
          src:txbytes              int
          src:txcount              int
          src:txfiles              array {sorted, type: file:attachment, uniq}
          time                     time
          tot:txbytes              int
          tot:txcount              int

        form inet:fqdn builtin | a domain name
          domain    inet:fqdn readonly
          host      str {lower} readonly
          issuffix  bool
          iszone    bool
          zone      inet:fqdn

        form inet:iface guid
          adid        it:adid
          host        it:host
          ipv4        inet:ipv4
          ipv6        inet:ipv6
          mac         inet:mac
          mob:imei    tel:mob:imei
          mob:imsi    tel:mob:imsi
          name        str {strip}
          network     it:network
          phone       tel:phone
          type        str {lower}
          wifi:bssid  inet:mac
          wifi:ssid   inet:wifi:ssid

        form inet:ipv4 builtin | an IPv4 address
          asn      inet:asn
          dns:rev  inet:fqdn
          latlong  geo:latlong
          loc      loc
          place    geo:place
          type     str

        form inet:ipv6 builtin | an IPv6 address
          asn      inet:asn
          dns:rev  inet:fqdn
          ipv4     inet:ipv4
          latlong  geo:latlong
          loc      loc
          place    geo:place
          scope    str {
              enums: "reserved,interface-local,link-local,realm-local,admin-local,site-local,organization-local,global,unassigned"}
          type     str

        form inet:mac str {lower, regex: "^([0-9a-f]{2}[:]){5}([0-9a-f]{2})$"} | the address of a network interface
          vendor  str

        form inet:proto str {lower, regex: "^[a-z0-9+-]+$"}
          port  inet:port

        form inet:server inet:addr | an address and port that something listens on
          host   it:host readonly
          ipv4   inet:ipv4 readonly
          ipv6   inet:ipv6 readonly
          port   inet:port readonly
          proto  str {lower} readonly

        form inet:servfile comp {fields: [[server, inet:server], [file, file:bytes]]}
          file          file:bytes readonly
          server        inet:server readonly
          server:host   it:host readonly
          server:ipv4   inet:ipv4 readonly
          server:ipv6   inet:ipv6 readonly
          server:port   inet:port
          server:proto  str {lower} readonly

        form inet:tunnel guid
          anon      bool
          egress    inet:server
          ingress   inet:server
          operator  ps:contact
          type      inet:tunnel:type:taxonomy

        form inet:tunnel:type:taxonomy taxonomy implements meta:taxonomy

        form inet:wifi:ap comp {fields: [[ssid, inet:wifi:ssid], [bssid, inet:mac]]}
          accuracy    geo:dist
          bssid       inet:mac readonly
          channel     int
          encryption  str {lower, strip}
          latlong     geo:latlong
          loc         loc
          org         ou:org
          place       geo:place
          ssid        inet:wifi:ssid readonly

        form inet:wifi:ssid str
        """#
}
