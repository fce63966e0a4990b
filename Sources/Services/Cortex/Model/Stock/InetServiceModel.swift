extension StockAreas {
    /// Online services, their accounts and what happens there.
    static let inetService: StaticString = #"""
        interface inet:service:action includes inet:service:base | something done with a service
          app              inet:service:app
          agent            inet:service:agent
          time             time
          account          inet:service:account
          success          bool
          rule             inet:service:rule
          error:code       str {strip}
          error:reason     str {strip}
          platform         inet:service:platform
          instance         inet:service:instance
          session          inet:service:session
          client           inet:client
          client:host      it:host
          client:software  it:prod:softver
          client:app       inet:service:app
          server           inet:server
          server:host      it:host
        interface inet:service:base | what belongs to a service
          id        str {strip}
          platform  inet:service:platform
          instance  inet:service:instance
        interface inet:service:object includes inet:service:base | something that a service keeps
          url      inet:url
          status   inet:service:object:status
          period   ival
          creator  inet:service:account
          remover  inet:service:account
          app      inet:service:app
        interface inet:service:subscriber includes inet:service:object
          profile  ps:contact

        type inet:service:access:action:taxonomy taxonomy implements meta:taxonomy
        type inet:service:login:method:taxonomy taxonomy implements meta:taxonomy
        type inet:service:object ndef {interfaces: [inet:service:object]} | something that a service keeps
        type inet:service:object:status int {enums: [[10, draft], [30, available], [40, offline], [50, removed]]}
        type inet:service:subscriber ndef {interface: inet:service:subscriber}

        form inet:service:access guid implements inet:service:action
          action    inet:service:access:action:taxonomy
          resource  inet:service:resource
          type      int {enums: [[10, create], [30, read], [40, update], [50, delete], [60, list], [70, execute]]}

        form inet:service:account guid implements inet:service:subscriber | an account with a service
          email   inet:email
          parent  inet:service:account
          tenant  inet:service:tenant
          user    inet:user alts users
          users   array {sorted, type: inet:user, uniq}

        form inet:service:agent guid implements inet:service:object
          desc      str
          name      str {lower, onespace} alts names
          names     array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          software  it:prod:softver

        form inet:service:app guid implements inet:service:object deprecated
          app            inet:service:app deprecated
          desc           str
          instance       inet:service:instance deprecated
          name           str {lower, onespace} alts names
          names          array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          provider       ou:org
          provider:name  ou:name

        form inet:service:bucket guid implements inet:service:object
          name  str {lower, onespace}

        form inet:service:bucket:item guid implements inet:service:object
          bucket     inet:service:bucket
          file       file:bytes
          file:name  file:path

        form inet:service:channel guid implements inet:service:object
          name   str {lower, onespace}
          topic  media:topic

        form inet:service:channel:member guid implements inet:service:object
          account  inet:service:account
          channel  inet:service:channel

        form inet:service:emote guid implements inet:service:object
          about  inet:service:object
          text   str {strip}

        form inet:service:group guid implements inet:service:object
          name     inet:group
          profile  ps:contact

        form inet:service:group:member guid implements inet:service:object
          account  inet:service:account
          group    inet:service:group

        form inet:service:instance guid deprecated
          app       inet:service:app deprecated
          creator   inet:service:account
          desc      str
          id        str {strip}
          name      str {lower, onespace}
          owner     inet:service:account
          period    ival
          platform  inet:service:platform
          status    inet:service:object:status
          tenant    inet:service:tenant
          url       inet:url

        form inet:service:login guid implements inet:service:action
          method  inet:service:login:method:taxonomy
          url     inet:url

        form inet:service:message guid implements inet:service:action | a message sent through a service
          attachments           array {sorted, type: inet:service:message:attachment, uniq}
          channel               inet:service:channel
          client:address        inet:client deprecated
          client:software:name  it:prod:softname
          file                  file:bytes
          group                 inet:service:group
          hashtags              array {sorted, split: ",", type: inet:web:hashtag, uniq}
          links                 array {sorted, type: inet:service:message:link, uniq}
          mentions              array {sorted, type: ndef, typeopts: {forms: [inet:service:account, inet:service:group]}, uniq}
          place                 geo:place
          place:name            geo:name
          public                bool
          replyto               inet:service:message
          repost                inet:service:message
          status                inet:service:object:status
          text                  str
          thread                inet:service:thread
          title                 str {lower, onespace}
          to                    inet:service:account
          type                  inet:service:message:type:taxonomy
          url                   inet:url

        form inet:service:message:attachment guid
          file  file:bytes
          name  file:path
          text  str

        form inet:service:message:link guid
          title  str {strip}
          url    inet:url

        form inet:service:message:type:taxonomy taxonomy implements meta:taxonomy

        form inet:service:permission guid implements inet:service:object
          name  str {lower, onespace}
          type  inet:service:permission:type:taxonomy

        form inet:service:permission:type:taxonomy taxonomy implements meta:taxonomy

        form inet:service:platform guid | a service or site that hosts accounts and content
          creator        inet:service:account
          desc           str
          family         str {lower, onespace}
          id             str {strip}
          name           str {lower, onespace} alts names
          names          array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          parent         inet:service:platform
          period         ival
          provider       ou:org
          provider:name  ou:name
          remover        inet:service:account
          software       it:prod:softver
          status         inet:service:object:status
          tenant         inet:service:tenant
          type           inet:service:platform:type:taxonomy
          url            inet:url alts urls
          urls           array {sorted, type: inet:url, uniq}
          zone           inet:fqdn alts zones
          zones          array {sorted, type: inet:fqdn, uniq}

        form inet:service:platform:type:taxonomy taxonomy implements meta:taxonomy

        form inet:service:relationship guid implements inet:service:object
          source  inet:service:object
          target  inet:service:object
          type    inet:service:relationship:type:taxonomy

        form inet:service:relationship:type:taxonomy taxonomy implements meta:taxonomy

        form inet:service:resource guid implements inet:service:object
          desc  str
          name  str {lower, onespace}
          type  inet:service:resource:type:taxonomy

        form inet:service:resource:type:taxonomy taxonomy implements meta:taxonomy

        form inet:service:rule guid implements inet:service:object
          denied      bool
          grantee     ndef {forms: [inet:service:account, inet:service:group]}
          object      ndef {interface: inet:service:object}
          permission  inet:service:permission

        form inet:service:session guid implements inet:service:object
          http:session  inet:http:session

        form inet:service:subscription guid implements inet:service:object
          level           inet:service:subscription:level:taxonomy
          pay:instrument  econ:pay:instrument
          subscriber      inet:service:subscriber

        form inet:service:subscription:level:taxonomy taxonomy implements meta:taxonomy

        form inet:service:tenant guid implements inet:service:subscriber

        form inet:service:thread guid implements inet:service:object
          channel  inet:service:channel
          message  inet:service:message
          title    str {lower, onespace}
        """#
}
