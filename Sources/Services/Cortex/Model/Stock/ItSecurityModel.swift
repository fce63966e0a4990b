extension StockAreas {
    /// Detection, attack techniques, weaknesses.
    static let itSecurity: StaticString = #"""
        type it:mitre:attack:matrix str {enums: "enterprise,mobile,ics"}
        type it:mitre:attack:status str {enums: "current,deprecated,withdrawn"}
        type it:sec:tlp int {enums: [[10, clear], [20, green], [30, amber], [40, amber-strict], [50, red]]}

        form it:app:sigma:matched guid
          rule     it:app:sigma:rule
          sensor   it:host
          target   it:log:event
          time     time
          version  it:semver

        form it:app:sigma:rule guid
          author   ps:contact
          created  time
          desc     str
          enabled  bool
          id       str
          name     str
          text     str
          updated  time
          url      inet:url
          version  it:semver

        form it:app:snort:hit guid
          dropped   bool
          dst       inet:addr
          dst:ipv4  inet:ipv4
          dst:ipv6  inet:ipv6
          dst:port  inet:port
          flow      inet:flow
          rule      it:app:snort:rule
          sensor    it:host
          src       inet:addr
          src:ipv4  inet:ipv4
          src:ipv6  inet:ipv6
          src:port  inet:port
          time      time
          version   it:semver

        form it:app:snort:rule guid
          author   ps:contact
          created  time
          desc     str
          enabled  bool
          engine   int
          family   it:prod:softname
          id       str
          name     str
          text     str
          updated  time
          version  it:semver

        form it:app:suricata:matched guid
          dropped  bool
          rule     it:app:suricata:rule
          sensor   it:host
          target   inet:flow
          time     time
          version  it:semver

        form it:app:suricata:rule guid
          author   ps:contact
          created  time
          desc     str
          enabled  bool
          id       str
          name     str
          text     str
          updated  time
          version  it:semver

        form it:app:yara:match comp {fields: [[rule, it:app:yara:rule], [file, file:bytes]]}
          file     file:bytes readonly
          rule     it:app:yara:rule readonly
          version  it:semver

        form it:app:yara:netmatch guid
          node     ndef {forms: [inet:fqdn, inet:ipv4, inet:ipv6, inet:url]}
          rule     it:app:yara:rule
          version  it:semver

        form it:app:yara:procmatch guid
          proc     it:exec:proc
          rule     it:app:yara:rule
          time     time
          version  it:semver

        form it:app:yara:rule guid | a YARA rule
          author   ps:contact
          created  time
          enabled  bool
          ext:id   str
          family   it:prod:softname
          name     str
          text     str
          updated  time
          url      inet:url
          version  it:semver

        form it:av:filehit comp {fields: [[file, file:bytes], [sig, it:av:sig]]} deprecated
          file      file:bytes readonly
          sig       it:av:sig readonly
          sig:name  it:av:signame readonly
          sig:soft  it:prod:soft readonly

        form it:av:prochit guid deprecated
          proc  it:exec:proc
          sig   it:av:sig
          time  time

        form it:av:scan:result guid
          categories              array {sorted, type: str, typeopts: {lower, onespace}, uniq}
          multi:count             int {min: 0}
          multi:count:benign      int {min: 0}
          multi:count:malicious   int {min: 0}
          multi:count:suspicious  int {min: 0}
          multi:count:unknown     int {min: 0}
          multi:scan              it:av:scan:result
          scanner                 it:prod:softver
          scanner:name            it:prod:softname
          signame                 it:av:signame
          target:file             file:bytes
          target:fqdn             inet:fqdn
          target:host             it:host
          target:ipv4             inet:ipv4
          target:ipv6             inet:ipv6
          target:proc             it:exec:proc
          target:url              inet:url
          time                    time
          verdict                 int {enums: [[10, benign], [20, unknown], [30, suspicious], [40, malicious]]}

        form it:av:sig comp {fields: [[soft, it:prod:soft], [name, it:av:signame]]} deprecated
          desc  str
          name  it:av:signame readonly
          soft  it:prod:soft readonly
          url   inet:url

        form it:av:signame str {lower}

        form it:fs:file guid
          atime      time
          ctime      time
          file       file:bytes
          group      inet:user
          host       it:host
          mtime      time
          path       file:path
          path:base  file:base
          path:dir   file:path
          path:ext   str {lower, strip}
          user       inet:user

        form it:mitre:attack:campaign str {regex: "^C[0-9]{4}$"}
          created     time
          desc        str {strip}
          groups      array {sorted, split: ",", type: it:mitre:attack:group, uniq}
          matrices    array {sorted, split: ",", type: it:mitre:attack:matrix, uniq}
          name        ou:campname
          names       array {sorted, type: ou:campname, uniq}
          period      ival
          references  array {type: inet:url, uniq}
          software    array {sorted, split: ",", type: it:mitre:attack:software, uniq}
          tag         syn:tag deprecated
          techniques  array {sorted, split: ",", type: it:mitre:attack:technique, uniq}
          updated     time
          url         inet:url

        form it:mitre:attack:data:component guid
          datasource   it:mitre:attack:datasource readonly
          description  str
          name         str {lower, onespace} readonly

        form it:mitre:attack:datasource str {regex: "^DS[0-9]{4}$"}
          description  str
          name         str {lower, onespace}
          references   array {sorted, type: inet:url, uniq}

        form it:mitre:attack:flow guid
          author:contact  ps:contact
          author:user     syn:user
          created         time
          data            data
          name            str
          updated         time

        form it:mitre:attack:group str {regex: "^G[0-9]{4}$"}
          desc        str
          isnow       it:mitre:attack:group
          name        ou:name
          names       array {sorted, type: ou:name, uniq}
          org         ou:org
          references  array {type: inet:url, uniq}
          software    array {sorted, split: ",", type: it:mitre:attack:software, uniq}
          tag         syn:tag deprecated
          techniques  array {sorted, split: ",", type: it:mitre:attack:technique, uniq}
          url         inet:url

        form it:mitre:attack:mitigation str {regex: "^M[0-9]{4}$"}
          addresses   array {sorted, split: ",", type: it:mitre:attack:technique, uniq}
          desc        str {strip}
          matrix      it:mitre:attack:matrix
          name        str {lower, onespace}
          references  array {type: inet:url, uniq}
          tag         syn:tag deprecated
          url         inet:url

        form it:mitre:attack:software str {regex: "^S[0-9]{4}$"}
          desc        str {strip}
          isnow       it:mitre:attack:software
          name        it:prod:softname
          names       array {sorted, type: it:prod:softname, uniq}
          references  array {type: inet:url, uniq}
          software    it:prod:soft
          tag         syn:tag deprecated
          techniques  array {sorted, split: ",", type: it:mitre:attack:technique, uniq}
          url         inet:url

        form it:mitre:attack:tactic str {regex: "^TA[0-9]{4}$"}
          desc        str
          matrix      it:mitre:attack:matrix
          name        str {strip}
          references  array {type: inet:url, uniq}
          tag         syn:tag deprecated
          url         inet:url

        form it:mitre:attack:technique str {regex: "^T[0-9]{4}(.[0-9]{3})?$"} | a technique of the ATT&CK catalogue
          data:components  array {sorted, type: it:mitre:attack:data:component, uniq}
          desc             str {strip}
          isnow            it:mitre:attack:technique
          matrix           it:mitre:attack:matrix
          name             str {lower, onespace}
          parent           it:mitre:attack:technique
          references       array {type: inet:url, uniq}
          status           it:mitre:attack:status
          tactics          array {sorted, split: ",", type: it:mitre:attack:tactic, uniq}
          tag              syn:tag deprecated
          url              inet:url

        form it:screenshot guid implements it:host:activity
          desc   str
          image  file:bytes

        form it:sec:c2:config guid
          campaigncode      it:dev:str
          connect:delay     duration
          connect:interval  duration
          crypto:key        crypto:key
          decoys            array {type: inet:url}
          dns:resolvers     array {type: inet:server}
          family            it:prod:softname
          file              file:bytes
          http:headers      array {type: inet:http:header}
          listens           array {type: inet:url}
          mutex             it:dev:mutex
          proxies           array {type: inet:url}
          raw               data
          servers           array {type: inet:url}

        form it:sec:cpe builtin | a product by its CPE name
          edition     str {lower, strip} readonly
          language    str {lower, strip} readonly
          other       str {lower, strip} readonly
          part        str {lower, strip} readonly
          product     str {lower, strip} readonly
          sw_edition  str {lower, strip} readonly
          target_hw   str {lower, strip} readonly
          target_sw   str {lower, strip} readonly
          update      str {lower, strip} readonly
          v2_2        it:sec:cpe:v2_2
          vendor      ou:name readonly
          version     str {lower, strip} readonly

        form it:sec:cve str {lower, regex: "(?i)^CVE-[0-9]{4}-[0-9]{4,}$", replace: [["‑", "-"], ["‒", "-"], ["–", "-"], ["—", "-"]]}
          cisa:kev:action     str
          cisa:kev:added      time
          cisa:kev:desc       str
          cisa:kev:duedate    time
          cisa:kev:name       str
          cisa:kev:product    it:prod:softname
          cisa:kev:vendor     ou:name
          desc                str deprecated
          nist:nvd:modified   time {ismax}
          nist:nvd:published  time
          nist:nvd:source     ou:name
          references          array {sorted, type: inet:url, uniq} deprecated
          url                 inet:url deprecated

        form it:sec:cwe str {regex: "^CWE-[0-9]{1,8}$"} | a kind of weakness by its CWE number
          desc     str
          name     str
          parents  array {sorted, split: ",", type: it:sec:cwe, uniq}
          url      inet:url

        form it:sec:metrics guid
          alerts:count                  int
          alerts:falsepos               int
          alerts:meantime:triage        duration
          assets:hosts                  int
          assets:users                  int
          assets:vulns:count            int
          assets:vulns:discovered       int
          assets:vulns:meantime:mitigate  duration
          assets:vulns:mitigated        int
          assets:vulns:preexisting      int
          org                           ou:org
          org:fqdn                      inet:fqdn
          org:name                      ou:name
          period                        ival

        form it:sec:stix:bundle guid
          id  str

        form it:sec:stix:indicator guid
          confidence    int {max: 100, min: 0}
          created       time
          description   str
          id            str
          labels        array {sorted, type: str, uniq}
          name          str
          pattern       str
          pattern_type  str {enums: "stix,pcre,sigma,snort,suricata,yara", lower, strip}
          revoked       bool
          updated       time
          valid_from    time
          valid_until   time

        form it:sec:vuln:scan guid
          desc           str
          ext:id         str
          ext:url        inet:url
          operator       ps:contact
          software       it:prod:softver
          software:name  it:prod:softname
          time           time

        form it:sec:vuln:scan:result guid
          asset       ndef
          desc        str
          ext:id      str
          ext:url     inet:url
          mitigated   time
          mitigation  risk:mitigation
          priority    meta:priority
          scan        it:sec:vuln:scan
          severity    meta:severity
          time        time
          vuln        risk:vuln

        edge it:app:sigma:rule -(detects)> *
        edge it:app:snort:rule -(detects)> *
        edge it:app:suricata:rule -(detects)> *
        edge it:app:yara:rule -(detects)> *
        """#
}
