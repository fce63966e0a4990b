extension StockAreas {
    /// Mail, HTTP, TLS, URLs.
    static let inetProtocol: StaticString = #"""
        type inet:email:header:name str {lower}
        type inet:http:header comp {fields: [[name, inet:http:header:name], [value, str]]}
        type inet:http:header:name str {lower}

        form inet:email builtin | an email address
          base  inet:email readonly
          fqdn  inet:fqdn readonly
          plus  str {lower, strip} readonly
          user  inet:user readonly

        form inet:email:header comp {fields: [[name, inet:email:header:name], [value, str]]}
          name   inet:email:header:name readonly
          value  str readonly

        form inet:email:message guid | an email as delivered
          body                str
          bytes               file:bytes
          cc                  array {sorted, type: inet:email, uniq}
          date                time
          flow                inet:flow
          from                inet:email
          headers             array {type: inet:email:header}
          id                  str {strip}
          received:from:fqdn  inet:fqdn
          received:from:ipv4  inet:ipv4
          received:from:ipv6  inet:ipv6
          replyto             inet:email
          subject             str
          to                  inet:email

        form inet:email:message:attachment comp {fields: [[message, inet:email:message], [file, file:bytes]]}
          file     file:bytes readonly
          message  inet:email:message readonly
          name     file:base

        form inet:email:message:link comp {fields: [[message, inet:email:message], [url, inet:url]]}
          message  inet:email:message readonly
          text     str
          url      inet:url readonly

        form inet:http:cookie builtin
          name   str
          value  str

        form inet:http:param comp {fields: [[name, str], [value, str]]}
          name   str {lower} readonly
          value  str readonly

        form inet:http:request guid implements inet:proto:request | an HTTP request as seen
          body              file:bytes
          cookies           array {sorted, type: inet:http:cookie, uniq}
          fetch             it:exec:url
          header:host       inet:fqdn
          header:referer    inet:url
          headers           array {type: inet:http:request:header}
          method            str
          path              str
          query             str
          referer           inet:url deprecated
          response:body     file:bytes
          response:code     int
          response:cookies  array {sorted, type: inet:http:cookie, uniq}
          response:headers  array {type: inet:http:response:header}
          response:reason   str
          response:time     time
          session           inet:http:session
          url               inet:url

        form inet:http:request:header inet:http:header
          name   inet:http:header:name readonly
          value  str readonly

        form inet:http:response:header inet:http:header
          name   inet:http:header:name readonly
          value  str readonly

        form inet:http:session guid
          contact  ps:contact
          cookies  array {sorted, type: inet:http:cookie, uniq}

        form inet:rfc2822:addr builtin
          email  inet:email readonly
          name   ps:name readonly

        form inet:ssl:cert comp {fields: [[server, inet:server], [file, file:bytes]]} deprecated
          file         file:bytes readonly
          server       inet:server readonly
          server:ipv4  inet:ipv4 readonly
          server:ipv6  inet:ipv6 readonly
          server:port  inet:port readonly

        form inet:ssl:jarmhash str {lower, regex: "^(?<ciphers>[0-9a-f]{30})(?<extensions>[0-9a-f]{32})$", strip}
          ciphers     str {lower, regex: "^[0-9a-f]{30}$", strip} readonly
          extensions  str {lower, regex: "^[0-9a-f]{32}$", strip} readonly

        form inet:ssl:jarmsample comp {fields: [[server, inet:server], [jarmhash, inet:ssl:jarmhash]]}
          jarmhash  inet:ssl:jarmhash readonly
          server    inet:server readonly

        form inet:tls:clientcert comp {fields: [[client, inet:client], [cert, crypto:x509:cert]]}
          cert    crypto:x509:cert readonly
          client  inet:client readonly

        form inet:tls:handshake guid
          client                  inet:client
          client:cert             crypto:x509:cert
          client:fingerprint:ja3  hash:md5 deprecated
          client:ja3              hash:md5
          client:ja4              inet:tls:ja4
          flow                    inet:flow
          server                  inet:server
          server:cert             crypto:x509:cert
          server:fingerprint:ja3  hash:md5 deprecated
          server:ja3s             hash:md5
          server:ja4s             inet:tls:ja4s
          time                    time

        form inet:tls:ja3:sample comp {fields: [[client, inet:client], [ja3, hash:md5]]}
          client  inet:client readonly
          ja3     hash:md5 readonly

        form inet:tls:ja3s:sample comp {fields: [[server, inet:server], [ja3s, hash:md5]]}
          ja3s    hash:md5 readonly
          server  inet:server readonly

        form inet:tls:ja4 str {regex: "^([tqd])([sd\\d]\\d)([di])(\\d{2})(\\d{2})([a-zA-Z0-9]{2})_([0-9a-f]{12})_([0-9a-f]{12})$",
            strip}

        form inet:tls:ja4:sample comp {fields: [[client, inet:client], [ja4, inet:tls:ja4]]}
          client  inet:client readonly
          ja4     inet:tls:ja4 readonly

        form inet:tls:ja4s str {regex: "^([tq])([sd\\d]\\d)(\\d{2})([a-zA-Z0-9]{2})_([0-9a-f]{4})_([0-9a-f]{12})$", strip}

        form inet:tls:ja4s:sample comp {fields: [[server, inet:server], [ja4s, inet:tls:ja4s]]}
          ja4s    inet:tls:ja4s readonly
          server  inet:server readonly

        form inet:tls:servercert comp {fields: [[server, inet:server], [cert, crypto:x509:cert]]}
          cert    crypto:x509:cert readonly
          server  inet:server readonly

        form inet:url builtin | a URL
          base    str readonly
          fqdn    inet:fqdn readonly
          ipv4    inet:ipv4 readonly
          ipv6    inet:ipv6 readonly
          params  str readonly
          passwd  inet:passwd readonly
          path    str readonly
          port    inet:port readonly
          proto   str {lower} readonly
          user    inet:user readonly

        form inet:url:mirror comp {fields: [[of, inet:url], [at, inet:url]]}
          at  inet:url readonly
          of  inet:url readonly

        form inet:urlfile comp {fields: [[url, inet:url], [file, file:bytes]]}
          file  file:bytes readonly
          url   inet:url readonly

        form inet:urlredir comp {fields: [[src, inet:url], [dst, inet:url]]}
          dst       inet:url readonly
          dst:fqdn  inet:fqdn readonly
          src       inet:url readonly
          src:fqdn  inet:fqdn readonly
        """#
}
