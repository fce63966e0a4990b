extension StockAreas {
    /// Domain names and registration records.
    static let inetName: StaticString = #"""
        type inet:dns:type int

        form inet:dns:a comp {fields: [[fqdn, inet:fqdn], [ipv4, inet:ipv4]]} | a name that resolved to an IPv4 address
          fqdn  inet:fqdn readonly
          ipv4  inet:ipv4 readonly

        form inet:dns:aaaa comp {fields: [[fqdn, inet:fqdn], [ipv6, inet:ipv6]]} | a name that resolved to an IPv6 address
          fqdn  inet:fqdn readonly
          ipv6  inet:ipv6 readonly

        form inet:dns:answer guid
          a            inet:dns:a
          aaaa         inet:dns:aaaa
          cname        inet:dns:cname
          mx           inet:dns:mx
          mx:priority  int
          ns           inet:dns:ns
          request      inet:dns:request
          rev          inet:dns:rev
          rev6         inet:dns:rev6
          soa          inet:dns:soa
          time         time
          ttl          int
          txt          inet:dns:txt

        form inet:dns:cname comp {fields: [[fqdn, inet:fqdn], [cname, inet:fqdn]]}
          cname  inet:fqdn readonly
          fqdn   inet:fqdn readonly

        form inet:dns:dynreg guid
          client         inet:client
          client:ipv4    inet:ipv4
          client:ipv6    inet:ipv6
          contact        ps:contact
          created        time
          fqdn           inet:fqdn
          provider       ou:org
          provider:fqdn  inet:fqdn
          provider:name  ou:name

        form inet:dns:mx comp {fields: [[fqdn, inet:fqdn], [mx, inet:fqdn]]} | the mail server of a domain
          fqdn  inet:fqdn readonly
          mx    inet:fqdn readonly

        form inet:dns:ns comp {fields: [[zone, inet:fqdn], [ns, inet:fqdn]]} | a name server of a zone
          ns    inet:fqdn readonly
          zone  inet:fqdn readonly

        form inet:dns:query comp {fields: [[client, inet:client], [name, inet:dns:name], [type, [int, {enums: [[1, A], [2, NS], [3,
            MD], [4, MF], [5, CNAME], [6, SOA], [7, MB], [8, MG], [9, MR], [10, NULL], [11, WKS], [12, PTR], [13, HINFO], [14,
            MINFO], [15, MX], [16, TXT], [17, RP], [18, AFSDB], [19, X25], [20, ISDN], [21, RT], [22, NSAP], [23, NSAP-PTR], [24,
            SIG], [25, KEY], [26, PX], [27, GPOS], [28, AAAA], [29, LOC], [30, NXT], [31, EID], [32, NIMLOC], [33, SRV], [34, ATMA],
            [35, NAPTR], [36, KX], [37, CERT], [38, A6], [39, DNAME], [40, SINK], [41, OPT], [42, APL], [43, DS], [44, SSHFP], [45,
            IPSECKEY], [46, RRSIG], [47, NSEC], [48, DNSKEY], [49, DHCID], [50, NSEC3], [51, NSEC3PARAM], [52, TLSA], [53, SMIMEA],
            [55, HIP], [56, NINFO], [57, RKEY], [58, TALINK], [59, CDS], [60, CDNSKEY], [61, OPENPGPKEY], [62, CSYNC], [63, ZONEMD],
            [64, SVCB], [65, HTTPS], [99, SPF], [100, UINFO], [101, UID], [102, GID], [103, UNSPEC], [104, NID], [105, L32], [106,
            L64], [107, LP], [108, EUI48], [109, EUI64], [249, TKEY], [250, TSIG], [251, IXFR], [252, AXFR], [253, MAILB], [254,
            MAILA], [255, ANY], [256, URI], [257, CAA], [258, AVC], [259, DOA], [260, AMTRELAY], [261, RESINFO], [262, WALLET],
            [263, CLA], [264, IPN], [32768, TA], [32769, DLV]], "enums:strict": false}]]]}
          client     inet:client readonly
          name       inet:dns:name readonly
          name:fqdn  inet:fqdn
          name:ipv4  inet:ipv4
          name:ipv6  inet:ipv6
          type       int {enums: [[1, A], [2, NS], [3, MD], [4, MF], [5, CNAME], [6, SOA], [7, MB], [8, MG], [9, MR], [10, NULL],
              [11, WKS], [12, PTR], [13, HINFO], [14, MINFO], [15, MX], [16, TXT], [17, RP], [18, AFSDB], [19, X25], [20, ISDN],
              [21, RT], [22, NSAP], [23, NSAP-PTR], [24, SIG], [25, KEY], [26, PX], [27, GPOS], [28, AAAA], [29, LOC], [30, NXT],
              [31, EID], [32, NIMLOC], [33, SRV], [34, ATMA], [35, NAPTR], [36, KX], [37, CERT], [38, A6], [39, DNAME], [40, SINK],
              [41, OPT], [42, APL], [43, DS], [44, SSHFP], [45, IPSECKEY], [46, RRSIG], [47, NSEC], [48, DNSKEY], [49, DHCID], [50,
              NSEC3], [51, NSEC3PARAM], [52, TLSA], [53, SMIMEA], [55, HIP], [56, NINFO], [57, RKEY], [58, TALINK], [59, CDS], [60,
              CDNSKEY], [61, OPENPGPKEY], [62, CSYNC], [63, ZONEMD], [64, SVCB], [65, HTTPS], [99, SPF], [100, UINFO], [101, UID],
              [102, GID], [103, UNSPEC], [104, NID], [105, L32], [106, L64], [107, LP], [108, EUI48], [109, EUI64], [249, TKEY],
              [250, TSIG], [251, IXFR], [252, AXFR], [253, MAILB], [254, MAILA], [255, ANY], [256, URI], [257, CAA], [258, AVC],
              [259, DOA], [260, AMTRELAY], [261, RESINFO], [262, WALLET], [263, CLA], [264, IPN], [32768, TA], [32769, DLV]],
              "enums:strict": false} readonly

        form inet:dns:request guid | a DNS query as seen, and its answers
          exe              file:bytes
          host             it:host
          proc             it:exec:proc
          query            inet:dns:query
          query:name       inet:dns:name
          query:name:fqdn  inet:fqdn
          query:name:ipv4  inet:ipv4
          query:name:ipv6  inet:ipv6
          query:type       int {enums: [[1, A], [2, NS], [3, MD], [4, MF], [5, CNAME], [6, SOA], [7, MB], [8, MG], [9, MR], [10,
              NULL], [11, WKS], [12, PTR], [13, HINFO], [14, MINFO], [15, MX], [16, TXT], [17, RP], [18, AFSDB], [19, X25], [20,
              ISDN], [21, RT], [22, NSAP], [23, NSAP-PTR], [24, SIG], [25, KEY], [26, PX], [27, GPOS], [28, AAAA], [29, LOC], [30,
              NXT], [31, EID], [32, NIMLOC], [33, SRV], [34, ATMA], [35, NAPTR], [36, KX], [37, CERT], [38, A6], [39, DNAME], [40,
              SINK], [41, OPT], [42, APL], [43, DS], [44, SSHFP], [45, IPSECKEY], [46, RRSIG], [47, NSEC], [48, DNSKEY], [49,
              DHCID], [50, NSEC3], [51, NSEC3PARAM], [52, TLSA], [53, SMIMEA], [55, HIP], [56, NINFO], [57, RKEY], [58, TALINK],
              [59, CDS], [60, CDNSKEY], [61, OPENPGPKEY], [62, CSYNC], [63, ZONEMD], [64, SVCB], [65, HTTPS], [99, SPF], [100,
              UINFO], [101, UID], [102, GID], [103, UNSPEC], [104, NID], [105, L32], [106, L64], [107, LP], [108, EUI48], [109,
              EUI64], [249, TKEY], [250, TSIG], [251, IXFR], [252, AXFR], [253, MAILB], [254, MAILA], [255, ANY], [256, URI], [257,
              CAA], [258, AVC], [259, DOA], [260, AMTRELAY], [261, RESINFO], [262, WALLET], [263, CLA], [264, IPN], [32768, TA],
              [32769, DLV]], "enums:strict": false}
          reply:code       int {enums: [[0, NOERROR], [1, FORMERR], [2, SERVFAIL], [3, NXDOMAIN], [4, NOTIMP], [5, REFUSED], [6,
              YXDOMAIN], [7, YXRRSET], [8, NXRRSET], [9, NOTAUTH], [10, NOTZONE], [11, DSOTYPENI], [16, BADSIG], [17, BADKEY], [18,
              BADTIME], [19, BADMODE], [20, BADNAME], [21, BADALG], [22, BADTRUNC], [23, BADCOOKIE]], "enums:strict": false}
          sandbox:file     file:bytes
          server           inet:server
          time             time

        form inet:dns:rev comp {fields: [[ipv4, inet:ipv4], [fqdn, inet:fqdn]]} | the name that an address points back to
          fqdn  inet:fqdn readonly
          ipv4  inet:ipv4 readonly

        form inet:dns:rev6 comp {fields: [[ipv6, inet:ipv6], [fqdn, inet:fqdn]]}
          fqdn  inet:fqdn readonly
          ipv6  inet:ipv6 readonly

        form inet:dns:soa guid
          email  inet:email
          fqdn   inet:fqdn
          ns     inet:fqdn

        form inet:dns:txt comp {fields: [[fqdn, inet:fqdn], [txt, str]]} | a text record
          fqdn  inet:fqdn readonly
          txt   str readonly

        form inet:dns:wild:a comp {fields: [[fqdn, inet:fqdn], [ipv4, inet:ipv4]]}
          fqdn  inet:fqdn readonly
          ipv4  inet:ipv4 readonly

        form inet:dns:wild:aaaa comp {fields: [[fqdn, inet:fqdn], [ipv6, inet:ipv6]]}
          fqdn  inet:fqdn readonly
          ipv6  inet:ipv6 readonly

        form inet:whois:contact comp {fields: [[rec, inet:whois:rec], [type, [str, {lower}]]]}
          address     str {lower}
          city        str {lower}
          country     str {lower}
          email       inet:email
          fax         tel:phone
          id          str {lower}
          name        str {lower}
          orgname     ou:name
          phone       tel:phone
          rec         inet:whois:rec readonly
          rec:asof    time readonly
          rec:fqdn    inet:fqdn readonly
          state       str {lower}
          type        str {lower} readonly
          url         inet:url
          whois:fqdn  inet:fqdn

        form inet:whois:email comp {fields: [[fqdn, inet:fqdn], [email, inet:email]]}
          email  inet:email readonly
          fqdn   inet:fqdn readonly

        form inet:whois:ipcontact guid
          asn       inet:asn
          asof      time
          contact   ps:contact
          contacts  array {sorted, type: inet:whois:ipcontact, uniq}
          created   time
          id        inet:whois:regid
          links     array {sorted, type: inet:url, uniq}
          role      str {lower}
          roles     array {sorted, type: str, uniq}
          status    str {lower}
          updated   time

        form inet:whois:ipquery guid
          fqdn     inet:fqdn
          ipv4     inet:ipv4
          ipv6     inet:ipv6
          rec      inet:whois:iprec
          success  bool
          time     time
          url      inet:url

        form inet:whois:iprec guid | the registration of an address block
          asn              inet:asn
          asof             time
          contacts         array {sorted, type: inet:whois:ipcontact, uniq}
          country          str {lower, regex: "^[a-z]{2}$"}
          created          time
          desc             str {lower}
          id               inet:whois:regid
          links            array {sorted, type: inet:url, uniq}
          name             str
          net4             inet:net4
          net4:max         inet:ipv4
          net4:min         inet:ipv4
          net6             inet:net6
          net6:max         inet:ipv6
          net6:min         inet:ipv6
          parentid         inet:whois:regid
          registrant       inet:whois:ipcontact deprecated
          registrant:name  ou:name
          status           str {lower}
          text             str {lower}
          type             str {lower}
          updated          time

        form inet:whois:rar str {lower}

        form inet:whois:rec comp {fields: [[fqdn, inet:fqdn], [asof, time]]} | the registration of a domain at a time
          asof             time readonly
          created          time
          expires          time
          fqdn             inet:fqdn readonly
          registrant       inet:whois:reg deprecated
          registrant:name  ou:name
          registrar        inet:whois:rar
          text             str {lower}
          updated          time

        form inet:whois:recns comp {fields: [[ns, inet:fqdn], [rec, inet:whois:rec]]}
          ns        inet:fqdn readonly
          rec       inet:whois:rec readonly
          rec:asof  time readonly
          rec:fqdn  inet:fqdn readonly

        form inet:whois:reg str {lower}

        form inet:whois:regid str

        edge inet:whois:iprec -(ipwhois)> inet:ipv4
        edge inet:whois:iprec -(ipwhois)> inet:ipv6
        """#
}
