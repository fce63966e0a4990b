extension StockAreas {
    /// The older model of web sites and accounts, user names.
    static let inetWeb: StaticString = #"""
        form inet:group str

        form inet:passwd str
          md5     hash:md5 readonly
          sha1    hash:sha1 readonly
          sha256  hash:sha256 readonly

        form inet:search:query guid implements inet:service:action
          acct     inet:web:acct
          engine   str {lower}
          host     it:host
          request  inet:http:request
          text     str

        form inet:search:result guid
          query  inet:search:query
          rank   int
          text   str {lower}
          title  str {lower}
          url    inet:url

        form inet:user str {lower}

        form inet:web:acct comp {fields: [[site, inet:fqdn], [user, inet:user]], sepr: "/"}
          aliases             array {sorted, type: inet:user, uniq}
          avatar              file:bytes
          banner              file:bytes
          dob                 time
          email               inet:email
          latlong             geo:latlong
          linked:accts        array {sorted, type: inet:web:acct, uniq}
          loc                 loc
          name                inet:user
          name:en             inet:user deprecated
          occupation          str {lower}
          passwd              inet:passwd
          phone               tel:phone
          place               geo:place
          realname            ps:name
          realname:en         ps:name deprecated
          recovery:email      inet:email
          signup              time
          signup:client       inet:client
          signup:client:ipv4  inet:ipv4
          signup:client:ipv6  inet:ipv6
          site                inet:fqdn readonly
          tagline             str
          url                 inet:url
          user                inet:user readonly
          webpage             inet:url

        form inet:web:action guid
          acct         inet:web:acct
          acct:site    inet:fqdn
          acct:user    inet:user
          act          str {lower, strip}
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          latlong      geo:latlong
          loc          loc
          place        geo:place
          time         time

        form inet:web:attachment guid
          acct         inet:web:acct
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          file         file:bytes
          interactive  bool
          mesg         inet:web:mesg
          name         file:path
          place        geo:place
          place:loc    loc
          place:name   geo:name
          post         inet:web:post
          proto        inet:proto
          time         time

        form inet:web:channel guid
          created   time
          creator   inet:web:acct
          id        str {strip}
          instance  inet:web:instance
          name      str {strip}
          topic     str {strip}
          url       inet:url

        form inet:web:chprofile guid
          acct         inet:web:acct
          acct:site    inet:fqdn
          acct:user    inet:user
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          pv           nodeprop
          pv:prop      str
          time         time

        form inet:web:file comp {fields: [[acct, inet:web:acct], [file, file:bytes]]}
          acct         inet:web:acct readonly
          acct:site    inet:fqdn readonly
          acct:user    inet:user readonly
          client       inet:client deprecated
          client:ipv4  inet:ipv4 deprecated
          client:ipv6  inet:ipv6 deprecated
          file         file:bytes readonly
          name         file:base
          posted       time deprecated

        form inet:web:follows comp {fields: [[follower, inet:web:acct], [followee, inet:web:acct]]}
          followee  inet:web:acct readonly
          follower  inet:web:acct readonly

        form inet:web:group comp {fields: [[site, inet:fqdn], [id, inet:group]], sepr: "/"}
          aliases             array {sorted, type: inet:group, uniq}
          avatar              file:bytes
          desc                str
          id                  inet:group readonly
          latlong             geo:latlong
          loc                 str {lower}
          name                inet:group
          name:en             inet:group deprecated
          place               geo:place
          signup              time
          signup:client       inet:client
          signup:client:ipv4  inet:ipv4
          signup:client:ipv6  inet:ipv6
          site                inet:fqdn readonly
          url                 inet:url
          webpage             inet:url

        form inet:web:hashtag str {lower, regex: "^#[^\\p{Z}#]+$", strip}

        form inet:web:instance guid
          created        time
          creator        inet:web:acct
          id             str {strip}
          name           str {strip}
          operator       ou:org
          operator:fqdn  inet:fqdn
          operator:name  ou:name
          owner          ou:org
          owner:fqdn     inet:fqdn
          owner:name     ou:name
          url            inet:url

        form inet:web:logon guid
          acct         inet:web:acct
          acct:site    inet:fqdn
          acct:user    inet:user
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          latlong      geo:latlong
          loc          loc
          logout       time
          place        geo:place
          time         time

        form inet:web:memb comp {fields: [[acct, inet:web:acct], [group, inet:web:group]]} deprecated
          acct    inet:web:acct readonly
          group   inet:web:group readonly
          joined  time
          title   str {lower}

        form inet:web:member guid
          acct     inet:web:acct
          added    time
          channel  inet:web:channel
          group    inet:web:group
          removed  time

        form inet:web:mesg comp {fields: [[from, inet:web:acct], [to, inet:web:acct], [time, time]]}
          client       inet:client
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          deleted      bool
          file         file:bytes
          from         inet:web:acct readonly
          instance     inet:web:instance
          place        geo:place
          place:name   geo:name
          text         str
          time         time readonly
          to           inet:web:acct readonly
          url          inet:url

        form inet:web:post guid
          acct             inet:web:acct
          acct:site        inet:fqdn
          acct:user        inet:user
          channel          inet:web:channel
          client           inet:client
          client:ipv4      inet:ipv4
          client:ipv6      inet:ipv6
          deleted          bool
          file             file:bytes
          hashtags         array {sorted, split: ",", type: inet:web:hashtag, uniq}
          latlong          geo:latlong
          loc              loc
          mentions:groups  array {sorted, split: ",", type: inet:web:group, uniq}
          mentions:users   array {sorted, split: ",", type: inet:web:acct, uniq}
          place            geo:place
          place:name       geo:name
          replyto          inet:web:post
          repost           inet:web:post
          text             str
          time             time
          url              inet:url

        form inet:web:post:link guid
          post  inet:web:post
          text  str
          url   inet:url
        """#
}
