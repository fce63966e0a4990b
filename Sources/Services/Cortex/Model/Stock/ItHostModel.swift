extension StockAreas {
    /// Hosts, networks and what runs there.
    static let itHost: StaticString = #"""
        interface it:host:activity | what happens on a host
          exe           file:bytes
          proc          it:exec:proc
          thread        it:exec:thread
          host          it:host
          time          time
          sandbox:file  file:bytes

        type it:os:windows:sid str {regex: "^S-1-(?:\\d{1,10}|0x[0-9a-fA-F]{12})(?:-(?:\\d+|0x[0-9a-fA-F]{2,}))*$"}

        form it:account guid
          contact      ps:contact
          domain       it:domain
          groups       array {sorted, type: it:group, uniq}
          host         it:host
          posix:gecos  int
          posix:gid    int
          posix:home   file:path
          posix:shell  file:path
          posix:uid    int
          user         inet:user
          windows:sid  it:os:windows:sid

        form it:adid str {lower, strip}

        form it:auth:passwdhash guid
          hash:lm      hash:lm
          hash:md5     hash:md5
          hash:ntlm    hash:ntlm
          hash:sha1    hash:sha1
          hash:sha256  hash:sha256
          hash:sha512  hash:sha512
          passwd       inet:passwd
          salt         hex

        form it:cmd str {strip}

        form it:cmd:history guid
          cmd      it:cmd
          index    int
          output   str
          session  it:cmd:session
          time     time

        form it:cmd:session guid
          file    file:bytes
          host    it:host
          period  ival
          proc    it:exec:proc

        form it:domain guid
          desc  str
          name  str {lower, onespace}
          org   ou:org

        form it:exec:bind guid implements it:host:activity
          server       inet:server
          server:ipv4  inet:ipv4
          server:ipv6  inet:ipv6
          server:port  inet:port

        form it:exec:file:add guid implements it:host:activity
          file       file:bytes
          path       file:path
          path:base  file:base
          path:dir   file:path
          path:ext   str {lower, strip}

        form it:exec:file:del guid implements it:host:activity
          file       file:bytes
          path       file:path
          path:base  file:base
          path:dir   file:path
          path:ext   str {lower, strip}

        form it:exec:file:read guid implements it:host:activity
          file       file:bytes
          path       file:path
          path:base  file:base
          path:dir   file:path
          path:ext   str {lower, strip}

        form it:exec:file:write guid implements it:host:activity
          file       file:bytes
          path       file:path
          path:base  file:base
          path:dir   file:path
          path:ext   str {lower, strip}

        form it:exec:loadlib guid implements it:host:activity
          file      file:bytes
          loaded    time
          path      file:path
          unloaded  time
          va        int

        form it:exec:mmap guid implements it:host:activity
          created        time
          deleted        time
          hash:sha256    hash:sha256
          path           file:path
          perms:execute  bool
          perms:read     bool
          perms:write    bool
          size           int
          va             int

        form it:exec:mutex guid implements it:host:activity
          name  it:dev:mutex

        form it:exec:pipe guid implements it:host:activity
          name  it:dev:pipe

        form it:exec:proc guid implements it:host:activity | a running program on a host
          account          it:account
          cmd              it:cmd
          cmd:history      it:cmd:history
          exitcode         int
          exited           time
          killedby         it:exec:proc
          name             str
          path             file:path
          path:base        file:base
          pid              int
          src:exe          file:path deprecated
          src:proc         it:exec:proc
          user             inet:user deprecated
          windows:service  it:os:windows:service

        form it:exec:query guid implements it:host:activity
          api:url           inet:url
          language          str {lower, onespace}
          offset            int
          opts              data
          service:account   inet:service:account
          service:instance  inet:service:instance
          service:platform  inet:service:platform
          synuser           syn:user
          text              it:query

        form it:exec:reg:del guid implements it:host:activity
          reg  it:dev:regval

        form it:exec:reg:get guid implements it:host:activity
          reg  it:dev:regval

        form it:exec:reg:set guid implements it:host:activity
          reg  it:dev:regval

        form it:exec:thread guid implements it:host:activity
          created     time
          exitcode    int
          exited      time
          src:proc    it:exec:proc
          src:thread  it:exec:thread

        form it:exec:url guid implements it:host:activity
          browser          it:prod:softver
          client           inet:client
          client:ipv4      inet:ipv4
          client:ipv6      inet:ipv6
          client:port      inet:port
          http:request     inet:http:request
          page:components  array {sorted, type: it:prod:softname, uniq}
          page:favicon     file:bytes
          page:html        file:bytes
          page:image       file:bytes
          page:pdf         file:bytes
          page:title       it:dev:str
          url              inet:url

        form it:group guid
          desc         str
          domain       it:domain
          groups       array {sorted, type: it:group, uniq}
          host         it:host
          name         str {lower, onespace}
          posix:gid    int
          windows:sid  it:os:windows:sid

        form it:host guid implements inet:service:object,phys:object | a computer or device
          desc               str
          domain             it:domain
          ext:id             str
          hardware           it:prod:hardware
          image              it:software:image
          ipv4               inet:ipv4
          keyboard:language  lang:language
          keyboard:layout    str {lower, onespace}
          latlong            geo:latlong
          loc                loc
          manu               str deprecated
          model              str deprecated
          name               it:hostname
          operator           ps:contact
          org                ou:org
          os                 it:prod:softver
          os:name            it:prod:softname
          place              geo:place
          serial             str

        form it:host:tenancy guid implements inet:service:object
          lessor  it:host
          tenant  it:host

        form it:hostname str {lower, strip} | the name of a host

        form it:hostsoft comp {fields: [[host, it:host], [softver, it:prod:softver]]}
          host     it:host readonly
          softver  it:prod:softver readonly

        form it:hosturl comp {fields: [[host, it:host], [url, inet:url]]}
          host  it:host readonly
          url   inet:url readonly

        form it:log:event guid implements it:host:activity | an entry of a log
          data              data
          ext:id            str
          mesg              str
          product           it:prod:softver
          service:account   inet:service:account
          service:instance  inet:service:instance
          service:platform  inet:service:platform
          severity          int {enums: [[10, debug], [20, info], [30, notice], [40, warning], [50, err], [60, crit], [70, alert],
              [80, emerg]]}
          type              it:log:event:type:taxonomy

        form it:log:event:type:taxonomy taxonomy implements meta:taxonomy

        form it:logon guid
          account      it:account
          client:host  it:host
          client:ipv4  inet:ipv4
          client:ipv6  inet:ipv6
          creds        auth:creds
          duration     duration
          host         it:host
          logoff:time  time
          success      bool
          time         time

        form it:network guid | a network of hosts
          desc           str
          dns:resolvers  array {sorted, type: inet:server, typeopts: {defport: 53, defproto: udp}, uniq}
          name           str {lower, onespace}
          net4           inet:net4
          net6           inet:net6
          org            ou:org
          type           it:network:type:taxonomy

        form it:network:type:taxonomy taxonomy implements meta:taxonomy

        form it:os:android:aaid it:adid deprecated

        form it:os:android:ibroadcast comp {fields: [[app, it:prod:soft], [intent, it:os:android:intent]]}
          app     it:prod:softver readonly
          intent  it:os:android:intent readonly

        form it:os:android:ilisten comp {fields: [[app, it:prod:soft], [intent, it:os:android:intent]]}
          app     it:prod:softver readonly
          intent  it:os:android:intent readonly

        form it:os:android:intent str

        form it:os:android:perm str

        form it:os:android:reqperm comp {fields: [[app, it:prod:soft], [perm, it:os:android:perm]]}
          app   it:prod:softver readonly
          perm  it:os:android:perm readonly

        form it:os:ios:idfa it:adid deprecated

        form it:os:posix:cron guid
          account   it:account
          cmd       it:cmd
          desc      str
          file      file:bytes
          host      it:host
          path      file:path
          period    ival
          schedule  it:dev:str

        form it:os:windows:service guid
          description   str
          displayname   str {lower, onespace}
          errorcontrol  int {min: 0}
          host          it:host
          imagepath     file:path
          name          str {lower, onespace}
          start         int {min: 0}
          type          int {min: 0}

        form it:os:windows:task guid
          account  it:account
          cmds     array {sorted: false, type: it:cmd, uniq: false}
          desc     str
          file     file:bytes
          host     it:host
          path     file:path
          period   ival
          uri      file:path

        form it:query str {strip}

        form it:storage:mount guid
          host    it:host
          path    file:path
          volume  it:storage:volume

        form it:storage:volume guid
          id    str {strip}
          name  str {lower, onespace}
          size  int {min: 0}
          type  it:storage:volume:type:taxonomy

        form it:storage:volume:type:taxonomy taxonomy implements meta:taxonomy

        edge it:exec:query -(found)> *
        edge it:log:event -(about)> *
        """#
}
