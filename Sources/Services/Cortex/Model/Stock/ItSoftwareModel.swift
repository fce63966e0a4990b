extension StockAreas {
    /// Software, development, reverse engineering.
    static let itSoftware: StaticString = #"""
        type it:software:image:type:taxonomy taxonomy implements meta:taxonomy

        form it:dev:function guid
          desc  str
          id    str {strip}
          name  it:dev:str

        form it:dev:function:sample guid implements file:mime:meta
          function  it:dev:function

        form it:dev:int int | a number of interest to a developer

        form it:dev:mutex str

        form it:dev:pipe str

        form it:dev:regkey str

        form it:dev:regval guid
          bytes  file:bytes
          int    it:dev:int
          key    it:dev:regkey
          str    it:dev:str

        form it:dev:repo guid implements inet:service:object
          created     time deprecated
          desc        str
          name        str {lower, strip}
          submodules  array {type: it:dev:repo:commit}
          type        it:dev:repo:type:taxonomy

        form it:dev:repo:branch guid implements inet:service:object
          created  time deprecated
          deleted  time deprecated
          merged   time
          name     str {strip}
          parent   it:dev:repo:branch
          start    it:dev:repo:commit

        form it:dev:repo:commit guid implements inet:service:object
          branch   it:dev:repo:branch
          created  time deprecated
          mesg     str
          parents  array {type: it:dev:repo:commit}
          repo     it:dev:repo

        form it:dev:repo:diff guid
          commit  it:dev:repo:commit
          file    file:bytes
          path    file:path
          url     inet:url

        form it:dev:repo:diff:comment guid implements inet:service:object
          created  time deprecated
          diff     it:dev:repo:diff
          line     int
          offset   int
          replyto  it:dev:repo:diff:comment
          text     str
          updated  time

        form it:dev:repo:entry guid
          file  file:bytes
          path  file:path
          repo  it:dev:repo

        form it:dev:repo:issue guid implements inet:service:object
          created  time deprecated
          desc     str
          repo     it:dev:repo
          title    str {lower, strip}
          updated  time

        form it:dev:repo:issue:comment guid implements inet:service:object
          created  time deprecated
          issue    it:dev:repo:issue
          replyto  it:dev:repo:issue:comment
          text     str
          updated  time

        form it:dev:repo:issue:label guid implements inet:service:object
          applied  time deprecated
          issue    it:dev:repo:issue
          label    it:dev:repo:label
          removed  time deprecated

        form it:dev:repo:label guid
          desc   str
          id     str {strip}
          title  str {lower, strip}

        form it:dev:repo:remote guid
          name    str {lower, onespace}
          remote  it:dev:repo
          repo    it:dev:repo
          url     inet:url

        form it:dev:repo:type:taxonomy taxonomy implements meta:taxonomy

        form it:dev:str str | a text of interest to a developer
          norm  str {lower}

        form it:prod:component guid
          hardware  it:prod:hardware
          host      it:host
          serial    str

        form it:prod:hardware guid
          cpe                it:sec:cpe
          desc               str
          make               ou:name deprecated
          manufacturer       ou:org
          manufacturer:name  ou:name
          model              str {lower, onespace}
          name               str {lower, onespace}
          parts              array {sorted, type: it:prod:hardware, uniq}
          released           time
          type               it:prod:hardwaretype
          version            str {lower, onespace}

        form it:prod:hardwaretype taxonomy implements meta:taxonomy

        form it:prod:soft guid | a software product
          author         ps:contact
          author:acct    inet:web:acct deprecated
          author:email   inet:email deprecated
          author:org     ou:org deprecated
          author:person  ps:person deprecated
          cpe            it:sec:cpe
          desc           str
          desc:short     str {lower}
          id             str {strip}
          islib          bool
          isos           bool
          name           it:prod:softname alts names
          names          array {sorted, type: it:prod:softname, uniq}
          tag            syn:tag
          techniques     array {sorted, type: ou:technique, uniq} deprecated
          type           it:prod:soft:taxonomy
          url            inet:url

        form it:prod:soft:taxonomy taxonomy implements meta:taxonomy

        form it:prod:softfile comp {fields: [[soft, it:prod:softver], [file, file:bytes]]}
          file  file:bytes readonly
          path  file:path
          soft  it:prod:softver readonly

        form it:prod:softid guid
          host       it:host
          id         str
          soft       it:prod:softver
          soft:name  it:prod:softname

        form it:prod:softlib comp {fields: [[soft, it:prod:softver], [lib, it:prod:softver]]}
          lib   it:prod:softver readonly
          soft  it:prod:softver readonly

        form it:prod:softname str {lower, onespace}

        form it:prod:softos comp {fields: [[soft, it:prod:softver], [os, it:prod:softver]]}
          os    it:prod:softver readonly
          soft  it:prod:softver readonly

        form it:prod:softreg comp {fields: [[softver, it:prod:softver], [regval, it:dev:regval]]}
          regval   it:dev:regval readonly
          softver  it:prod:softver readonly

        form it:prod:softver guid | a version of a software product
          arch           it:dev:str
          cpe            it:sec:cpe
          cves           array {sorted, type: it:sec:cve, uniq}
          desc           str
          name           it:prod:softname alts names
          names          array {sorted, type: it:prod:softname, uniq}
          released       time
          semver         it:semver
          semver:build   str deprecated
          semver:major   int deprecated
          semver:minor   int deprecated
          semver:patch   int deprecated
          semver:pre     str deprecated
          software       it:prod:soft
          software:name  str {lower, strip} deprecated
          url            inet:url
          vers           it:dev:str
          vers:norm      str {lower}

        form it:reveng:filefunc comp {fields: [[file, file:bytes], [function, it:reveng:function]]}
          complexity  int {enums: [[0, none], [10, lowest], [20, low], [30, medium], [40, high], [50, highest]],
              "enums:strict": false}
          file        file:bytes readonly
          funccalls   array {sorted, type: it:reveng:filefunc, uniq}
          function    it:reveng:function readonly
          rank        int
          va          int

        form it:reveng:funcstr comp {fields: [[function, it:reveng:function], [string, str]]} deprecated
          function  it:reveng:function readonly
          string    str readonly

        form it:reveng:function guid
          description  str
          impcalls     array {sorted, type: it:reveng:impfunc, uniq}
          name         str
          strings      array {type: it:dev:str, uniq}

        form it:reveng:impfunc str {lower: 1}

        form it:software:image guid implements inet:service:object
          name       str {lower, onespace}
          parents    array {type: it:software:image}
          published  time
          publisher  ps:contact
          type       it:software:image:type:taxonomy

        edge it:dev:repo -(has)> inet:url
        edge it:dev:repo:commit -(has)> it:dev:repo:entry
        edge it:prod:soft -(uses)> ou:technique
        edge it:prod:soft -(uses)> risk:vuln
        edge it:prod:softver -(uses)> math:algorithm
        """#
}
